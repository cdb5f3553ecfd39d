package io.flowork.grammar.flow;

import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.workflow.Task;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.SequenceNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where things stand in the file, by their JSON pointers. */
public final class Places {
    private final MappingNode root;

    Places(MappingNode root) {
        this.root = root;
    }

    /** The value at a pointer, if there is one. */
    @Nullable
    Node at(String pointer) {
        return at(root, pointer);
    }

    /** The value at a pointer into a value, if there is one. */
    public static @Nullable Node at(Node value, String pointer) {
        Node node = value;
        for (String part : JsonPointer.parts(pointer)) {
            node = child(node, part);
        }
        return node;
    }

    /** Where the value of a task's property stands; the task's name when it is not there. */
    Range value(Task task, String path) {
        Node node = at(task.head().reference() + path);
        return node == null ? task.head().nameRange() : node.range();
    }

    /**
     * Where a part of a task's property stands: the deepest that is written in the file, or the task's name.
     *
     * @param path the names and places of what encloses the part, below the property
     */
    Range nearest(Task task, String property, List<String> path) {
        Node node = at(task.head().reference() + property);
        return node == null ? task.head().nameRange() : nearest(node, path);
    }

    /** Where a part of a value stands: the deepest that is written in the file. */
    public static Range nearest(Node value, List<String> path) {
        Node node = value;
        for (String part : path) {
            Node inner = inside(node, part);
            if (inner == null) {
                break;
            }
            node = inner;
        }
        return node.range();
    }

    /** A member by its name, or an element by its place; null if there is none. */
    static @Nullable Node inside(@Nullable Node node, String part) {
        return node instanceof MappingNode mapping ? mapping.get(part) : child(node, part);
    }

    /** Where the key at a pointer stands; a fallback when it is not there. */
    Range key(String pointer, Range otherwise) {
        int slash = pointer.lastIndexOf('/');
        String name = JsonPointer.last(pointer);
        MappingNode.@Nullable Entry entry =
                at(pointer.substring(0, slash)) instanceof MappingNode mapping ? mapping.entry(name) : null;
        return entry == null ? otherwise : entry.key().range();
    }

    private static @Nullable Node child(@Nullable Node node, String part) {
        return switch (node) {
            case MappingNode mapping -> mapping.get(JsonPointer.unescaped(part));
            case SequenceNode list -> {
                int index = Integer.parseInt(part);
                yield index < list.items().size() ? list.items().get(index) : null;
            }
            case null, default -> null;
        };
    }
}
