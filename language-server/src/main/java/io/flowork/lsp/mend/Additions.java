package io.flowork.lsp.mend;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.diagnostic.Diagnostic.Fix;
import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.outline.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fixes that add the properties which an object lacks, with values to be changed. */
final class Additions {
    private static final int MOST_LEVELS = 6;

    private Additions() {}

    /** Adds what the object that begins at a place needs. */
    static Optional<Fix> of(Snapshot snapshot, Range place) {
        for (Placed at = snapshot.at(place.start()); at != null; at = at.parent()) {
            ObjectType type = at.type();
            if (!(at.node() instanceof MappingNode mapping) || type == null) {
                continue;
            }
            List<Property> missing = missing(mapping, arguments(at, type));
            if (!missing.isEmpty()) {
                return Optional.of(fix(snapshot, mapping, missing));
            }
        }
        return Optional.empty();
    }

    /** The arguments of a call are those of its protocol. */
    private static ObjectType arguments(Placed at, ObjectType type) {
        Placed task = at.parent();
        ScalarNode key = at.key();
        boolean with = key != null && key.text().equals("with") && task != null;
        Node called = with && task != null && task.node() instanceof MappingNode mapping ? mapping.get("call") : null;
        String call = called instanceof ScalarNode name ? name.text() : "";
        ObjectType protocol = with ? Language.arguments(call) : null;
        return protocol == null ? type : protocol;
    }

    private static List<Property> missing(MappingNode mapping, ObjectType type) {
        return type.properties().stream()
                .filter(each -> each.required() && !mapping.has(each.name()))
                .toList();
    }

    private static Fix fix(Snapshot snapshot, MappingNode mapping, List<Property> missing) {
        String text = snapshot.source().text();
        boolean json = text.stripLeading().startsWith("{");
        List<String> entries = new ArrayList<>();
        for (Property property : missing) {
            entries.add(entry(property, json));
        }
        String names = String.join(
                ", ", missing.stream().map(each -> "'" + each.name() + "'").toList());
        String title = "Add " + names;
        boolean brackets = text.startsWith("{", mapping.range().start());
        if (mapping.entries().isEmpty()) {
            return fix(title, mapping.range(), "{" + String.join(", ", entries) + "}");
        }
        if (brackets) {
            int end = mapping.entries().getLast().range().end();
            return fix(title, new Range(end, end), ", " + String.join(", ", entries));
        }
        int end = text.indexOf('\n', mapping.range().end());
        end = end < 0 ? text.length() : end > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end;
        int first = mapping.entries().getFirst().key().range().start();
        int column = first - (text.lastIndexOf('\n', first - 1) + 1);
        String line = (text.contains("\r\n") ? "\r\n" : "\n") + " ".repeat(column);
        return fix(title, new Range(end, end), line + String.join(line, entries));
    }

    private static Fix fix(String title, Range range, String text) {
        return new Fix(title, List.of(new Edit(range, text)));
    }

    private static String entry(Property property, boolean json) {
        return (json ? "\"" + property.name() + "\"" : property.name())
                + ": "
                + value(property.shape(), property, json, MOST_LEVELS);
    }

    /** A value that can stand there: an example, the first that may be chosen, or an object with what it needs. */
    private static String value(Shape shape, @Nullable Property property, boolean json, int levels) {
        String example = property == null || property.examples().isEmpty()
                ? null
                : property.examples().getFirst();
        return switch (shape) {
            case Shape.OneOf one -> text(one.values().getFirst(), json);
            case Shape.Flag ignored -> "true";
            case Shape.Whole ignored -> example == null ? "1" : example;
            case Shape.Deferred deferred -> value(deferred.shape(), property, json, levels);
            case Shape.Either either -> value(either.alternatives().getFirst(), property, json, levels);
            case Shape.Of of -> object(Language.type(of.type()), json, levels);
            case Shape.Tasks ignored ->
                json ? "[{\"task\": {\"set\": {\"done\": true}}}]" : "[{task: {set: {done: true}}}]";
            case Shape.OneTask ignored -> json ? "{\"set\": {\"done\": true}}" : "{set: {done: true}}";
            case Shape.ListOf list -> "[" + value(list.items(), null, json, levels - 1) + "]";
            case Shape.NamedList list -> named("[", list.values(), "]", json, levels);
            case Shape.MapOf ignored -> "{}";
            case Shape.Data data ->
                data.object() ? (json ? "{\"name\": \"value\"}" : "{name: value}") : text("value", json);
            case Shape.Span ignored -> text(example == null ? "PT1S" : example, json);
            case Shape.Flow ignored -> text("continue", json);
            case Shape.Expression expression ->
                text(example != null ? example : expression.enclosed() ? "'${ . }'" : ".", json);
            case Shape.Uri ignored -> text(example == null ? "https://example.com" : example, json);
            case Shape.Text ignored -> text(example == null ? "name" : example, json);
            case Shape.Reference ignored -> text(example == null ? "name" : example, json);
        };
    }

    private static String named(String open, Shape shape, String close, boolean json, int levels) {
        return open + "{" + text("first", json) + ": " + value(shape, null, json, levels - 1) + "}" + close;
    }

    private static String object(ObjectType type, boolean json, int levels) {
        List<String> entries = new ArrayList<>();
        for (Property property : type.properties()) {
            if (property.required() && levels > 0) {
                entries.add((json ? "\"" + property.name() + "\"" : property.name())
                        + ": "
                        + value(property.shape(), property, json, levels - 1));
            }
        }
        return "{" + String.join(", ", entries) + "}";
    }

    /** A text as YAML has it; in JSON in double quotes. */
    private static String text(String yaml, boolean json) {
        if (yaml.startsWith("\"") || (yaml.startsWith("{") && yaml.endsWith("}")) || yaml.startsWith("[")) {
            return yaml;
        }
        if (!json) {
            boolean unsafe = !yaml.startsWith("'") && yaml.chars().anyMatch(c -> "{}[],#".indexOf(c) >= 0);
            return unsafe ? "'" + yaml.replace("'", "''") + "'" : yaml;
        }
        boolean quoted = yaml.startsWith("'") && yaml.endsWith("'") && yaml.length() > 1;
        String plain = quoted ? yaml.substring(1, yaml.length() - 1).replace("''", "'") : yaml;
        return "\"" + plain.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
