package io.flowork.core.program;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A URI template of RFC 6570, level 1: {@code {name}} stands for the percent-encoded value of a variable.
 *
 * <p>An undefined variable, {@code null}, an array or an object expands to nothing, as section 3.2.1 has it for
 * undefined values.
 */
public final class UriTemplate {
    /** Literal text and variable names in turn, beginning with text. */
    private final List<String> parts;

    private UriTemplate(List<String> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Reads a template; braces that are no simple expression stay as they are. */
    public static UriTemplate parse(String text) {
        List<String> parts = new ArrayList<>();
        int literal = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
            int close = text.indexOf('}', open);
            if (close > open + 1 && isName(text, open + 1, close)) {
                parts.add(text.substring(literal, open));
                parts.add(text.substring(open + 1, close));
                literal = close + 1;
            }
        }
        parts.add(text.substring(literal));
        return new UriTemplate(parts);
    }

    private static boolean isName(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '_' && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** Whether there are variables in the template. */
    public boolean hasVariables() {
        return parts.size() > 1;
    }

    /** The URI for the variables that are members of an object; for data of another type no variable is defined. */
    public JsonValue expand(JsonValue data) {
        StringBuilder uri = new StringBuilder();
        List<JsonValue> pieces = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (i % 2 == 0) {
                uri.append(parts.get(i));
                continue;
            }
            switch (variable(data, parts.get(i))) {
                case JsonString string -> encode(string.value(), uri);
                case JsonNumber number -> encode(number.text(), uri);
                case JsonBoolean bool -> uri.append(bool.value());
                case JsonSecret secret -> {
                    pieces.add(JsonString.of(uri.toString()));
                    pieces.add(JsonSecret.of(new JsonSecret.Encoded("uri", secret)));
                    uri.setLength(0);
                }
                case JsonNull undefined -> {}
                case JsonArray undefined -> {}
                case JsonObject undefined -> {}
            }
        }
        if (pieces.isEmpty()) {
            return JsonString.of(uri.toString());
        }
        pieces.add(JsonString.of(uri.toString()));
        return JsonSecret.of(new JsonSecret.Concat(pieces));
    }

    private static JsonValue variable(JsonValue data, String name) {
        JsonValue value = data instanceof JsonObject object ? object.get(name) : null;
        return value == null ? JsonNull.NULL : value;
    }

    private static void encode(String text, StringBuilder out) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean unreserved = (b >= 'a' && b <= 'z')
                    || (b >= 'A' && b <= 'Z')
                    || (b >= '0' && b <= '9')
                    || b == '-'
                    || b == '.'
                    || b == '_'
                    || b == '~';
            if (unreserved) {
                out.append((char) b);
            } else {
                out.append('%').append(hex(b >> 4)).append(hex(b));
            }
        }
    }

    private static char hex(int nibble) {
        return "0123456789ABCDEF".charAt(nibble & 15);
    }
}
