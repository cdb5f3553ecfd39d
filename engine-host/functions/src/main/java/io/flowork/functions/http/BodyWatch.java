package io.flowork.functions.http;

/** Looks at a stream of events as it comes in, to stop when enough of it is there. Used by one thread at a time. */
public interface BodyWatch {
    /** Whether the body may end with these bytes, which follow those it was shown before. */
    boolean isEnough(byte[] bytes);
}
