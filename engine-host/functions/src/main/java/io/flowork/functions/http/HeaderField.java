package io.flowork.functions.http;

import java.util.Locale;

/**
 * A field of a message's header.
 *
 * @param name its name as written
 * @param value its value
 */
public record HeaderField(String name, String value) {

    /** Whether this is the field with a name; case does not matter. */
    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    /**
     * The one spelling of a name that users see, whichever version of HTTP brought it: every word starts with a capital,
     * as in {@code Content-Type}.
     */
    public static String canonical(String name) {
        StringBuilder out = new StringBuilder(name.toLowerCase(Locale.ROOT));
        for (int i = 0; i < out.length(); i++) {
            if (i == 0 || out.charAt(i - 1) == '-') {
                out.setCharAt(i, Character.toUpperCase(out.charAt(i)));
            }
        }
        return out.toString();
    }
}
