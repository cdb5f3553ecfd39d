package io.flowork.functions.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads what a process prints until it ends, up to a limit. */
final class Collector implements Runnable {
    private final InputStream from;
    private final int limit;
    private final Runnable onOverflow;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private volatile boolean overflowed;

    Collector(InputStream from, int limit, Runnable onOverflow) {
        this.from = from;
        this.limit = limit;
        this.onOverflow = onOverflow;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[16_384];
        try {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                if (n > limit - read.size()) {
                    overflowed = true;
                    onOverflow.run();
                    return;
                }
                read.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // The process was killed while it printed: what was read so far is all there is.
            return;
        }
    }

    boolean overflowed() {
        return overflowed;
    }

    /** What was read so far, as UTF-8. */
    String text() {
        return read.toString(UTF_8);
    }
}
