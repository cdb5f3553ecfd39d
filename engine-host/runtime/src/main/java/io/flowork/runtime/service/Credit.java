package io.flowork.runtime.service;

import io.flowork.api.Problem.Kind;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How much a client takes before it says that it takes more: all that is kept for it, as the journal is there anyway. */
final class Credit {
    private final boolean limited;
    private final AtomicLong frames;
    private final AtomicLong bytes;

    private Credit(boolean limited, long frames, long bytes) {
        this.limited = limited;
        this.frames = new AtomicLong(frames);
        this.bytes = new AtomicLong(bytes);
    }

    /** A credit; without a number there is no limit of its kind. */
    static Credit of(@Nullable Long frames, @Nullable Long bytes) {
        if ((frames != null && frames < 0) || (bytes != null && bytes < 0)) {
            throw Kind.INVALID_REQUEST.because("'frames' and 'bytes' are 0 or more");
        }
        return new Credit(
                frames != null || bytes != null,
                frames == null ? Long.MAX_VALUE : frames,
                bytes == null ? Long.MAX_VALUE : bytes);
    }

    /** Whether something may be sent. */
    boolean isThere() {
        return frames.get() > 0 && bytes.get() > 0;
    }

    /** One event of so many bytes is being sent. */
    void use(long size) {
        if (limited) {
            frames.decrementAndGet();
            bytes.addAndGet(-size);
        }
    }

    /** More may be sent. */
    void add(long moreFrames, long moreBytes) {
        frames.accumulateAndGet(moreFrames, Credit::sum);
        bytes.accumulateAndGet(moreBytes, Credit::sum);
    }

    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }
}
