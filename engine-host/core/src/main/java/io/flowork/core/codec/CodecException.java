package io.flowork.core.codec;

/** Thrown when bytes are not the encoding of exactly one value: they are damaged, cut short, or something else. */
public final class CodecException extends RuntimeException {
    /** The problem as a phrase, and where it is: an offset from 0 into the bytes that were decoded. */
    CodecException(String problem, int offset) {
        super("not a stored value: " + problem + " at byte " + offset);
    }
}
