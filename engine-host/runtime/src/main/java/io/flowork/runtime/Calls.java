package io.flowork.runtime;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.machine.Input;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All calls at work. A call that is not wanted any more is interrupted; one that goes on all the same keeps its thread, which
 * is counted, and a function with too many such threads is shut until they come back. Nothing here is recorded: what a run
 * gets of it is an input.
 */
public final class Calls {
    private static final System.Logger LOG = System.getLogger(Calls.class.getName());

    private final CallLimits limits;
    private final Set<Call> all = ConcurrentHashMap.newKeySet();
    private final Set<Call> leaving = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> abandoned = new ConcurrentHashMap<>();

    /**
     * A call that takes long.
     *
     * @param run the run
     * @param function the function
     * @param age how long it has been at work
     * @param abandoned whether it was ended and goes on all the same
     */
    public record Slow(String run, String function, Duration age, boolean abandoned) {}

    Calls(CallLimits limits) {
        this.limits = limits;
    }

    /** Why a function cannot be called now; null if it can. */
    @Nullable
    WorkflowError refusal(String function) {
        int threads = abandoned.getOrDefault(function, 0);
        return threads < limits.abandoned()
                ? null
                : WorkflowError.of(
                        Kind.RUNTIME,
                        503,
                        "The function '%s' is shut: %d of its calls were ended and go on all the same. It opens when they end; what they wait for must be mended"
                                .formatted(function, threads));
    }

    /**
     * Starts a call; its run is given what comes of it.
     *
     * @param scheduler gives the run its next turn
     * @param call the call
     * @param computes whether it may use a processor for long without a pause, and so needs a thread of the operating system
     * @param work what it does
     */
    void start(Scheduler scheduler, Call call, boolean computes, Supplier<Input> work) {
        all.add(call);
        Work at = new Work(scheduler, call, work);
        if (computes) {
            Thread.ofPlatform().daemon().name("call-" + call.key()).start(at);
        } else if (!scheduler.leave(at)) {
            Thread.ofVirtual().name("call-" + call.key()).start(at);
        }
    }

    /** A call at work, on a thread of its own or on one that gives turns otherwise. */
    private final class Work implements Runnable, Scheduler.Call {
        private final Scheduler scheduler;
        private final Call call;
        private final Supplier<Input> work;

        Work(Scheduler scheduler, Call call, Supplier<Input> work) {
            this.scheduler = scheduler;
            this.call = call;
            this.work = work;
        }

        @Override
        public void run() {
            Run next = make();
            if (next != null) {
                scheduler.add(next);
            }
        }

        @Override
        public @Nullable Run make() {
            Input input;
            try {
                if (!call.begin()) {
                    return null;
                }
                input = work.get();
            } finally {
                ended(call);
            }
            return call.run().take(input) ? call.run() : null;
        }
    }

    private void ended(Call call) {
        if (call.end()) {
            abandoned.computeIfPresent(call.function(), (function, threads) -> threads == 1 ? null : threads - 1);
        }
        all.remove(call);
        leaving.remove(call);
    }

    /** Interrupts a call whose result is not wanted any more. */
    void giveUp(Call call) {
        if (call.giveUp(System.nanoTime())) {
            leaving.add(call);
            if (!all.contains(call)) { // it ended meanwhile
                leaving.remove(call);
            }
        }
    }

    /** Looks for calls that have taken too long; called from time to time. */
    void look(long now) {
        for (Call call : leaving) {
            // counted before it can end, so that it is uncounted after
            synchronized (call) {
                if (call.abandon(now - limits.grace().toNanos())) {
                    int threads = abandoned.merge(call.function(), 1, Integer::sum);
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "A call of %s by the run %s did not stop when it was interrupted; it keeps its thread (%d of %d before the function is shut)"
                                    .formatted(call.function(), call.run().id(), threads, limits.abandoned()));
                }
            }
        }
        Duration timeout = limits.timeout();
        if (timeout != null) {
            for (Call call : all) {
                if (now - call.started() > timeout.toNanos() && call.isAtWork() && !call.consumes()) {
                    call.run()
                            .give(new Input.Failed(
                                    call.key(),
                                    WorkflowError.of(
                                            Kind.TIMEOUT,
                                            "The call took longer than %s, which is as long as calls may take here (calls.timeout); the workflow sets no timeout that ends it before"
                                                    .formatted(timeout))));
                    giveUp(call);
                }
            }
        }
    }

    /** How many calls are at work. */
    public int atWork() {
        return all.size() - abandoned();
    }

    /** How many threads go on with calls that were ended. */
    public int abandoned() {
        return abandoned.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The oldest of the calls that take long, at most so many. */
    public List<Slow> slow(int most) {
        long now = System.nanoTime();
        return all.stream()
                .filter(call -> now - call.started() >= limits.slow().toNanos() || call.isAbandoned())
                .sorted(Comparator.comparingLong(call -> call.started() - now))
                .limit(most)
                .map(call -> new Slow(
                        call.run().id(),
                        call.function(),
                        Duration.ofSeconds(TimeUnit.NANOSECONDS.toSeconds(now - call.started())),
                        call.isAbandoned()))
                .toList();
    }
}
