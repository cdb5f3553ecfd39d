package io.flowork.core.regex;

import java.util.function.IntPredicate;

/** A set of characters (code points); those of ASCII are looked up in a table. */
final class CharSet {
    private final long low;
    private final long high;
    private final IntPredicate others;

    private CharSet(long low, long high, IntPredicate others) {
        this.low = low;
        this.high = high;
        this.others = others;
    }

    static CharSet of(IntPredicate members) {
        long low = 0;
        long high = 0;
        for (int c = 0; c < 64; c++) {
            low |= members.test(c) ? 1L << c : 0;
            high |= members.test(c + 64) ? 1L << c : 0;
        }
        return new CharSet(low, high, members);
    }

    boolean contains(int c) {
        return c < 64 ? (low >>> c & 1) != 0 : c < 128 ? (high >>> (c - 64) & 1) != 0 : others.test(c);
    }
}
