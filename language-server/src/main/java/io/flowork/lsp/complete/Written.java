package io.flowork.lsp.complete;

import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.YamlReader;
import io.flowork.lsp.slot.Slot;
import io.flowork.lsp.slot.Slot.Style;
import java.util.Locale;
import java.util.Set;

/** How values and keys are written in YAML and JSON. */
final class Written {
    /** The words of YAML, also of older ones, that are no texts. */
    private static final Set<String> NO_TEXTS = Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

    private Written() {}

    /**
     * A text as it is written.
     *
     * @param quote the quote to use if it needs not be another; a blank for none where none is needed
     */
    static String text(String text, Style style, char quote) {
        if (style == Style.JSON || quote == '"') {
            return JsonString.of(text).toString();
        }
        return quote == '\'' || !isPlain(text, style) ? "'" + text.replace("'", "''") + "'" : text;
    }

    /** A key as it is written. */
    static String key(String key, Slot slot) {
        return text(key, slot.style(), slot.quote());
    }

    /** A value that is given as YAML on one line, as it is written in a style. */
    static String value(String yaml, Style style) {
        if (style == Style.BLOCK) {
            return yaml;
        }
        Node root = YamlReader.read(SourceText.of("example", yaml)).root();
        if (root == null) {
            return text(yaml, style, Slot.NO_QUOTE);
        }
        JsonValue value = root.json();
        return value instanceof JsonString string
                ? text(
                        string.value(),
                        style,
                        root instanceof ScalarNode scalar && isQuoted(scalar) ? '\'' : Slot.NO_QUOTE)
                : value.toString();
    }

    private static boolean isQuoted(ScalarNode scalar) {
        return switch (scalar.style()) {
            case SINGLE_QUOTED, DOUBLE_QUOTED -> true;
            case PLAIN, LITERAL, FOLDED -> false;
        };
    }

    /** Whether a text can stand without quotes and is still the same text. */
    private static boolean isPlain(String text, Style style) {
        if (isWord(text)) {
            return true; // most are, and nothing needs to be read to know it
        }
        if (text.isBlank() || !text.strip().equals(text)) {
            return false;
        }
        char first = text.charAt(0);
        boolean special = "?:,[]{}#&*!|>'\"%@`".indexOf(first) >= 0
                || (first == '-' && (text.length() == 1 || text.charAt(1) == ' '));
        boolean broken = text.contains(": ") || text.contains(" #") || text.endsWith(":") || text.indexOf('\n') >= 0;
        boolean inFlow = style == Style.FLOW && text.chars().anyMatch(c -> ",[]{}".indexOf(c) >= 0);
        Node root = special || broken || inFlow
                ? null
                : YamlReader.read(SourceText.of("value", text)).root();
        return root instanceof ScalarNode scalar
                && scalar.isString()
                && scalar.text().equals(text);
    }

    private static boolean isWord(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return !text.isEmpty() && !NO_TEXTS.contains(text.toLowerCase(Locale.ROOT));
    }
}
