package io.flowork.core.fuzz;

import io.flowork.grammar.text.Range;
import java.nio.charset.StandardCharsets;

/** What the targets share. */
final class Fuzzed {
    private static final long SLOW_NANOS = 5_000_000_000L;

    private Fuzzed() {}

    /** The bytes as a text; what is no UTF-8 becomes U+FFFD. */
    static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }

    static void require(boolean fine, String otherwise) {
        if (!fine) {
            throw new AssertionError(otherwise);
        }
    }

    /** Fails unless a range lies inside a text. */
    static void inside(Range range, String text, String what) {
        require(range.end() <= text.length(), what + " ends at " + range.end() + " of " + text.length());
    }

    /** Runs an action that must not take long: for texts of a few kilobytes five seconds mean that it hangs. */
    static void promptly(Runnable action) {
        long start = System.nanoTime();
        action.run();
        long took = System.nanoTime() - start;
        require(took < SLOW_NANOS, "took " + took / 1_000_000 + " ms");
    }
}
