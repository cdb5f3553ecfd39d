package io.flowork.lsp.outline;

import io.flowork.grammar.binding.Rules;
import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value where it stands, and the rule of the language for it.
 *
 * @param parent what it is in; null for the whole text
 * @param node the value
 * @param key the key that it is under; null for elements of lists and the whole text
 * @param index its place in the list or among the keys around it, from 0
 * @param rule what it must be like; null where the language says nothing, as under a key that it does not know
 * @param property the property that it is the value of, if it is one's
 */
public record Placed(
        @Nullable Placed parent,
        Node node,
        @Nullable ScalarNode key,
        int index,
        @Nullable Shape rule,
        @Nullable Property property) {
    private static final Shape WORKFLOW = new Shape.Of("workflow");
    private static final Shape TASK = new Shape.OneTask();

    /** The whole of a workflow's text. */
    public static Placed root(Node root) {
        return new Placed(null, root, null, 0, WORKFLOW, null);
    }

    /** The rule for this kind of value: one alternative where there are several. */
    public @Nullable Shape chosen() {
        return rule == null ? null : Rules.chosen(rule, node);
    }

    /** The type that says which keys it may have; null if it is no object of the language. */
    public @Nullable ObjectType type() {
        if (!(node instanceof MappingNode mapping)) {
            return null;
        }
        return switch (chosen()) {
            case Shape.Of of -> Language.type(of.type());
            case Shape.OneTask ignored -> Rules.task(mapping);
            case null, default -> null;
        };
    }

    /** Whether it is a task, its name aside. */
    public boolean isTask() {
        return rule instanceof Shape.OneTask;
    }

    /** The values directly in it, in order. */
    public List<Placed> children() {
        List<Placed> children = new ArrayList<>();
        switch (node) {
            case MappingNode mapping -> {
                ObjectType type = type();
                for (int i = 0; i < mapping.entries().size(); i++) {
                    children.add(child(mapping.entries().get(i), i, type));
                }
            }
            case SequenceNode list -> {
                for (int i = 0; i < list.items().size(); i++) {
                    children.add(new Placed(this, list.items().get(i), null, i, itemRule(), null));
                }
            }
            default -> {}
        }
        return children;
    }

    /** Whether it is under a key that is written, but is itself what an alias repeats. */
    public boolean isRepeated() {
        ScalarNode name = key;
        return name != null && node.range().start() < name.range().end();
    }

    /** The values directly in it that are written there, or whose keys are. */
    public List<Placed> named() {
        List<Placed> named = new ArrayList<>();
        int end = node.range().start();
        for (Placed child : children()) {
            boolean here = child.key != null || child.node.range().start() >= end;
            if (here) {
                named.add(child);
                end = Math.max(end, child.node.range().end());
            }
        }
        return named;
    }

    /** The values directly in it that are written there, not those that an alias repeats. */
    public List<Placed> written() {
        return named().stream().filter(child -> !child.isRepeated()).toList();
    }

    private @Nullable Shape itemRule() {
        Shape chosen = chosen();
        return switch (chosen) {
            case Shape.Tasks ignored -> chosen; // an item is a name with its task: the rule is that of the list
            case Shape.NamedList ignored -> chosen;
            case Shape.ListOf list -> list.items();
            case Shape.Data data -> data;
            case null, default -> null;
        };
    }

    private Placed child(MappingNode.Entry entry, int at, @Nullable ObjectType type) {
        Property known = type == null ? null : type.property(entry.name());
        if (known != null) {
            Property.Legacy legacy = known.legacy();
            boolean old = legacy != null
                    && Rules.accepts(legacy.shape(), entry.value())
                    && !Rules.accepts(known.shape(), entry.value());
            return new Placed(
                    this,
                    entry.value(),
                    entry.key(),
                    at,
                    old && legacy != null ? legacy.shape() : known.shape(),
                    known);
        }
        Shape inner = switch (chosen()) {
            case Shape.Tasks ignored -> TASK;
            case Shape.NamedList list -> list.values();
            case Shape.MapOf map -> map.values();
            case Shape.Data data -> data;
            case null, default -> null;
        };
        return new Placed(this, entry.value(), entry.key(), at, inner, null);
    }

    /** Where it stands, with its key; of what an alias repeats, only its key stands here. */
    public Range range() {
        ScalarNode name = key;
        return name == null
                ? node.range()
                : isRepeated() ? name.range() : name.range().span(node.range());
    }

    /** The deepest value in it whose text, with its key, touches an offset. */
    public Placed deepest(int offset) {
        Placed at = this;
        while (true) {
            Placed inner = at.inner(offset);
            if (inner == null) {
                return at;
            }
            at = inner;
        }
    }

    private @Nullable Placed inner(int offset) {
        return switch (node) {
            case MappingNode mapping -> {
                List<MappingNode.Entry> entries = mapping.entries();
                for (int i = 0; i < entries.size(); i++) {
                    if (entries.get(i).range().touches(offset)) {
                        yield child(entries.get(i), i, type());
                    }
                }
                yield null;
            }
            case SequenceNode list -> {
                List<Node> items = list.items();
                for (int i = 0; i < items.size(); i++) {
                    if (items.get(i).range().touches(offset)) {
                        yield new Placed(this, items.get(i), null, i, itemRule(), null);
                    }
                }
                yield null;
            }
            default -> null;
        };
    }

    /** Its JSON pointer (RFC 6901) in the text, as tasks are referred to. */
    public String pointer() {
        List<String> parts = new ArrayList<>();
        for (Placed at = this; at.parent != null; at = at.parent) {
            parts.add(at.key == null ? Integer.toString(at.index) : JsonPointer.escaped(at.key.text()));
        }
        StringBuilder pointer = new StringBuilder();
        for (String part : parts.reversed()) {
            pointer.append('/').append(part);
        }
        return pointer.toString();
    }
}
