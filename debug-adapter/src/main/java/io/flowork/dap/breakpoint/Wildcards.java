package io.flowork.dap.breakpoint;

/** Patterns in which {@code *} stands for any text, the empty one included. */
final class Wildcards {
    private Wildcards() {}

    /** Whether a pattern fits a text; takes no longer than the product of their lengths. */
    static boolean fits(String pattern, String text) {
        int at = 0;
        int in = 0;
        int star = -1;
        int since = 0;
        while (in < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                since = in;
            } else if (at < pattern.length() && pattern.charAt(at) == text.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++since;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
