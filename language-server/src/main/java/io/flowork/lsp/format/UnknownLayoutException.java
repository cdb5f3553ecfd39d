package io.flowork.lsp.format;

/** Thrown where a text is written in a way that is not known here, so that it is better left alone. */
final class UnknownLayoutException extends Exception {
    private static final long serialVersionUID = 1L;
}
