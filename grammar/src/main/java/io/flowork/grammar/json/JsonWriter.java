package io.flowork.grammar.json;

/** Writes values as JSON text (RFC 8259). Secrets are written as {@value JsonSecret#MASK}. */
public final class JsonWriter {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out;
    private final int indent;

    private JsonWriter(StringBuilder out, int indent) {
        this.out = out;
        this.indent = indent;
    }

    /** A value on one line without spaces. */
    public static String compact(JsonValue value) {
        return write(value, 0);
    }

    /** A value over several lines, indented by two spaces, without a final line break. */
    public static String pretty(JsonValue value) {
        return write(value, 2);
    }

    private static String write(JsonValue value, int indent) {
        StringBuilder out = new StringBuilder((int) Math.min(value.weight() + 16, 1 << 20));
        new JsonWriter(out, indent).value(value, 0);
        return out.toString();
    }

    /** Appends a string in double quotes, escaped as JSON wants it and no further. */
    public static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void value(JsonValue value, int level) {
        switch (value) {
            case JsonNull n -> out.append("null");
            case JsonBoolean b -> out.append(b.value());
            case JsonNumber n -> out.append(n.text());
            case JsonString s -> quote(s.value(), out);
            case JsonSecret s -> out.append('"').append(JsonSecret.MASK).append('"');
            case JsonArray array -> {
                out.append('[');
                for (int i = 0; i < array.size(); i++) {
                    separate(i, level + 1);
                    value(array.get(i), level + 1);
                }
                close(array.isEmpty(), level, ']');
            }
            case JsonObject object -> {
                out.append('{');
                int i = 0;
                for (JsonObject.Member member : object) {
                    separate(i++, level + 1);
                    quote(member.key(), out);
                    out.append(indent > 0 ? ": " : ":");
                    value(member.value(), level + 1);
                }
                close(object.isEmpty(), level, '}');
            }
        }
    }

    private void separate(int index, int level) {
        if (index > 0) {
            out.append(',');
        }
        newLine(level);
    }

    private void close(boolean empty, int level, char bracket) {
        if (!empty) {
            newLine(level);
        }
        out.append(bracket);
    }

    private void newLine(int level) {
        if (indent > 0) {
            out.append('\n').repeat(' ', indent * level);
        }
    }
}
