package io.flowork.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs a workflow again and again for a given amount of processor time.
 *
 * <p>Wall time drifts on shared machines; processor time charges everything a run causes, on whichever thread.
 */
final class Pace implements AutoCloseable {
    /** The clock is read about this often: it costs a system call, and {@link CpuClock} ticks no faster. */
    private static final double NANOS_BETWEEN_READINGS = 2e7;

    private final int inFlight;
    private final ExecutorService threads;

    /** What the last run gave: as long as someone might read it, the compiler cannot leave the run out. */
    @SuppressWarnings("unused")
    private volatile Object sink = this;

    /**
     * Prepares to measure.
     *
     * @param inFlight how many runs are under way at any time, at least 1
     */
    Pace(int inFlight) {
        this.inFlight = inFlight;
        this.threads = Executors.newFixedThreadPool(inFlight);
    }

    /**
     * Runs a workflow until a given amount of processor time is used up.
     *
     * @param cpuNanos nanoseconds of processor time
     * @return runs per second of processor time
     */
    double runsPerCpuSecond(Contender.Runner runner, long cpuNanos) throws InterruptedException {
        long start = CpuClock.nanos();
        long end = start + cpuNanos;
        List<Callable<Long>> loops = new ArrayList<>();
        for (int i = 0; i < inFlight; i++) {
            loops.add(() -> runUntil(end, runner));
        }
        long runs = 0;
        for (Future<Long> loop : threads.invokeAll(loops)) {
            try {
                runs += loop.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("A run failed while it was measured", e.getCause());
            }
        }
        return runs * 1e9 / (CpuClock.nanos() - start);
    }

    private long runUntil(long end, Contender.Runner runner) {
        long runs = 0;
        long batch = 1;
        long now = CpuClock.nanos();
        while (now < end) {
            for (long i = 0; i < batch; i++) {
                sink = runner.runOnce();
            }
            runs += batch;
            long before = now;
            now = CpuClock.nanos();
            double nanosPerRun = Math.max(1, now - before) / (double) batch;
            batch = Math.clamp((long) (NANOS_BETWEEN_READINGS / nanosPerRun), 1, 2 * batch);
        }
        return runs;
    }

    @Override
    public void close() {
        threads.close();
    }
}
