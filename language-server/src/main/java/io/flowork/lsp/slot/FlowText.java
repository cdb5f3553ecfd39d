package io.flowork.lsp.slot;

/** The characters of lists and objects in brackets, as far as they tell where texts end. */
final class FlowText {
    private FlowText() {}

    /** Where a text has its first character that is no blank. */
    static int first(String text) {
        int at = 0;
        while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\uFEFF')) {
            at++;
        }
        return at;
    }

    /** Whether a text is in brackets as a whole, as JSON is. */
    static boolean isWhole(String text) {
        int first = first(text);
        return first < text.length() && (text.charAt(first) == '{' || text.charAt(first) == '[');
    }

    /** Whether a text in braces is JSON as far as it is written: its first key has quotes. */
    static boolean isJson(String text) {
        int at = first(text) + 1;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at >= text.length() || text.charAt(at) == '"' || text.charAt(at) == '}';
    }

    /** Whether a character ends a line, or the text does. */
    static boolean isEnd(String text, int at) {
        return at >= text.length() || text.charAt(at) == '\n' || text.charAt(at) == '\r';
    }

    /** Where a line ends. */
    static int lineEnd(String text, int from) {
        int at = from;
        while (!isEnd(text, at)) {
            at++;
        }
        return at;
    }

    /** Where a text in brackets that has no quotes ends: at a comma, a bracket, a colon, a comment or with its line. */
    static int plainEnd(String text, int from) {
        int at = from;
        while (!isEnd(text, at) && ",[]{}".indexOf(text.charAt(at)) < 0 && !isComment(text, at)) {
            char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
            if (text.charAt(at) == ':' && (Character.isWhitespace(next) || ",[]{}".indexOf(next) >= 0)) {
                break;
            }
            at++;
        }
        return Math.max(at, from + 1);
    }

    /** Where a text outside of brackets ends: at the colon of a key, a comment or with its line. */
    static int blockEnd(String text, int from) {
        int at = from;
        while (!isEnd(text, at) && !isComment(text, at)) {
            if (text.charAt(at) == ':' && (at + 1 == text.length() || Character.isWhitespace(text.charAt(at + 1)))) {
                break;
            }
            at++;
        }
        return Math.max(at, from + 1);
    }

    private static boolean isComment(String text, int at) {
        return text.startsWith(" #", at);
    }

    /** Behind the braces of an expression without quotes; the end of the line if they are not closed there. */
    static int expressionEnd(String text, int dollar) {
        int depth = 0;
        int at = dollar + 1;
        for (; !isEnd(text, at); at++) {
            char c = text.charAt(at);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return at + 1;
            }
        }
        return at;
    }

    /** How far the line of an offset is indented. */
    static int indent(String text, int offset) {
        int line = offset;
        while (line > 0 && !isEnd(text, line - 1)) {
            line--;
        }
        int content = line;
        while (content < text.length() && text.charAt(content) == ' ') {
            content++;
        }
        return content - line;
    }
}
