package io.flowork.core.regex;

/** Is told what a search does, and stops it by throwing. */
public interface Work {
    /** Counts steps that were just made; at most a few hundred at once. */
    void steps(int count);

    /** Counts bytes that are about to be allocated. */
    void bytes(long count);
}
