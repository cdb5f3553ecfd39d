package io.flowork.grammar.yaml;

/** The lines of a text around an offset. */
record Lines(String text) {

    /** Where the line of an offset starts. */
    int start(int offset) {
        int at = Math.min(offset, text.length());
        while (at > 0 && !isBreak(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    /** Where the line of an offset ends, line break excluded. */
    int end(int offset) {
        int at = Math.min(offset, text.length());
        while (at < text.length() && !isBreak(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Where the next line starts. */
    int next(int offset) {
        int at = end(offset);
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
        }
        return at < text.length() && text.charAt(at) == '\n' ? at + 1 : at;
    }

    /** An offset in the nearest line before that is not blank; -1 if there is none. */
    int previous(int offset) {
        int start = start(offset);
        while (start > 0) {
            start = start(start - 1 - (start > 1 && text.startsWith("\r\n", start - 2) ? 1 : 0));
            if (indentation(start) >= 0) {
                return start;
            }
        }
        return -1;
    }

    /** Where the line's content starts: after its indentation and the dashes of list items. */
    int contentStart(int offset) {
        int end = end(offset);
        int at = start(offset);
        while (at < end
                && (text.charAt(at) == ' '
                        || text.charAt(at) == '\t'
                        || (text.charAt(at) == '-' && at + 1 < end && text.charAt(at + 1) == ' '))) {
            at++;
        }
        return at;
    }

    /** Where the line's content ends: before trailing blanks; where it starts if there is none. */
    int contentEnd(int offset) {
        int start = contentStart(offset);
        int at = end(offset);
        while (at > start && (text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\t')) {
            at--;
        }
        return at;
    }

    /** The column, from 0, of the first character that is no blank; -1 in a blank line. */
    int indentation(int offset) {
        int start = start(offset);
        int end = end(offset);
        for (int at = start; at < end; at++) {
            if (text.charAt(at) != ' ' && text.charAt(at) != '\t') {
                return at - start;
            }
        }
        return -1;
    }

    private static boolean isBreak(char c) {
        return c == '\n' || c == '\r';
    }
}
