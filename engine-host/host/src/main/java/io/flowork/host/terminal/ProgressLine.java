package io.flowork.host.terminal;

import java.util.function.Supplier;

/** A line on a terminal that says how far something is that takes long. What is quick, or has no terminal, says nothing. */
public final class ProgressLine implements AutoCloseable {
    private static final long PATIENCE_NANOS = 500_000_000L;
    private static final long PAUSE_NANOS = 100_000_000L;
    private static final String CLEAR = "\r\u001b[K";

    private final Surroundings surroundings;
    private final boolean shown;
    private long next = System.nanoTime() + PATIENCE_NANOS;
    private boolean drawn;

    /** A line on standard error. */
    public ProgressLine(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.shown = surroundings.canRedraw();
    }

    /** Says how far it is, now and then; called as often as one likes. */
    public void say(Supplier<String> text) {
        if (shown && System.nanoTime() - next >= 0) {
            surroundings.err().print(CLEAR + text.get());
            surroundings.err().flush();
            drawn = true;
            next = System.nanoTime() + PAUSE_NANOS;
        }
    }

    /** Takes the line away. */
    @Override
    public void close() {
        if (drawn) {
            surroundings.err().print(CLEAR);
            surroundings.err().flush();
            drawn = false;
        }
    }
}
