package io.flowork.functions.grpc;

/** Thrown when a {@code .proto} file cannot be understood. */
final class ProtoException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Something at a place, lines and columns from 1. */
    ProtoException(String file, int line, int column, String problem) {
        super(file + ":" + line + ":" + column + ": " + problem);
    }

    /** Something about the file as a whole. */
    ProtoException(String file, String problem) {
        super(file + ": " + problem);
    }

    /** What is wrong and where, without a full stop. */
    String problem() {
        return String.valueOf(getMessage());
    }
}
