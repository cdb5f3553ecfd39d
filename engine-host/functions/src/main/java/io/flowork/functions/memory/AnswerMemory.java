package io.flowork.functions.memory;

import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what the answers that calls have read take of the heap, all calls together; each call has a limit of its own, but
 * many together would exhaust the heap. A call holds what it has read until it ends.
 *
 * <p>What would go over the bound is refused at once, as waiting would let one slow server hold up all calls. The call that
 * has held something for the longest is never refused here, so of any number of calls some come to their end; together they
 * hold the bound and one answer at most. Thread-safe.
 */
public final class AnswerMemory {
    /** Values are several times as large as the bytes that they are read from. */
    private static final int HEAP_SHARE = 8;

    private static final ScopedValue<Share> CALL = ScopedValue.newInstance();

    private final long most;
    private final Set<Share> holders = new LinkedHashSet<>();
    private long held;

    /**
     * A bound.
     *
     * @param most how many bytes all calls together may hold
     */
    public AnswerMemory(long most) {
        this.most = most;
    }

    /** A bound of an eighth of the heap. */
    public static AnswerMemory ofHeap() {
        return new AnswerMemory(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    /** Makes a call; what its thread reads meanwhile counts. */
    public JsonValue during(FunctionHandler handler, FunctionCall call) throws FunctionException, InterruptedException {
        Share share = new Share(this);
        try {
            return ScopedValue.where(CALL, share)
                    .call(() -> made(handler, call))
                    .get();
        } finally {
            share.end();
        }
    }

    /** What came of a call, as {@link ScopedValue.CallableOp} can throw one kind of exception only. */
    private interface Outcome {
        JsonValue get() throws FunctionException, InterruptedException;
    }

    private static Outcome made(FunctionHandler handler, FunctionCall call) {
        try {
            JsonValue output = handler.call(call);
            return () -> output;
        } catch (FunctionException e) {
            return () -> {
                throw e;
            };
        } catch (InterruptedException e) {
            return () -> {
                throw e;
            };
        }
    }

    /** The share of the call that this thread makes; one without a bound when it makes none. */
    public static Share share() {
        return CALL.isBound() ? CALL.get() : new Share(null);
    }

    /** How many bytes all calls hold. */
    synchronized long held() {
        return held;
    }

    /** What one call holds. May be used by the threads that read for it. */
    public static final class Share {
        private final @Nullable AnswerMemory memory;
        private long mine; // guarded by the memory
        private boolean ended;

        private Share(@Nullable AnswerMemory memory) {
            this.memory = memory;
        }

        /**
         * Takes bytes until the call ends.
         *
         * @throws FullException if the calls hold too much together
         */
        public void take(int bytes) throws FullException {
            if (memory == null) {
                return;
            }
            synchronized (memory) {
                boolean oldest =
                        memory.holders.isEmpty() || memory.holders.iterator().next() == this;
                if (ended || (!oldest && memory.held + bytes > memory.most)) {
                    throw new FullException(memory.most);
                }
                memory.holders.add(this);
                memory.held += bytes;
                mine += bytes;
            }
        }

        private void end() {
            if (memory != null) {
                synchronized (memory) {
                    memory.holders.remove(this);
                    memory.held -= mine;
                    mine = 0;
                    ended = true;
                }
            }
        }
    }

    /** The calls hold too much together. */
    public static final class FullException extends IOException {
        private static final long serialVersionUID = 1L;

        private FullException(long most) {
            super(
                    "the answers that calls of all runs are reading are larger together than %d bytes, an eighth of the engine's memory: call again later, or give it more memory (FLOWORK_JAVA_OPTS=-Xmx...)"
                            .formatted(most));
        }

        /** What is the matter, as part of a sentence. */
        public String problem() {
            return String.valueOf(getMessage());
        }
    }
}
