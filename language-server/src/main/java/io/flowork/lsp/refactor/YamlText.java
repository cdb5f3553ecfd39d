package io.flowork.lsp.refactor;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import java.util.regex.Pattern;

/** Values as YAML in block style. It recurses: what was read from a file is at most 200 levels deep. */
final class YamlText {
    /** What a block of text can hold: it begins and ends with something to see, and no character needs an escape. */
    private static final Pattern LINES =
            Pattern.compile("(?=\\S)[^\\t\\r\\x00-\\x08\\x0b-\\x1f\\x7f-\\xa0\\u2028\\u2029\\ufeff]+(?<=\\S)\\n?");

    private final StringBuilder text = new StringBuilder();

    private YamlText() {}

    /** A value as a whole text. */
    static String of(JsonValue value) {
        YamlText yaml = new YamlText();
        yaml.value(value, 0, true);
        return yaml.text.append('\n').toString();
    }

    /**
     * A value where a line is begun already.
     *
     * @param column the column of what is in it
     * @param begun whether the value stands at that column
     */
    private void value(JsonValue value, int column, boolean begun) {
        switch (value) {
            case JsonObject object
            when !object.isEmpty() -> {
                boolean here = begun;
                for (JsonObject.Member member : object) {
                    line(column, here);
                    here = false;
                    text.append(Names.written(member.key())).append(':');
                    inner(member.value(), column);
                }
            }
            case JsonArray array
            when !array.isEmpty() -> {
                boolean here = begun;
                for (JsonValue item : array) {
                    line(column, here);
                    here = false;
                    text.append("- ");
                    value(item, column + 2, true);
                }
            }
            case JsonString string -> text.append(string(string.value(), column));
            default -> text.append(JsonWriter.compact(value));
        }
    }

    private void line(int column, boolean begun) {
        if (!begun) {
            text.append('\n').append(" ".repeat(column));
        }
    }

    private void inner(JsonValue value, int column) {
        boolean nested = (value instanceof JsonObject object && !object.isEmpty())
                || (value instanceof JsonArray array && !array.isEmpty());
        text.append(nested ? "" : " ");
        value(value, column + 2, false);
    }

    private static String string(String value, int column) {
        if (value.contains("\n") && LINES.matcher(value).matches()) {
            boolean ends = value.endsWith("\n");
            String lines = ends ? value.substring(0, value.length() - 1) : value;
            String pad = "\n" + " ".repeat(Math.max(column, 2));
            return (ends ? "|" : "|-") + pad + lines.replace("\n", pad);
        }
        return Names.written(value);
    }
}
