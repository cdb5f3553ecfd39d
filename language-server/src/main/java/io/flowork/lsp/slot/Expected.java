package io.flowork.lsp.slot;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.text.SourceText;
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
 * @param keys the keys that are there already, if it is a key
 */
public record Expected(List<Shape> shapes, @Nullable Property property, Set<String> keys) {
    /** Copies the lists. */
    public Expected {
        shapes = List.copyOf(shapes);
        keys = Set.copyOf(keys);
    }

    /** A kind of task that has what all have; its own key says that the task has a kind. */
    private static final ObjectType COMMON =
            Objects.requireNonNull(Language.taskKinds().get("set"));

    private record Rule(List<Shape> shapes, @Nullable Property property, boolean inList) {
        static final Rule NONE = new Rule(List.of(), null, false);
    }

    /** What may stand where a cursor stands. */
    public static Expected at(SourceText source, Slot slot) {
        Lines lines = new Lines(source);
        Rule rule = new Rule(List.of(new Shape.Of("workflow")), null, false);
        for (Step step : slot.path()) {
            rule = switch (step) {
                case Step.Item ignored -> item(rule);
                case Step.Key key -> value(rule, key, lines);
            };
        }
        boolean keys = slot.kind() == Slot.Kind.KEY || slot.kind() == Slot.Kind.ITEM;
        return new Expected(
                rule.shapes,
                rule.property,
                keys ? lines.keys(slot.line(), slot.column()).keySet() : Set.of());
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
        return new Rule(shapes, null, named);
    }

    private static Rule value(Rule object, Step.Key key, Lines lines) {
        for (Shape shape : object.shapes) {
            Rule inner = switch (shape) {
                case Shape.Of of -> property(Language.type(of.type()), key.name());
                case Shape.Span ignored -> property(Language.type("duration"), key.name());
                case Shape.OneTask ignored -> task(key, lines);
                case Shape.MapOf map -> rule(map.values(), null);
                case Shape.Tasks ignored when object.inList -> rule(new Shape.OneTask(), null);
                case Shape.NamedList list when object.inList -> rule(list.values(), null);
                case Shape.Data ignored -> rule(shape, null);
                default -> null;
            };
            if (inner != null) {
                return inner;
            }
        }
        return Rule.NONE;
    }

    private static @Nullable Rule property(ObjectType type, String name) {
        Property property = type.property(name);
        if (property != null) {
            return rule(property.shape(), property);
        }
        return type.rest() == ObjectType.Rest.DATA ? rule(new Shape.Data(false, 0, true), null) : null;
    }

    private static Rule task(Step.Key key, Lines lines) {
        Set<String> keys = lines.keys(key.line(), key.column()).keySet();
        for (ObjectType kind : Language.taskKinds().values()) {
            Property property = keys.contains(kind.name()) ? kind.property(key.name()) : null;
            if (property != null) {
                boolean arguments = kind.name().equals("call") && key.name().equals("with");
                ObjectType protocol = arguments ? Language.arguments(lines.value(key, "call")) : null;
                return protocol == null
                        ? rule(property.shape(), property)
                        : rule(new Shape.Of(protocol.name()), property);
            }
        }
        Property common = COMMON.property(key.name());
        return common == null ? Rule.NONE : rule(common.shape(), common);
    }

    private static Rule rule(Shape shape, @Nullable Property property) {
        List<Shape> shapes = new ArrayList<>();
        flatten(shape, shapes);
        return new Rule(shapes, property, false);
    }

    private static void flatten(Shape shape, List<Shape> into) {
        switch (shape) {
            case Shape.Either either -> either.alternatives().forEach(each -> flatten(each, into));
            case Shape.Deferred deferred -> flatten(deferred.shape(), into);
            default -> into.add(shape);
        }
    }
}
