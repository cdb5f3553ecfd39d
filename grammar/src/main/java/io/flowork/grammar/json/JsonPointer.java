package io.flowork.grammar.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON pointers, RFC 6901. */
public final class JsonPointer {
    private static final int MOST_DIGITS = 9;

    private JsonPointer() {}

    /** A name as a part of a pointer. */
    public static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** The name that a part of a pointer stands for. */
    public static String unescaped(String part) {
        return part.replace("~1", "/").replace("~0", "~");
    }

    /** The parts of a pointer as they are written; those of the empty one are none. */
    public static List<String> parts(String pointer) {
        return pointer.isEmpty() ? List.of() : List.of(pointer.substring(1).split("/", -1));
    }

    /** The name that a pointer ends with. */
    public static String last(String pointer) {
        return unescaped(pointer.substring(pointer.lastIndexOf('/') + 1));
    }

    /**
     * The pointer in the fragment of a reference into its own document, such as {@code #/a%20b}; null if it has none, as
     * with an anchor, or it is not encoded as a URI's part must be.
     */
    public static @Nullable String ofReference(String reference) {
        if (!reference.equals("#") && !reference.startsWith("#/")) {
            return null;
        }
        try {
            return URLDecoder.decode(reference.substring(1).replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return null;
        }
    }

    /** What a pointer leads to; null if that is nothing. */
    public static @Nullable JsonValue find(JsonValue document, String pointer) {
        JsonValue at = document;
        for (String part : parts(pointer)) {
            at = switch (at) {
                case JsonObject object -> object.get(unescaped(part));
                case JsonArray array -> element(array, part);
                case JsonValue other -> null;
            };
            if (at == null) {
                return null;
            }
        }
        return at;
    }

    private static @Nullable JsonValue element(JsonArray array, String digits) {
        if (digits.isEmpty()
                || digits.length() > MOST_DIGITS
                || (digits.length() > 1 && digits.startsWith("0"))
                || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return null;
        }
        int index = Integer.parseInt(digits);
        return index < array.size() ? array.get(index) : null;
    }
}
