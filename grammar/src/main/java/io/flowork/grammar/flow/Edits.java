package io.flowork.grammar.flow;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.SequenceNode;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Fixes that add and remove entries, in the style that is there: blocks, brackets, or JSON. Somebody has to choose them. */
final class Edits {
    private static final Pattern WORD = Pattern.compile("(?!true$|false$|null$|True$|False$|Null$)[A-Za-z][\\w-]*");

    private final String text;
    private final String newLine;
    private final boolean json;

    Edits(String text) {
        this.text = text;
        this.newLine = text.contains("\r\n") ? "\r\n" : "\n";
        this.json = text.stripLeading().startsWith("{");
    }

    /** Adds an entry to an object. */
    List<Diagnostic.Fix> add(String title, MappingNode object, String key, JsonValue value) {
        return add(title, object, JsonObject.of(key, value));
    }

    /** Adds entries to an object, each on a line of its own in a block. */
    List<Diagnostic.Fix> add(String title, MappingNode object, JsonObject members) {
        if (object.entries().isEmpty()) {
            return List.of();
        }
        List<String> entries = new ArrayList<>();
        members.forEach((key, value) -> entries.add(inside(JsonObject.of(key, value))));
        Range last = object.entries().getLast().range();
        Range first = object.entries().getFirst().range();
        return append(title, object, last, first, entries);
    }

    /** Adds an object to a list. */
    List<Diagnostic.Fix> add(String title, SequenceNode list, JsonObject item) {
        if (list.items().isEmpty()) {
            return List.of();
        }
        Range last = list.items().getLast().range();
        if (isInBrackets(list)) {
            return append(title, list, last, last, List.of(json ? JsonWriter.compact(item) : "{" + inside(item) + "}"));
        }
        return append(title, list, last, dash(list.items().getFirst()), List.of("- " + inside(item)));
    }

    private List<Diagnostic.Fix> append(String title, Node node, Range last, Range first, List<String> all) {
        if (isInBrackets(node)) {
            return fix(title, new Range(last.end(), last.end()), ", " + String.join(", ", all));
        }
        int end = lineEnd(last.end());
        int column = first.start() - lineStart(first.start());
        String begin = newLine + " ".repeat(column);
        return fix(title, new Range(end, end), begin + String.join(begin, all));
    }

    /** Removes an entry, unless it is the only one. */
    List<Diagnostic.Fix> remove(String title, MappingNode object, String key) {
        List<Range> all =
                object.entries().stream().map(MappingNode.Entry::range).toList();
        for (int i = 0; i < all.size(); i++) {
            if (object.entries().get(i).name().equals(key)) {
                return remove(title, all, i, isInBrackets(object));
            }
        }
        return List.of();
    }

    /** Removes an item, unless it is the only one. */
    List<Diagnostic.Fix> remove(String title, SequenceNode list, int index) {
        boolean brackets = isInBrackets(list);
        return remove(
                title,
                list.items().stream()
                        .map(item -> brackets ? item.range() : dash(item))
                        .toList(),
                index,
                brackets);
    }

    private List<Diagnostic.Fix> remove(String title, List<Range> all, int index, boolean brackets) {
        Range gone = all.get(index);
        if (all.size() == 1) {
            return List.of();
        }
        int line = lineStart(gone.start());
        int end = text.indexOf('\n', gone.end());
        if (!brackets && end >= 0 && text.substring(line, gone.start()).isBlank()) {
            return fix(title, new Range(line, end + 1), "");
        }
        if (index + 1 < all.size()) {
            return fix(title, new Range(gone.start(), all.get(index + 1).start()), "");
        }
        int before = all.get(index - 1).end();
        return fix(
                title, brackets ? new Range(before, gone.end()) : new Range(lineEnd(before), lineEnd(gone.end())), "");
    }

    /** Writes a value in place of another one. */
    List<Diagnostic.Fix> replace(String title, Node node, JsonValue value) {
        return fix(title, node.range(), json ? JsonWriter.compact(value) : flow(value));
    }

    private static List<Diagnostic.Fix> fix(String title, Range range, String text) {
        return List.of(new Diagnostic.Fix(title, List.of(new Diagnostic.Edit(range, text))));
    }

    private boolean isInBrackets(Node node) {
        char first = text.charAt(node.range().start());
        return first == '{' || first == '[';
    }

    /** An item of a block with its dash. */
    private Range dash(Node item) {
        int start = text.lastIndexOf('-', item.range().start() - 1);
        return new Range(Math.max(0, start), item.range().end());
    }

    private String inside(JsonObject object) {
        String compact = json ? JsonWriter.compact(object) : flow(object);
        return compact.substring(1, compact.length() - 1);
    }

    /** A value in brackets, as people write it: words without quotes. */
    private static String flow(JsonValue value) {
        return switch (value) {
            case JsonObject object -> {
                StringJoiner members = new StringJoiner(", ", "{", "}");
                object.forEach((key, member) -> members.add(flow(JsonString.of(key)) + ": " + flow(member)));
                yield members.toString();
            }
            case JsonString word when WORD.matcher(word.value()).matches() -> word.value();
            default -> JsonWriter.compact(value);
        };
    }

    private int lineStart(int offset) {
        return text.lastIndexOf('\n', offset - 1) + 1;
    }

    private int lineEnd(int offset) {
        int end = text.indexOf('\n', offset);
        end = end < 0 ? text.length() : end;
        return end > offset && text.charAt(end - 1) == '\r' ? end - 1 : end;
    }
}
