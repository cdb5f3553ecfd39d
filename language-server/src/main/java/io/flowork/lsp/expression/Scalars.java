package io.flowork.lsp.expression;

import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.ScalarNode.Style;

/** Reads single values of YAML from a text: how far each goes, whether it is closed or not. */
record Scalars(String text) {
    /**
     * A value.
     *
     * @param start where it begins, with its quote or the sign of its block
     * @param end where it ends, with its quote
     * @param from where its content begins
     * @param to where its content ends
     * @param margin how many blanks before each line of a block are not part of it
     * @param closed whether it has the quote that ends it
     */
    record Scalar(Style style, int start, int end, int from, int to, int margin, boolean closed) {
        /** Whether a cursor is in its content; behind a text without quotes there may be blanks between. */
        boolean has(int cursor, String text) {
            int at = to;
            while (style == Style.PLAIN && at < cursor && at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            return cursor >= from && cursor <= at;
        }
    }

    static boolean isBreak(char c) {
        return c == '\n' || c == '\r';
    }

    int blanks(int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    int lineEnd(int from) {
        int at = from;
        while (at < text.length() && !isBreak(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Where the next line begins, from the end of one; behind the text's end if there is none. */
    int nextLine(int end) {
        return Math.min(text.length() + 1, end + (text.startsWith("\r\n", end) ? 2 : 1));
    }

    /** The end of a part without the blanks at its end. */
    int trimmed(int from, int to) {
        int at = to;
        while (at > from && (text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\t')) {
            at--;
        }
        return at;
    }

    boolean isComment(int at) {
        return at < text.length() && text.charAt(at) == '#' && (at == 0 || Character.isWhitespace(text.charAt(at - 1)));
    }

    /** Behind an anchor and a tag, if there are some. */
    int properties(int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == '&' || text.charAt(at) == '!')) {
            while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            at = blanks(at);
        }
        return at;
    }

    /** The colon behind a key that begins here; -1 if none does. */
    int colon(int from) {
        if (from == text.length() || "#{[|>&*!%@`".indexOf(text.charAt(from)) >= 0) {
            return -1;
        }
        char quote = text.charAt(from);
        int at = from;
        if (quote == '"' || quote == '\'') {
            at++;
            while (at < text.length() && text.charAt(at) != quote) {
                if (isBreak(text.charAt(at))) {
                    return -1;
                }
                at++;
            }
            at = blanks(at + 1);
            return at < text.length() && text.charAt(at) == ':' ? at : -1;
        }
        for (; at < text.length() && !isBreak(text.charAt(at)); at++) {
            char c = text.charAt(at);
            if (c == ':' && (at + 1 == text.length() || Character.isWhitespace(text.charAt(at + 1)))) {
                return at;
            }
            if (c == '#' && isComment(at)) {
                return -1;
            }
        }
        return -1;
    }

    static String unquoted(String text, Range key) {
        String name = text.substring(key.start(), key.end());
        boolean quoted = name.length() > 1 && (name.charAt(0) == '"' || name.charAt(0) == '\'');
        return quoted ? name.substring(1, name.length() - 1) : name;
    }

    /** The column of the first character of the next line that has some; -1 when there is none. */
    private int indentAfter(int lineStart) {
        for (int at = lineStart; at < text.length(); at = nextLine(lineEnd(at))) {
            int first = blanks(at);
            if (first < text.length() && !isBreak(text.charAt(first))) {
                return first - at;
            }
        }
        return -1;
    }

    /** Whether a line is so far to the left that it ends what is open in a block. */
    private boolean endsBlock(int lineStart, int outer) {
        int indent = indentAfter(lineStart);
        return outer >= 0 && indent <= outer;
    }

    /** The same for brackets, which may be closed at the left. */
    boolean endsBrackets(int lineStart, int outer) {
        if (!endsBlock(lineStart, outer)) {
            return false;
        }
        int at = lineStart;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at >= text.length() || "}],".indexOf(text.charAt(at)) < 0;
    }

    /** Whether the brackets around a value are still open where its line ends, and what follows is not in them. */
    boolean isRestOpen(Scalar scalar, int outer) {
        int end = Math.min(scalar.end(), text.length());
        int line = lineEnd(end);
        return text.substring(end, line).isBlank() && endsBrackets(nextLine(line), outer);
    }

    /** A value without a sign of its own: in quotes or plain. */
    Scalar flow(int start, int outer, boolean brackets) {
        char c = text.charAt(start);
        return c == '\'' || c == '"' ? quoted(start, outer, c) : plain(start, outer, brackets);
    }

    private Scalar quoted(int start, int outer, char quote) {
        Style style = quote == '"' ? Style.DOUBLE_QUOTED : Style.SINGLE_QUOTED;
        int at = start + 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == quote) {
                if (quote == '"' || !text.startsWith("''", at)) {
                    return new Scalar(style, start, at + 1, start + 1, at, 0, true);
                }
                at += 2;
            } else if (c == '\\' && quote == '"') {
                at += 2;
            } else if (isBreak(c) && (outer < 0 ? quote == '"' : endsBlock(nextLine(at), outer))) {
                break; // nobody has closed it, and in JSON no text goes over a line's end
            } else {
                at++;
            }
        }
        int end = Math.min(at, text.length());
        return new Scalar(style, start, end, start + 1, end, 0, false);
    }

    private Scalar plain(int start, int outer, boolean brackets) {
        int end = brackets ? plainInBrackets(start) : plainLine(start);
        if (!brackets) {
            int line = nextLine(lineEnd(end));
            while (line < text.length() && !endsBlock(line, outer) && goesOn(line)) {
                end = plainLine(line);
                line = nextLine(lineEnd(end));
            }
        }
        int to = trimmed(start, end);
        return new Scalar(Style.PLAIN, start, to, start, to, 0, true);
    }

    /** Whether a line goes on with a plain text: it is no comment, and has no key or dash of its own. */
    private boolean goesOn(int line) {
        int first = blanks(line);
        if (first == text.length() || isBreak(text.charAt(first)) || text.charAt(first) == '#' || colon(first) >= 0) {
            return false;
        }
        return !text.startsWith("- ", first);
    }

    private int plainLine(int start) {
        int at = start;
        while (at < text.length() && !isBreak(text.charAt(at)) && !isComment(at)) {
            at++;
        }
        return at;
    }

    private int plainInBrackets(int start) {
        boolean expression = text.startsWith("${", start);
        int depth = 0;
        int at = start;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (isBreak(c) || isComment(at)) {
                break;
            }
            if (expression) {
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
                expression = depth > 0 || c == '$';
                continue;
            }
            boolean colon = c == ':'
                    && (at + 1 == text.length()
                            || Character.isWhitespace(text.charAt(at + 1))
                            || ",[]{}".indexOf(text.charAt(at + 1)) >= 0);
            if (colon || ",[]{}".indexOf(c) >= 0) {
                break;
            }
        }
        return at;
    }

    /** A block after {@code |} or {@code >}. On a line without text the cursor's column says whether it is in the block. */
    Scalar block(int start, int outer, int cursor) {
        Style style = text.charAt(start) == '|' ? Style.LITERAL : Style.FOLDED;
        int from = Math.min(nextLine(lineEnd(start)), text.length());
        int end = from;
        int margin = -1;
        for (int line = from; line < text.length(); line = nextLine(lineEnd(line))) {
            int first = blanks(line);
            boolean blank = first == text.length() || isBreak(text.charAt(first));
            if (blank) {
                if (cursor >= line && cursor <= first && cursor - line > outer) {
                    end = cursor;
                }
                continue;
            }
            if (first - line <= outer) {
                break;
            }
            margin = margin < 0 ? first - line : margin;
            end = lineEnd(first);
        }
        if (end == from && cursor == from && cursor == text.length() && outer < 0) {
            end = cursor;
        }
        return new Scalar(style, start, Math.max(end, start + 1), from, end, Math.max(margin, 0), true);
    }
}
