package io.flowork.lsp.expression;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.dsl.Shape;
import io.flowork.lsp.expression.WrittenValue.Step;
import java.util.ArrayList;
import java.util.List;

/** Says by where a value stands whether it can be an expression. */
final class Places {
    private Places() {}

    /** How an expression is written in a place. */
    enum Place {
        /** As it is; <code>${ }</code> may stand around it. */
        BARE,
        /** With <code>${ }</code> around it. */
        ENCLOSED,
        /** There can be none. */
        NONE
    }

    /** What is known on the way down: the rules for a value, and whether it is an element of one of the lists of names. */
    private record Rule(List<Shape> shapes, boolean named) {}

    static Place of(List<Step> path) {
        Rule rule = new Rule(List.of(new Shape.Of("workflow")), false);
        for (Step step : path) {
            String key = step.key();
            rule = key == null ? item(rule) : value(rule, key, step.siblings());
        }
        Place place = rule.shapes.isEmpty() ? Place.ENCLOSED : Place.NONE; // where nothing is known, all may be
        for (Shape shape : rule.shapes) {
            if (shape instanceof Shape.Expression expression && !expression.enclosed()) {
                return Place.BARE;
            }
            if (mayBeEnclosed(shape)) {
                place = Place.ENCLOSED;
            }
        }
        return place;
    }

    private static boolean mayBeEnclosed(Shape shape) {
        return switch (shape) {
            case Shape.Expression ignored -> true;
            case Shape.Data data -> data.template();
            case Shape.Text text -> text.template();
            case Shape.Uri uri -> uri.expression();
            case Shape.Span ignored -> true;
            case Shape.OneOf ignored -> false;
            case Shape.Whole ignored -> false;
            case Shape.Flag ignored -> false;
            case Shape.Tasks ignored -> false;
            case Shape.OneTask ignored -> false;
            case Shape.Flow ignored -> false;
            case Shape.Reference ignored -> false;
            case Shape.MapOf ignored -> false;
            case Shape.ListOf ignored -> false;
            case Shape.NamedList ignored -> false;
            case Shape.Of ignored -> false;
            case Shape.Either ignored -> false;
            case Shape.Deferred ignored -> false;
        };
    }

    private static Rule item(Rule list) {
        List<Shape> shapes = new ArrayList<>();
        boolean named = false;
        for (Shape shape : list.shapes) {
            if (shape instanceof Shape.Tasks || shape instanceof Shape.NamedList) {
                shapes.add(shape);
                named = true;
            } else if (shape instanceof Shape.ListOf of) {
                flatten(of.items(), shapes);
            } else if (shape instanceof Shape.Data) {
                shapes.add(shape);
            }
        }
        return new Rule(shapes, named);
    }

    private static Rule value(Rule object, String key, List<String> siblings) {
        List<Shape> shapes = new ArrayList<>();
        for (Shape shape : object.shapes) {
            switch (shape) {
                case Shape.Of of -> property(Language.type(of.type()), key, shapes);
                case Shape.Span ignored -> property(Language.type("duration"), key, shapes);
                case Shape.OneTask ignored -> task(key, siblings, shapes);
                case Shape.MapOf map -> flatten(map.values(), shapes);
                case Shape.Tasks ignored when object.named -> shapes.add(new Shape.OneTask());
                case Shape.NamedList list when object.named -> flatten(list.values(), shapes);
                case Shape.Data ignored -> shapes.add(shape);
                default -> {}
            }
        }
        return new Rule(shapes, false);
    }

    private static void property(ObjectType type, String name, List<Shape> shapes) {
        Property property = type.property(name);
        if (property != null) {
            flatten(property.shape(), shapes);
        } else if (type.rest() == ObjectType.Rest.DATA) {
            shapes.add(new Shape.Data(false, 0, true));
        }
    }

    /** What kind a task is may be written below: then it can be of any that has the key. */
    private static void task(String key, List<String> siblings, List<Shape> shapes) {
        boolean known = siblings.stream()
                .anyMatch(
                        sibling -> !sibling.equals(key) && Language.taskKinds().containsKey(sibling));
        for (ObjectType kind : Language.taskKinds().values()) {
            if (!known || siblings.contains(kind.name())) {
                property(kind, key, shapes);
                if (kind.name().equals("call") && key.equals("with")) {
                    Language.protocols().forEach(protocol -> shapes.add(new Shape.Of(protocol)));
                }
            }
        }
    }

    private static void flatten(Shape shape, List<Shape> into) {
        switch (shape) {
            case Shape.Either either -> either.alternatives().forEach(each -> flatten(each, into));
            case Shape.Deferred deferred -> flatten(deferred.shape(), into);
            default -> into.add(shape);
        }
    }
}
