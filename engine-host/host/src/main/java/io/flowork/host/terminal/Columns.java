package io.flowork.host.terminal;

/** How wide text is on a terminal, and cutting it to a width. Control characters never reach the terminal. */
public final class Columns {
    private static final String ELLIPSIS = "…";

    private Columns() {}

    /** The number of columns a text takes. Escape sequences of {@link Paint} take none. */
    public static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            int code = text.codePointAt(i);
            if (code == '\u001b') {
                i = afterEscape(text, i);
                continue;
            }
            width += width(code);
            i += Character.charCount(code);
        }
        return width;
    }

    /** The number of columns a character takes: 0, 1 or 2. */
    public static int width(int code) {
        if (code < 0x300) {
            return Character.isISOControl(code) ? 0 : 1;
        }
        return switch (Character.getType(code)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(code) ? 2 : 1;
        };
    }

    private static boolean isWide(int code) {
        return code >= 0x1100
                && (code <= 0x115f
                        || (code >= 0x2e80 && code <= 0xa4cf && code != 0x303f)
                        || (code >= 0xac00 && code <= 0xd7a3)
                        || (code >= 0xf900 && code <= 0xfaff)
                        || (code >= 0xfe30 && code <= 0xfe6f)
                        || (code >= 0xff00 && code <= 0xff60)
                        || (code >= 0xffe0 && code <= 0xffe6)
                        || (code >= 0x1f300 && code <= 0x1faff)
                        || (code >= 0x20000 && code <= 0x3fffd));
    }

    private static int afterEscape(String text, int start) {
        int end = text.indexOf('m', start);
        return end < 0 ? text.length() : end + 1;
    }

    /** A text of at most so many columns; what is cut off is replaced by an ellipsis. Colours end where it is cut. */
    public static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        boolean painted = false;
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            int code = text.codePointAt(i);
            if (code == '\u001b') {
                int end = afterEscape(text, i);
                out.append(text, i, end);
                painted = true;
                i = end;
                continue;
            }
            if (width + width(code) > columns - 1) {
                break;
            }
            width += width(code);
            out.appendCodePoint(code);
            i += Character.charCount(code);
        }
        if (columns > 0) {
            out.append(ELLIPSIS);
        }
        return painted ? out.append("\u001b[0m").toString() : out.toString();
    }

    /** A text filled up with spaces to so many columns. */
    public static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }

    /** One line without control characters: whatever would move the cursor becomes a space. */
    public static String line(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
        }
        return out.toString();
    }
}
