package io.flowork.store.payload;

/**
 * Finds where to cut bytes into chunks, by their content (a gear hash): the bytes after a change are cut where they were
 * cut before it, so two versions of a large value share all chunks but those around what changed. Appending to a list
 * rewrites its head, whose count changed, and its tail.
 *
 * <p>A chunk has {@value #SHORTEST} to {@value #LONGEST} bytes, {@value #USUAL} more than the shortest on average; only
 * the last may be shorter. The cuts are part of the format: other cuts would read the same but share nothing.
 */
final class Chunker {
    static final int SHORTEST = 1 << 10;
    static final int USUAL = 1 << 12;
    static final int LONGEST = 1 << 14;

    private static final long CUT = (USUAL - 1L) << (Long.SIZE - 12);
    private static final long[] GEAR = new long[256];

    static {
        for (int i = 0; i < GEAR.length; i++) {
            GEAR[i] = mix(i + 1);
        }
    }

    private Chunker() {}

    /** The end of the chunk that begins at an offset. */
    static int end(byte[] bytes, int from) {
        int last = (int) Math.min(bytes.length, (long) from + LONGEST);
        long hash = 0;
        for (int i = (int) Math.min(last, (long) from + SHORTEST - Long.SIZE); i < last; i++) {
            hash = (hash << 1) + GEAR[bytes[i] & 0xff];
            if ((hash & CUT) == 0 && i >= from + SHORTEST - 1) {
                return i + 1;
            }
        }
        return last;
    }

    private static long mix(long value) {
        long z = value * 0x9e37_79b9_7f4a_7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return z ^ (z >>> 31);
    }
}
