package io.flowork.lsp.format;

/**
 * Anchors and tags in a text.
 *
 * @param text the text
 */
record Signs(String text) {
    /** Whether one begins at an offset where a value or key can begin. */
    boolean isAt(int offset) {
        return offset < text.length() && (text.charAt(offset) == '&' || text.charAt(offset) == '!');
    }

    /** Whether those that begin at an offset are followed by nothing on their line, or by an object in braces. */
    boolean standAlone(int offset) {
        int next = offset;
        while (isAt(next)) {
            while (!isBlank(next)) {
                next++;
            }
            while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
                next++;
            }
        }
        return next >= text.length() || "{\r\n#".indexOf(text.charAt(next)) >= 0;
    }

    /** Whether an offset is white space, or the text's end. */
    boolean isBlank(int offset) {
        return offset >= text.length() || " \t\r\n".indexOf(text.charAt(offset)) >= 0;
    }
}
