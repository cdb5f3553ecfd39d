package io.flowork.grammar.binding;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.json.JsonString;

/** What is special when a workflow is written as JSON. */
final class JsonText {
    private JsonText() {}

    /** Whether a text is in brackets as a whole, as JSON is. */
    static boolean isJson(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c) && c != '\uFEFF') {
                return c == '{' || c == '[';
            }
        }
        return false;
    }

    /** An edit that puts a text in double quotes, where the text before was in them or the edit uses single ones. */
    static Diagnostic.Edit edit(Diagnostic.Edit edit, String source) {
        String text = edit.text();
        boolean single = text.length() > 1 && text.startsWith("'") && text.endsWith("'");
        boolean was =
                source.startsWith("\"", edit.range().start()) && edit.range().length() > 0;
        if (single) {
            return new Diagnostic.Edit(
                    edit.range(), quoted(text.substring(1, text.length() - 1).replace("''", "'")));
        }
        return was && !text.startsWith("\"") ? new Diagnostic.Edit(edit.range(), quoted(text)) : edit;
    }

    private static String quoted(String text) {
        return JsonString.of(text).toString();
    }
}
