package io.flowork.host.check;

import io.flowork.host.terminal.Surroundings;
import io.flowork.host.terminal.Times;

/** Says on a terminal how far a long check is. */
final class Progress {
    private static final long PATIENCE_NANOS = 500_000_000L;
    private static final long PAUSE_NANOS = 100_000_000L;

    private final Surroundings surroundings;
    private final boolean shown;
    private final int all;
    private int done;
    private long next = System.nanoTime() + PATIENCE_NANOS;
    private boolean drawn;

    Progress(Surroundings surroundings, int all) {
        this.surroundings = surroundings;
        this.shown = surroundings.canRedraw();
        this.all = all;
    }

    void step() {
        done++;
        if (shown && System.nanoTime() - next >= 0) {
            surroundings.err().print("\r\u001b[K" + Times.count(done) + " of " + Times.count(all) + " files");
            surroundings.err().flush();
            drawn = true;
            next = System.nanoTime() + PAUSE_NANOS;
        }
    }

    void finish() {
        if (drawn) {
            surroundings.err().print("\r\u001b[K");
            surroundings.err().flush();
        }
    }
}
