package io.flowork.lsp.slot;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.dsl.Shape;
import io.flowork.lsp.slot.Slot.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the language lets stand in a place.
 *
 * @param shapes the rules for it, one for each kind of value; none where the language says nothing
 * @param property the property whose value it is, if it is one's
 * @param owner the type of the object that has the property, such as {@code subflow}; empty without one
 * @param given who gets it as data, if somebody does of whom the language knows nothing
 * @param inList whether it is an item of a list of names, such as that of tasks
 * @param keys the keys that are there already, if it is a key
 */
public record Expected(
        List<Shape> shapes,
        @Nullable Property property,
        String owner,
        @Nullable Given given,
        boolean inList,
        Set<String> keys) {
    /** Copies the lists. */
    public Expected {
        shapes = List.copyOf(shapes);
        keys = Set.copyOf(keys);
    }

    /** A kind of task that has what all have; its own key says that the task has a kind. */
    private static final ObjectType COMMON =
            Objects.requireNonNull(Language.taskKinds().get("set"));

    private record Rule(
            List<Shape> shapes,
            @Nullable Property property,
            String owner,
            @Nullable Given given,
            boolean inList) {
        static final Rule NONE = of(List.of(), false);

        static Rule of(List<Shape> shapes, boolean inList) {
            return new Rule(shapes, null, "", null, inList);
        }
    }

    /** What may stand where a cursor stands. */
    public static Expected at(Slot slot) {
        Rule rule = Rule.of(List.of(new Shape.Of("workflow")), false);
        for (Step step : slot.path()) {
            rule = switch (step) {
                case Step.Item ignored -> item(rule);
                case Step.Key key -> value(rule, key);
            };
        }
        boolean keys = slot.kind() == Slot.Kind.KEY || slot.kind() == Slot.Kind.ITEM;
        return new Expected(
                rule.shapes,
                rule.property,
                rule.owner,
                rule.given,
                rule.inList,
                keys ? slot.around().keys() : Set.of());
    }

    /**
     * Whether it is the value of a property.
     *
     * @param type the type of the object that has it
     * @param name the property
     */
    public boolean is(String type, String name) {
        return owner.equals(type) && property != null && property.name().equals(name);
    }

    private static Rule item(Rule list) {
        List<Shape> shapes = new ArrayList<>();
        boolean named = false;
        for (Shape shape : list.shapes) {
            switch (shape) {
                case Shape.Tasks ignored -> {
                    shapes.add(shape);
                    named = true;
                }
                case Shape.NamedList ignored -> {
                    shapes.add(shape);
                    named = true;
                }
                case Shape.ListOf of -> flatten(of.items(), shapes);
                case Shape.Data ignored -> shapes.add(shape);
                default -> {}
            }
        }
        Given given = list.given;
        return new Rule(shapes, null, "", given == null ? null : given.in(new Step.Item()), named);
    }

    private static Rule value(Rule object, Step.Key key) {
        for (Shape shape : object.shapes) {
            Rule inner = switch (shape) {
                case Shape.Of of -> property(Language.type(of.type()), key);
                case Shape.Span ignored -> property(Language.type("duration"), key);
                case Shape.OneTask ignored -> task(key);
                case Shape.MapOf map -> rule(map.values(), null, "");
                case Shape.Tasks ignored when object.inList -> rule(new Shape.OneTask(), null, "");
                case Shape.NamedList list when object.inList -> rule(list.values(), null, "");
                case Shape.Data ignored -> {
                    Given given = object.given;
                    yield new Rule(List.of(shape), null, "", given == null ? null : given.in(key), false);
                }
                default -> null;
            };
            if (inner != null) {
                return inner;
            }
        }
        return Rule.NONE;
    }

    private static @Nullable Rule property(ObjectType type, Step.Key key) {
        Property property = type.property(key.name());
        if (property != null && type.name().equals("subflow") && key.name().equals("input")) {
            Given given = new Given(target(key.beside()), List.of());
            return new Rule(List.of(property.shape()), property, type.name(), given, false);
        }
        if (property != null) {
            return rule(property.shape(), property, type.name());
        }
        return type.rest() == ObjectType.Rest.DATA ? rule(new Shape.Data(false, 0, true), null, "") : null;
    }

    /** The workflow that an object names which says what to run. */
    public static Given.Taker target(Members subflow) {
        String version = subflow.value("version");
        return new Given.Taker.Workflow(
                subflow.value("namespace"), subflow.value("name"), version.isEmpty() ? "latest" : version);
    }

    private static Rule task(Step.Key key) {
        Set<String> keys = key.beside().keys();
        for (ObjectType kind : Language.taskKinds().values()) {
            Property property = keys.contains(kind.name()) ? kind.property(key.name()) : null;
            if (property != null) {
                boolean arguments = kind.name().equals("call") && key.name().equals("with");
                return arguments
                        ? arguments(key.beside().value("call"), property)
                        : rule(property.shape(), property, kind.name());
            }
        }
        Property common = COMMON.property(key.name());
        return common == null ? Rule.NONE : rule(common.shape(), common, COMMON.name());
    }

    private static Rule arguments(String function, Property with) {
        ObjectType protocol = Language.arguments(function);
        return protocol == null
                ? new Rule(
                        List.of(with.shape()),
                        with,
                        "call",
                        new Given(new Given.Taker.Function(function), List.of()),
                        false)
                : rule(new Shape.Of(protocol.name()), with, "call");
    }

    private static Rule rule(Shape shape, @Nullable Property property, String owner) {
        List<Shape> shapes = new ArrayList<>();
        flatten(shape, shapes);
        return new Rule(shapes, property, owner, null, false);
    }

    private static void flatten(Shape shape, List<Shape> into) {
        switch (shape) {
            case Shape.Either either -> either.alternatives().forEach(each -> flatten(each, into));
            case Shape.Deferred deferred -> flatten(deferred.shape(), into);
            default -> into.add(shape);
        }
    }
}
