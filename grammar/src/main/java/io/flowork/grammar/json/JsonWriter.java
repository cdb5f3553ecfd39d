package io.flowork.grammar.json;

/** Writes values as JSON text (RFC 8259). Secrets are written as {@value JsonSecret#MASK}. */
public final class JsonWriter {
    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private static final int INDENTED = 100;

    private final StringBuilder out;
    private final int indented;

    private JsonWriter(StringBuilder out, int indented) {
        this.out = out;
        this.indented = indented;
    }

    /** A value on one line without spaces. */
    public static String compact(JsonValue value) {
        return write(value, 0);
    }

    /**
     * A value over several lines, indented by two spaces, without a final line break. What is {@value #INDENTED} levels
     * deep is on one line: indenting all of 10,000 levels would make 200 million spaces.
     */
    public static String pretty(JsonValue value) {
        return write(value, INDENTED);
    }

    private static String write(JsonValue value, int indented) {
        StringBuilder out = new StringBuilder((int) Math.min(value.weight() + 16, 1 << 20));
        new JsonWriter(out, indented).value(value);
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

    private void value(JsonValue root) {
        ValueWalk walk = new ValueWalk(root);
        boolean first = true;
        while (walk.next()) {
            if (walk.step() == ValueWalk.Step.CLOSE) {
                if (!first) {
                    newLine(walk.level(), walk.level() + 1);
                }
                out.append(walk.value() instanceof JsonObject ? '}' : ']');
                first = false;
                continue;
            }
            if (walk.level() > 0) {
                if (!first) {
                    out.append(',');
                }
                newLine(walk.level(), walk.level());
            }
            String key = walk.key();
            if (key != null) {
                quote(key, out);
                out.append(walk.level() <= indented ? ": " : ":");
            }
            first = begin(walk);
        }
    }

    /** Writes a scalar or an opening bracket; whether the next value is the first in its brackets. */
    private boolean begin(ValueWalk walk) {
        switch (walk.value()) {
            case JsonNull n -> out.append("null");
            case JsonBoolean b -> out.append(b.value());
            case JsonNumber n -> out.append(n.text());
            case JsonString s -> quote(s.value(), out);
            case JsonSecret s -> {
                out.append('"').append(JsonSecret.MASK).append('"');
                walk.skip();
            }
            case JsonArray array -> {
                out.append('[');
                return true;
            }
            case JsonObject object -> {
                out.append('{');
                return true;
            }
        }
        return false;
    }

    /** Begins a line at a level, if the values in these brackets, which are at another, have lines of their own. */
    private void newLine(int level, int values) {
        if (values <= indented) {
            out.append('\n').repeat(' ', 2 * level);
        }
    }
}
