package io.flowork.functions.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.functions.memory.AnswerMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads what a process prints until it ends, up to a limit. */
final class Collector implements Runnable {
    private final InputStream from;
    private final int limit;
    private final Runnable onOverflow;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final AnswerMemory.Share memory = AnswerMemory.share();
    private volatile @Nullable String problem;

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
                    problem = "it printed more than " + limit + " bytes";
                    onOverflow.run();
                    return;
                }
                memory.take(n);
                read.write(buffer, 0, n);
            }
        } catch (AnswerMemory.FullException e) {
            problem = e.problem();
            onOverflow.run();
        } catch (IOException e) {
            // The process was killed while it printed: what was read so far is all there is.
            return;
        }
    }

    /** Why it was not read to its end, as part of a sentence; null if it was. */
    @Nullable
    String problem() {
        return problem;
    }

    /** What was read so far, as UTF-8. */
    String text() {
        return read.toString(UTF_8);
    }
}
