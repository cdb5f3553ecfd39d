package io.flowork.runtime.history;

import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import io.flowork.api.StateAt;
import io.flowork.api.StepItem;
import io.flowork.api.StepsPage;
import io.flowork.api.Timeline;
import io.flowork.core.journal.Cursor;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Machine;
import io.flowork.runtime.Programs;
import io.flowork.runtime.UnusableWorkflowException;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import java.lang.ref.SoftReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * The past of the runs in a store, for people who look at it.
 *
 * <p>One thread of low priority folds, for one request at a time and not longer than its patience, so however many look,
 * the engine has the rest of the machine. What was folded is kept while there is memory to spare, so whoever asks again
 * goes on from there.
 */
public final class Histories implements AutoCloseable {
    private static final int KEPT = 8;
    private static final int WAITING = 64;

    private final Store store;
    private final Programs programs;
    private final Duration patience;
    private final Interrupt interrupt = new Interrupt();
    private final Machine machine;

    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it; it lets runs go first where the machine is busy
    private final ThreadPoolExecutor folding = new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform()
                    .name("flowork-history")
                    .daemon()
                    .priority(Thread.MIN_PRIORITY)
                    .factory());

    /** When the answer that is at work is to be there. */
    private volatile long deadline;

    private final Map<String, SoftReference<RunHistory>> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SoftReference<RunHistory>> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * The past of the runs in a store.
     *
     * @param programs the programs of the runs
     * @param patience how long one request may fold
     */
    public Histories(Store store, Programs programs, Duration patience) {
        this.store = store;
        this.programs = programs;
        this.patience = patience;
        this.machine = new Machine(new JqMachine(JqLimits.DEFAULT, interrupt), programs.source());
        folding.allowCoreThreadTimeOut(true);
    }

    /** A page of a run's steps. */
    public StepsPage steps(RunRecord run, long from, int limit) throws InterruptedException {
        return ask(run, (history, stop) -> {
            long all = history.steps(stop);
            List<StepItem> steps = new ArrayList<>();
            history.steps(from, Math.min(all, from + limit), step -> steps.add(StepLine.of(step)), stop);
            return new StepsPage(steps, all > from + limit ? from + limit - 1 : null);
        });
    }

    /** All of a run's steps as a picture. */
    public Timeline timeline(RunRecord run, int bars) throws InterruptedException {
        return ask(run, (history, stop) -> {
            history.draw(Long.MAX_VALUE, stop);
            return history.picture().timeline(run.id(), !run.status().ended(), bars);
        });
    }

    /** A run as it stood at a step. */
    public StateAt at(RunRecord run, long t) throws InterruptedException {
        return ask(run, (history, stop) -> {
            long all = history.steps(stop);
            if (t < 0 || t >= all) {
                throw Kind.NOT_FOUND.because(
                        "The run %s has no step %d; it has made %d steps so far".formatted(run.id(), t, all));
            }
            history.draw(t + 1, stop);
            return Moments.of(run.id(), history.workflow(), history.picture(), history.at(t, stop));
        });
    }

    /** Something to find out about a run's past. */
    private interface Question<T> {
        T answer(RunHistory history, BooleanSupplier stop) throws Cursor.DivergedException;
    }

    private <T> T ask(RunRecord run, Question<T> question) throws InterruptedException {
        Future<T> answer;
        try {
            answer = folding.submit(() -> answer(run, question));
        } catch (RejectedExecutionException e) {
            throw new ProblemException(
                    Kind.BUSY.of("Too many people look at the past of runs right now. Ask again"), e);
        }
        try {
            return answer.get(patience.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            if (System.nanoTime() - deadline > 0) {
                interrupt.raise(); // one evaluation goes on for long
            }
            throw new ProblemException(
                    Kind.BUSY.of("The past of the run takes long to read, or others are looking. Ask again"), e);
        } finally {
            answer.cancel(false);
        }
    }

    /** On the folding thread. */
    private <T> T answer(RunRecord run, Question<T> question) {
        long until = System.nanoTime() + patience.toNanos();
        deadline = until;
        interrupt.clear();
        BooleanSupplier stop = () -> interrupt.isRaised() || System.nanoTime() - until > 0;
        try {
            try {
                return question.answer(history(run, false), stop);
            } catch (Cursor.DivergedException e) {
                // At the live edge steps may have been made that an input came before: read anew.
                return question.answer(history(run, true), stop);
            }
        } catch (Cursor.DivergedException e) {
            throw new ProblemException(
                    Kind.CONFLICT.of(
                            "The journal of the run %s does not give its recorded states again: %s. 'flowork runs replay' says where"
                                    .formatted(run.id(), e.getMessage())),
                    e);
        } catch (UnusableWorkflowException e) {
            throw new ProblemException(Kind.CONFLICT.of(String.valueOf(e.getMessage())), e);
        } catch (CancellationException e) {
            throw new ProblemException(
                    Kind.BUSY.of(
                            "The run has many steps, which take long to make again. Ask again to go on from there"),
                    e);
        }
    }

    private RunHistory history(RunRecord run, boolean anew) {
        String key = run.id() + "/" + run.branch(); // a retry goes on as a branch
        SoftReference<RunHistory> known = kept.get(key);
        RunHistory history = anew || known == null ? null : known.get();
        if (history == null) {
            history = new RunHistory(
                    store, run.id(), run.branch(), programs.load(run.program()), programs.source(), machine);
            kept.put(key, new SoftReference<>(history));
        }
        return history;
    }

    @Override
    public void close() {
        interrupt.raise();
        folding.shutdownNow();
    }
}
