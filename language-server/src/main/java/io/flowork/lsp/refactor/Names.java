package io.flowork.lsp.refactor;

import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonWriter;
import java.util.regex.Pattern;

/** Texts as they are written in YAML. */
final class Names {
    private static final Pattern PLAIN =
            Pattern.compile("(?!(?:true|false|null|True|False|Null|TRUE|FALSE|NULL)$)[A-Za-z_][A-Za-z0-9_-]*");

    private Names() {}

    /** A text as a key or a value: plain where that is surely the same. */
    static String written(String text) {
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        boolean printable = text.chars().allMatch(c -> c >= ' ' && c != 0x7f);
        return printable ? "'" + text.replace("'", "''") + "'" : JsonWriter.compact(JsonString.of(text));
    }
}
