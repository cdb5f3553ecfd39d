package io.flowork.grammar.diagnostic;

import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;

/** Diagnostics as text for a terminal: place, code and message, then the line with a caret under the place. */
public final class DiagnosticRenderer {
    private static final int WIDTH = 110;
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String RESET = "\u001b[0m";

    private DiagnosticRenderer() {}

    /**
     * A diagnostic as lines, each with its line break.
     *
     * @param source the text it is about
     * @param colour whether to use ANSI colours
     */
    public static String render(SourceText source, Diagnostic diagnostic, boolean colour) {
        StringBuilder out = new StringBuilder();
        place(out, source, diagnostic.range(), colour);
        out.append(colour ? colour(diagnostic.severity()) : "")
                .append(word(diagnostic.severity()))
                .append(' ')
                .append(diagnostic.code())
                .append(colour ? RESET : "")
                .append(": ")
                .append(visible(diagnostic.message()))
                .append('\n');
        snippet(out, source, diagnostic.range(), colour ? colour(diagnostic.severity()) : "", colour);
        for (Diagnostic.Related related : diagnostic.related()) {
            SourceText file = related.file() == null ? source : related.file();
            place(out, file, related.range(), colour);
            out.append("note: ").append(visible(related.message())).append('\n');
            snippet(out, file, related.range(), "", colour);
        }
        return out.toString();
    }

    private static void place(StringBuilder out, SourceText source, Range range, boolean colour) {
        Position at = source.position(range.start());
        out.append(colour ? BOLD : "")
                .append(source.name())
                .append(':')
                .append(at.line())
                .append(':')
                .append(at.column())
                .append(": ")
                .append(colour ? RESET : "");
    }

    private static void snippet(StringBuilder out, SourceText source, Range range, String mark, boolean colour) {
        Position at = source.position(range.start());
        String line = source.line(at.line());
        int column = at.column() - 1;
        int start = line.length() <= WIDTH ? 0 : Math.max(0, Math.min(column - WIDTH / 3, line.length() - WIDTH));
        int end = Math.min(line.length(), start + WIDTH);
        start = insidePair(line, start) ? start - 1 : start;
        end = insidePair(line, end) ? end + 1 : end;
        String number = String.valueOf(at.line());
        String before = start > 0 ? "…" : "";
        String shown = before + line.substring(start, end) + (end < line.length() ? "…" : "");
        String gutter = "  " + " ".repeat(number.length()) + " | ";
        out.append(colour ? DIM : "").append("  ").append(number).append(" | ").append(colour ? RESET : "");
        out.append(visible(shown))
                .append('\n')
                .append(colour ? DIM : "")
                .append(gutter)
                .append(colour ? RESET : "");
        for (int i = 0; i < before.length(); i++) {
            out.append(' ');
        }
        for (int i = start; i < Math.min(column, end); i++) {
            if (!insidePair(line, i)) {
                out.append(line.charAt(i) == '\t' ? '\t' : ' ');
            }
        }
        int last = Math.max(column + 1, Math.min(end, column + range.length()));
        out.append(mark).append('^');
        for (int i = column + 1; i < last; i++) {
            if (!insidePair(line, i)) {
                out.append('^');
            }
        }
        out.append(mark.isEmpty() ? "" : RESET).append('\n');
    }

    private static boolean insidePair(String line, int at) {
        return at > 0
                && at < line.length()
                && Character.isLowSurrogate(line.charAt(at))
                && Character.isHighSurrogate(line.charAt(at - 1));
    }

    /** Control characters as pictures, so that a file cannot drive the terminal. */
    private static String visible(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\t' || (c >= ' ' && c != '\u007f' && (c < '\u0080' || c > '\u009f'))) {
                out.append(c);
            } else {
                out.append(c < ' ' ? (char) ('\u2400' + c) : '\uFFFD');
            }
        }
        return out.toString();
    }

    private static String word(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFORMATION -> "information";
            case HINT -> "hint";
        };
    }

    private static String colour(Severity severity) {
        return switch (severity) {
            case ERROR -> "\u001b[31m";
            case WARNING -> "\u001b[33m";
            case INFORMATION, HINT -> "\u001b[36m";
        };
    }
}
