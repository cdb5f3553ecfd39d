package io.flowork.core.history;

/**
 * How far a run has come, or how far one looks: at the journal entries before {@code seq}, and at the steps before
 * {@code t}. Entries that came at the last of these steps belong to it, with the steps that they make themselves.
 *
 * @param seq the number of the first entry that is not looked at
 * @param t the number of the first step that is not made
 */
public record Reach(long seq, long t) {
    /** All that is recorded, and what follows from it. */
    public static final Reach ALL = new Reach(Long.MAX_VALUE, Long.MAX_VALUE);

    /** Whether nothing is left out. */
    boolean isAll() {
        return equals(ALL);
    }
}
