package io.flowork.core.jq;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Reads JSON text for {@code fromjson}: counted, without recursion, and with {@code nan} as jq has it. */
final class JsonTextReader {
    private final Meter meter;
    private final String text;
    private int at;

    private JsonTextReader(Meter meter, String text) {
        this.meter = meter;
        this.text = text;
    }

    /** A container that is being read. */
    private static final class Open {
        final JsonArray.@Nullable Builder elements;
        final JsonObject.@Nullable Builder members;
        String key = "";

        Open(boolean array) {
            elements = array ? new JsonArray.Builder() : null;
            members = array ? null : new JsonObject.Builder();
        }

        void add(JsonValue value) {
            if (elements != null) {
                elements.add(value);
            } else if (members != null) {
                members.put(key, value);
            }
        }

        JsonValue build() {
            return elements != null ? elements.build() : members != null ? members.build() : JsonNull.NULL;
        }
    }

    static JsonValue parse(Meter meter, JsonValue input) {
        if (!(input instanceof JsonString string)) {
            throw JqException.error(Types.describe(input) + " only strings can be parsed");
        }
        meter.text(string);
        meter.bytes(string.value().length() * 4L);
        JsonTextReader reader = new JsonTextReader(meter, string.value());
        JsonValue value = reader.document();
        reader.blanks();
        if (reader.at < reader.text.length()) {
            throw reader.problem("Unexpected extra JSON values");
        }
        return value;
    }

    private JsonValue document() {
        blanks();
        if (at >= text.length()) {
            throw JqException.error("Expected JSON value (while parsing '" + text + "')");
        }
        Deque<Open> open = new ArrayDeque<>();
        while (true) {
            meter.step();
            meter.bytes(24);
            blanks();
            char c = peek();
            JsonValue done;
            if (c == '[' || c == '{') {
                at++;
                meter.bytes(c == '[' ? 100 : 200);
                Open container = new Open(c == '[');
                if (open.size() >= JsonValue.MAX_DATA_DEPTH) {
                    throw problem("Exceeds depth limit for parsing");
                }
                blanks();
                if (peek() != (c == '[' ? ']' : '}')) {
                    open.push(container);
                    if (c == '{') {
                        container.key = key();
                    }
                    continue;
                }
                at++;
                done = container.build();
            } else {
                done = scalar(c);
            }
            while (true) {
                Open container = open.peek();
                if (container == null) {
                    return done;
                }
                container.add(done);
                blanks();
                char next = peek();
                if (next == ',') {
                    at++;
                    blanks();
                    if (container.members != null) {
                        container.key = key();
                    }
                    break;
                }
                if (next != (container.elements != null ? ']' : '}')) {
                    throw problem(next == 0 ? "Unfinished JSON term" : "Expected separator between values");
                }
                at++;
                open.pop();
                done = container.build();
            }
        }
    }

    private String key() {
        blanks();
        if (peek() != '"') {
            scalar(peek());
            throw problem("Object keys must be strings");
        }
        String key = string();
        blanks();
        if (peek() != ':') {
            throw problem("Objects must consist of key:value pairs");
        }
        at++;
        return key;
    }

    private JsonValue scalar(char c) {
        if (c == '"') {
            return JsonString.of(string());
        }
        int start = at;
        while (at < text.length() && "[]{},:\" \t\r\n".indexOf(text.charAt(at)) < 0) {
            meter.turn(at);
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "null" -> JsonNull.NULL;
            case "true" -> JsonBoolean.TRUE;
            case "false" -> JsonBoolean.FALSE;
            case "Infinity" -> JsonNumber.of(Double.POSITIVE_INFINITY);
            case "-Infinity" -> JsonNumber.of(Double.NEGATIVE_INFINITY);
            case "nan", "NaN", "-nan", "-NaN" -> JsonNumber.of(Double.NaN);
            default -> {
                if (word.isEmpty()) {
                    throw problem(at >= text.length() ? "Unfinished JSON term" : "Expected value before separator");
                }
                if (!Numbers.isNumber(word)) {
                    throw invalid(word);
                }
                yield Numbers.of(word);
            }
        };
    }

    /** A literal is found to be none at the character after it. */
    private JqException invalid(String word) {
        String what = word.startsWith("'")
                ? "Invalid string literal; expected \", but got '"
                : "tfn".indexOf(word.charAt(0)) >= 0 ? "Invalid literal" : "Invalid numeric literal";
        at += at < text.length() ? 1 : 0;
        return problem(what, at == text.length() && text.endsWith(word));
    }

    private String string() {
        int start = ++at;
        int end = start;
        while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\\') {
            meter.turn(end);
            end++;
        }
        meter.steps((end - start) / 64 + 1L);
        if (end < text.length() && text.charAt(end) == '"') {
            at = end + 1;
            return text.substring(start, end);
        }
        StringBuilder out = new StringBuilder();
        while (at < text.length()) {
            meter.turn(at);
            char c = text.charAt(at++);
            if (c == '"') {
                meter.steps(out.length() / 64 + 1L);
                return out.toString();
            }
            if (c == '\\') {
                escape(out);
            } else {
                out.append(c);
            }
        }
        throw problem("Unfinished string");
    }

    private void escape(StringBuilder out) {
        char c = peek();
        at++;
        switch (c) {
            case '"', '\\', '/' -> out.append(c);
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'u' -> {
                if (at + 4 > text.length()
                        || text.substring(at, at + 4).chars().anyMatch(h -> Character.digit(h, 16) < 0)) {
                    throw problem("Invalid escape");
                }
                out.append((char) Integer.parseInt(text, at, at + 4, 16));
                at += 4;
            }
            default -> throw problem("Invalid escape");
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n\ufeff".indexOf(text.charAt(at)) >= 0) {
            meter.turn(at);
            at++;
        }
    }

    private JqException problem(String what) {
        return problem(what, at >= text.length());
    }

    private JqException problem(String what, boolean end) {
        int line = 1;
        int column = 0;
        for (int i = 0; i < Math.min(at, text.length()); i++) {
            meter.turn(i);
            boolean ends = text.charAt(i) == '\n';
            line += ends ? 1 : 0;
            column = ends ? 0 : column + 1;
        }
        String where = end ? " at EOF" : "";
        String shown = text.length() > 100 ? text.substring(0, 100) + "..." : text;
        return JqException.error(
                what + where + " at line " + line + ", column " + column + " (while parsing '" + shown + "')");
    }
}
