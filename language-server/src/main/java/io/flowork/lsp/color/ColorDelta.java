package io.flowork.lsp.color;

import java.util.Arrays;

/**
 * What makes the parts of one version those of the next: one edit, as most changes are in one place.
 *
 * @param start the first number that is replaced
 * @param removed how many numbers are replaced
 * @param data what they are replaced by
 */
@SuppressWarnings("ArrayRecordComponent") // numbers for the protocol; nobody compares edits
public record ColorDelta(int start, int removed, int[] data) {
    private static final int EACH = 5;

    /** The edit from one version's data to another's. */
    public static ColorDelta between(int[] before, int[] after) {
        int shorter = Math.min(before.length, after.length);
        int same = Arrays.mismatch(before, after);
        int start = (same < 0 ? shorter : same) / EACH * EACH;
        int tail = 0;
        while (tail < shorter - start && before[before.length - 1 - tail] == after[after.length - 1 - tail]) {
            tail++;
        }
        tail = tail / EACH * EACH;
        return new ColorDelta(
                start, before.length - tail - start, Arrays.copyOfRange(after, start, after.length - tail));
    }

    /** Whether nothing changes. */
    public boolean isEmpty() {
        return removed == 0 && data.length == 0;
    }
}
