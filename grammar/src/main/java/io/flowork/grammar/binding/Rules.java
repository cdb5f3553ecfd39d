package io.flowork.grammar.binding;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which rule of the language applies to what is written: by the kind of a value, and by a task's keys. */
public final class Rules {
    private Rules() {}

    /** Whether a value is of the kind a shape is for. */
    public static boolean accepts(Shape shape, Node node) {
        return switch (shape) {
            case Shape.Data data -> !data.object() || node instanceof MappingNode;
            case Shape.Text ignored -> isString(node);
            case Shape.OneOf ignored -> isString(node);
            case Shape.Expression ignored -> isString(node);
            case Shape.Uri ignored -> isString(node);
            case Shape.Flow ignored -> isString(node);
            case Shape.Reference ignored -> isString(node);
            case Shape.Whole ignored -> ScalarChecker.isInteger(node);
            case Shape.Flag ignored -> ScalarChecker.isBoolean(node);
            case Shape.Span ignored -> isString(node) || node instanceof MappingNode;
            case Shape.Tasks ignored -> node instanceof SequenceNode;
            case Shape.ListOf ignored -> node instanceof SequenceNode;
            case Shape.NamedList ignored -> node instanceof SequenceNode;
            case Shape.OneTask ignored -> node instanceof MappingNode;
            case Shape.MapOf ignored -> node instanceof MappingNode;
            case Shape.Of ignored -> node instanceof MappingNode;
            case Shape.Deferred deferred -> accepts(deferred.shape(), node);
            case Shape.Either either -> {
                for (Shape alternative : either.alternatives()) {
                    if (accepts(alternative, node)) {
                        yield true;
                    }
                }
                yield false;
            }
        };
    }

    private static boolean isString(Node node) {
        return node instanceof ScalarNode scalar && scalar.isString();
    }

    /**
     * The rule for a value under a rule: the alternative that the value chooses, or the rule itself.
     *
     * @return null if there is an alternative for other kinds of values only
     */
    public static @Nullable Shape chosen(Shape shape, Node node) {
        return switch (shape) {
            case Shape.Deferred deferred -> chosen(deferred.shape(), node);
            case Shape.Span ignored when node instanceof MappingNode -> new Shape.Of("duration");
            case Shape.Either either -> {
                for (Shape alternative : either.alternatives()) {
                    if (accepts(alternative, node)) {
                        yield chosen(alternative, node);
                    }
                }
                yield null;
            }
            default -> shape;
        };
    }

    /** The type of a task by its keys, with the arguments of the function that it calls; null if it has no kind yet. */
    public static @Nullable ObjectType task(MappingNode task) {
        List<MappingNode.Entry> kinds = kinds(task);
        if (kinds.isEmpty()) {
            return null;
        }
        MappingNode.Entry key = kinds.getFirst();
        return key.name().equals("call") ? call(key) : kind(key.name());
    }

    static ObjectType kind(String name) {
        ObjectType kind = Language.taskKinds().get(name);
        if (kind == null) {
            throw new IllegalStateException("no kind of task " + name);
        }
        return kind;
    }

    /** Whether some kind of task has a property of this name. */
    static boolean isTaskKey(String name) {
        return Language.taskKinds().values().stream().anyMatch(kind -> kind.property(name) != null);
    }

    /** The keys that say a task's kind; {@code do} counts only when it is no part of {@code for}. */
    static List<MappingNode.Entry> kinds(MappingNode task) {
        List<MappingNode.Entry> kinds = new ArrayList<>();
        boolean loop = task.has("for");
        for (MappingNode.Entry entry : task.entries()) {
            boolean kind = Language.taskKinds().containsKey(entry.name());
            boolean again = kinds.stream().anyMatch(other -> other.name().equals(entry.name()));
            if (kind && !again && !(loop && entry.name().equals("do"))) {
                kinds.add(entry);
            }
        }
        return kinds;
    }

    /** The type of a call: that of its protocol's arguments, or any for other functions. */
    static ObjectType call(MappingNode.Entry call) {
        ObjectType general = kind("call");
        String function = call.value() instanceof ScalarNode name ? name.text() : "";
        ObjectType arguments = Language.arguments(function);
        if (arguments == null) {
            return general;
        }
        List<Property> properties = new ArrayList<>();
        for (Property property : general.properties()) {
            properties.add(
                    property.name().equals("with")
                            ? new Property(
                                    "with",
                                    new Shape.Of(function),
                                    true,
                                    property.since(),
                                    arguments.summary(),
                                    null,
                                    null,
                                    null,
                                    List.of())
                            : property);
        }
        return new ObjectType("call", general.summary(), properties, List.of(), ObjectType.Rest.FORBIDDEN, 0);
    }
}
