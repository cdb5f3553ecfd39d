package io.flowork.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a store cannot do what was asked. Its message says what is wrong, where, and what to do next.
 *
 * <p>A write that failed left nothing behind, and whatever was acknowledged before is still there.
 */
public final class StoreException extends RuntimeException {
    /** What went wrong. The code is stable. */
    public enum Kind {
        /** The store was written by a newer version of Flowork. */
        NEWER_VERSION("FW3001"),
        /** The file is no Flowork store, or no recording. */
        NOT_A_STORE("FW3002"),
        /** Bytes on disk are not what was written. */
        DAMAGED("FW3003"),
        /** The disk, or a quota, is full. */
        FULL("FW3004"),
        /** The file or its folder cannot be written. */
        READ_ONLY("FW3005"),
        /** Another process keeps the store locked. */
        LOCKED("FW3006"),
        /** The run, entry or program is there already, or an entry does not follow the last one. */
        CONFLICT("FW3007"),
        /** No such run, branch, program or store. */
        NOT_FOUND("FW3008"),
        /** The operating system failed to read or write. */
        IO("FW3009"),
        /** The store was closed. */
        CLOSED("FW3010"),
        /** A recording differs from the run of the same id in the store. */
        DIFFERENT_RUN("FW3011");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** The diagnostic code, such as {@code FW3004}. */
        public String code() {
            return code;
        }
    }

    private final Kind kind;

    /** An error with the message that people read. */
    public StoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** An error with the message that people read. */
    public StoreException(Kind kind, String message) {
        this(kind, message, null);
    }

    /** There is no such run. */
    public static StoreException noRun(String run) {
        return new StoreException(
                Kind.NOT_FOUND, "There is no run %s here. List the runs to see which there are.".formatted(run));
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** The diagnostic code, such as {@code FW3004}. */
    public String code() {
        return kind.code;
    }

    /** Whether something that was recorded is not as it was, or is gone. */
    public boolean isDamage() {
        return kind == Kind.DAMAGED || kind == Kind.NOT_FOUND;
    }
}
