package io.flowork.core.history;

import java.util.Arrays;

/** Numbers in ascending order. */
final class LongList {
    private long[] all = new long[2];
    private int size;

    /** Adds a number that is not less than the last one; the same one again is not added. */
    void add(long number) {
        if (size > 0 && all[size - 1] == number) {
            return;
        }
        if (size == all.length) {
            all = Arrays.copyOf(all, size * 2);
        }
        all[size++] = number;
    }

    /** The greatest number that is less than another; -1 if there is none. */
    long lastBefore(long number) {
        int place = Arrays.binarySearch(all, 0, size, number);
        int before = (place < 0 ? -place - 1 : place) - 1;
        return before < 0 ? -1 : all[before];
    }
}
