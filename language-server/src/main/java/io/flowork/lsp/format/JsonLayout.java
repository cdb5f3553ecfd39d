package io.flowork.lsp.format;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.text.SourceText;
import java.util.List;

/** The white space of a text in JSON: each member and element on a line of its own. */
final class JsonLayout {
    private final Gaps gaps;
    private final String text;
    private final String newLine;
    private final String unit;
    private int depth;

    private JsonLayout(Gaps gaps, String unit) {
        this.gaps = gaps;
        this.text = gaps.source().text();
        this.newLine = text.contains("\r\n") ? "\r\n" : "\n";
        this.unit = unit;
    }

    /**
     * The changes that some lines of a text need.
     *
     * @param source a text that is JSON
     * @param first the first line, from 1
     * @param last the last one
     */
    static List<Edit> edits(SourceText source, int first, int last, Style style) {
        JsonLayout json = new JsonLayout(new Gaps(source, first, last), " ".repeat(style.step()));
        json.walk();
        return json.gaps.edits();
    }

    private void walk() {
        int end = gaps.start(1);
        char before = 0;
        for (int at = next(end); at < text.length(); at = next(end)) {
            char c = text.charAt(at);
            if (c == '}' || c == ']') {
                depth--;
            }
            gaps.replaceLines(end, at, between(before, c));
            if (c == '{' || c == '[') {
                depth++;
            }
            end = after(at, c);
            before = c;
        }
        gaps.replaceLines(end, text.length(), newLine);
    }

    private String between(char before, char c) {
        boolean empty = (before == '{' && c == '}') || (before == '[' && c == ']');
        if (before == 0 || empty || c == ':' || c == ',') {
            return "";
        }
        boolean line = before == '{' || before == '[' || before == ',' || c == '}' || c == ']';
        return line ? newLine + unit.repeat(depth) : " ";
    }

    private int next(int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Where a sign, text, number or word ends. */
    private int after(int start, char first) {
        int at = start + 1;
        if (first == '"') {
            while (text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            return at + 1;
        }
        if ("{}[],:".indexOf(first) >= 0) {
            return at;
        }
        while (at < text.length() && "{}[],:\" \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }
}
