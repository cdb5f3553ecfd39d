package io.flowork.grammar.jq;

import io.flowork.grammar.jq.Token.Kind;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.List;

/** Parses strings, their escapes and interpolations. */
final class TextParser {
    private final Cursor cursor;
    private final JqParser parser;
    private final List<TextPart> parts = new ArrayList<>();
    private final StringBuilder fixed = new StringBuilder();
    private int fixedStart;
    private boolean inserted;

    TextParser(Cursor cursor, JqParser parser) {
        this.cursor = cursor;
        this.parser = parser;
    }

    /** A string, or a format with or without a string, at the current token. */
    Filter text() {
        Token start = cursor.token();
        String format = null;
        if (start.kind() == Kind.FORMAT) {
            cursor.take();
            format = start.text();
            if (cursor.token().kind() != Kind.QUOTE) {
                return new Filter.Format(cursor.from(start.start()), format);
            }
        }
        contents(cursor.token());
        if (!inserted) {
            String text = parts.isEmpty() ? "" : ((TextPart.Fixed) parts.getFirst()).text();
            return new Filter.Literal(cursor.from(start.start()), JsonString.of(text));
        }
        return new Filter.Text(cursor.from(start.start()), format, parts);
    }

    private void contents(Token quote) {
        String text = cursor.text();
        int at = quote.end();
        fixedStart = at;
        while (at < text.length() && text.charAt(at) != '"' && !cursor.isStopped()) {
            if (text.charAt(at) != '\\') {
                fixed.append(text.charAt(at++));
            } else if (at + 1 < text.length() && text.charAt(at + 1) == '(') {
                at = insertion(at);
            } else {
                at = escape(at);
            }
        }
        finishFixed(at);
        if (at < text.length()) {
            cursor.moveTo(at + 1);
        } else {
            cursor.moveTo(text.length());
            cursor.problem(new Range(quote.start(), text.length()), "this string is not closed; add `\"` at its end");
        }
    }

    private void finishFixed(int at) {
        if (!fixed.isEmpty()) {
            parts.add(new TextPart.Fixed(new Range(fixedStart, Math.max(fixedStart, at)), fixed.toString()));
            fixed.setLength(0);
        }
    }

    private int insertion(int at) {
        finishFixed(at);
        inserted = true;
        cursor.moveTo(at + 2);
        Filter filter = parser.pipe();
        if (!cursor.at(")")) {
            cursor.unclosed(")", "\\(", new Range(at, at + 2));
            int end = Math.min(cursor.token().start(), cursor.text().length());
            parts.add(new TextPart.Inserted(new Range(at, Math.max(at, end)), filter));
            fixedStart = Math.max(end, at + 2);
            return fixedStart;
        }
        int end = cursor.token().end();
        parts.add(new TextPart.Inserted(new Range(at, end), filter));
        fixedStart = end;
        return end;
    }

    private int escape(int at) {
        String text = cursor.text();
        char c = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        switch (c) {
            case '"', '\\', '/' -> fixed.append(c);
            case 'b' -> fixed.append('\b');
            case 'f' -> fixed.append('\f');
            case 'n' -> fixed.append('\n');
            case 'r' -> fixed.append('\r');
            case 't' -> fixed.append('\t');
            case 'u' -> {
                return unicode(at);
            }
            default -> {
                int end = Math.min(at + 2, text.length());
                cursor.problem(
                        new Range(at, end),
                        "`" + text.substring(at, end)
                                + "` is no escape; use \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX or \\(…)");
                fixed.append(text, at + 1, end);
                return end;
            }
        }
        return at + 2;
    }

    private int unicode(int at) {
        String text = cursor.text();
        int end = at + 2;
        while (end < text.length() && end < at + 6 && Character.digit(text.charAt(end), 16) >= 0) {
            end++;
        }
        if (end < at + 6) {
            cursor.problem(new Range(at, end), "`\\u` needs four hexadecimal digits, as in `\\u00e9`");
        } else {
            fixed.append((char) Integer.parseInt(text, at + 2, end, 16));
        }
        return end;
    }
}
