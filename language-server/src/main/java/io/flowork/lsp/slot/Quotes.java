package io.flowork.lsp.slot;

/** Quoted texts of YAML on one line, closed or not. */
final class Quotes {
    private Quotes() {}

    /** Whether a character begins a quoted text. */
    static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    /**
     * Where a quoted text ends: behind its quote, or at the end of the line if it has none there.
     *
     * @param open where its first quote stands
     */
    static int end(String text, int open) {
        char quote = text.charAt(open);
        int at = open + 1;
        while (at < text.length() && "\r\n".indexOf(text.charAt(at)) < 0) {
            char c = text.charAt(at);
            if (c == '\\' && quote == '"') {
                at++;
            } else if (c == quote) {
                if (quote == '"' || at + 1 >= text.length() || text.charAt(at + 1) != quote) {
                    return at + 1;
                }
                at++;
            }
            at++;
        }
        return Math.min(at, text.length());
    }

    /** A text without its quotes, closed or not; escapes stay as they are. */
    static String inside(String quoted) {
        if (quoted.isEmpty() || !isQuote(quoted.charAt(0))) {
            return quoted;
        }
        boolean closed = quoted.length() > 1
                && end(quoted, 0) == quoted.length()
                && quoted.charAt(quoted.length() - 1) == quoted.charAt(0);
        return quoted.substring(1, quoted.length() - (closed ? 1 : 0));
    }
}
