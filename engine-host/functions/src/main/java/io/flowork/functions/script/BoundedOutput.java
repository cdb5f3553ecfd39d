package io.flowork.functions.script;

import java.io.ByteArrayOutputStream;

/** Keeps what a script prints, up to a limit. */
final class BoundedOutput extends ByteArrayOutputStream {
    private final int limit;

    BoundedOutput(int limit) {
        this.limit = limit;
    }

    /** Thrown through the script when it has printed too much. */
    static final class OverflowException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OverflowException() {
            super("too much output", null, false, false);
        }
    }

    @Override
    public synchronized void write(int b) {
        require(1);
        super.write(b);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        require(length);
        super.write(bytes, from, length);
    }

    private void require(int more) {
        if (more > limit - count) {
            throw new OverflowException();
        }
    }
}
