package io.flowork.dap.value;

import io.flowork.grammar.json.JsonString;
import java.util.regex.Pattern;

/** Paths to parts of values, as jq: {@code $context.pets[0]["odd name"]}. */
public final class Path {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Path() {}

    /** The path to a member. */
    public static String member(String of, String key) {
        if (NAME.matcher(key).matches()) {
            return of.equals(".") ? "." + key : of + "." + key;
        }
        return of + "[" + JsonString.of(key) + "]";
    }

    /** The path to an element. */
    public static String element(String of, int index) {
        return of + "[" + index + "]";
    }
}
