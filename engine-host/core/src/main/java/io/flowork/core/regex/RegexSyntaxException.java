package io.flowork.core.regex;

/** A pattern that is not a regular expression. */
public final class RegexSyntaxException extends RuntimeException {
    private final int offset;

    RegexSyntaxException(String message, int offset) {
        super(message, null, false, false);
        this.offset = offset;
    }

    /** How many characters (code points) of the pattern were read when the mistake was found. */
    public int offset() {
        return offset;
    }
}
