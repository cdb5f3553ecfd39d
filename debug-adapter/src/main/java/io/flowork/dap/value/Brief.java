package io.flowork.dap.value;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;

/** Values in one line of JSON, shortened: however large a value is, this takes no longer. Secrets are masked. */
public final class Brief {
    /** How many characters a value in a list of variables has. */
    public static final int LINE = 120;

    private static final String MORE = "…";
    private static final int DEEPEST = 8;

    private final StringBuilder text = new StringBuilder();
    private final int most;

    private Brief(int most) {
        this.most = most;
    }

    /**
     * A value in one line.
     *
     * @param most how many characters at most, but for a few that close brackets
     */
    public static String of(JsonValue value, int most) {
        Brief brief = new Brief(most);
        brief.write(value, 0);
        return brief.text.toString();
    }

    /** Whether {@link #of} leaves nothing out. */
    public static boolean isWhole(JsonValue value, int most) {
        return value.weight() <= most && value.depth() <= DEEPEST;
    }

    private boolean isFull() {
        return text.length() >= most;
    }

    private void write(JsonValue value, int depth) {
        switch (value) {
            case JsonObject object -> {
                text.append('{');
                boolean first = true;
                for (JsonObject.Member member : object) {
                    text.append(first ? "" : ",");
                    first = false;
                    if (isFull() || depth == DEEPEST) {
                        text.append(MORE);
                        break;
                    }
                    quote(member.key());
                    text.append(':');
                    write(member.value(), depth + 1);
                }
                text.append('}');
            }
            case JsonArray array -> {
                text.append('[');
                for (int i = 0; i < array.size(); i++) {
                    text.append(i == 0 ? "" : ",");
                    if (isFull() || depth == DEEPEST) {
                        text.append(MORE);
                        break;
                    }
                    write(array.get(i), depth + 1);
                }
                text.append(']');
            }
            case JsonString string -> quote(string.value());
            default -> text.append(value);
        }
    }

    private void quote(String value) {
        int room = Math.max(8, most - text.length());
        if (value.length() <= room) {
            JsonWriter.quote(value, text);
            return;
        }
        int end = Character.isHighSurrogate(value.charAt(room - 1)) ? room - 1 : room;
        JsonWriter.quote(value.substring(0, end), text);
        text.insert(text.length() - 1, MORE);
    }
}
