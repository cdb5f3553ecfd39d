package io.flowork.core.history;

import io.flowork.core.journal.Cursor;
import io.flowork.core.jq.CompiledFilter;
import io.flowork.core.jq.JqCompileException;
import io.flowork.core.jq.JqException;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.Inspector;
import io.flowork.core.machine.State;
import io.flowork.core.program.Node;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the stops before a task at which a condition holds. The condition is evaluated as the task's own expressions are:
 * {@code .} is the task's transformed input. It holds when its result is neither {@code false} nor {@code null}; several results
 * together are an array, which holds.
 */
public final class Find {
    /** What one evaluation may use, if nobody says otherwise: 100,000 steps and 16 MiB. */
    public static final JqLimits LIMITS = new JqLimits(100_000, 16L << 20, 10_000, 100_000);

    /**
     * What was found.
     *
     * @param stops where the condition holds, in the order of the run
     * @param looked at how many stops it was evaluated
     * @param failed at how many of them that failed; it does not hold there
     * @param error why it failed where it did first, if it did
     * @param unknown at how many stops it could not be evaluated, since it uses names that do not exist there
     * @param problem what is wrong with it at the first of these, if there are any
     */
    public record Found(
            List<Stop> stops,
            long looked,
            long failed,
            @Nullable String error,
            long unknown,
            @Nullable String problem) {
        /** Copies the stops. */
        public Found {
            stops = List.copyOf(stops);
        }
    }

    private final Stops stops;
    private final Filter condition;
    private final JqLimits limits;
    private final JqMachine jq;
    private final Map<Node, Optional<CompiledFilter>> compiled = new HashMap<>();
    private final List<Stop> found = new ArrayList<>();
    private long looked;
    private long failed;
    private long unknown;
    private @Nullable String error;
    private @Nullable String problem;

    /**
     * A search.
     *
     * @param stops the run
     * @param condition the condition, without syntax errors
     * @param limits what each evaluation may use
     * @param jq evaluates it; its interrupt ends the search
     */
    public Find(Stops stops, Filter condition, JqLimits limits, JqMachine jq) {
        this.stops = stops;
        this.condition = condition;
        this.limits = limits;
        this.jq = jq;
    }

    /**
     * The first stop after a step at which it holds.
     *
     * @param after the number of a step; -1 to begin at the start
     * @param stop whether to stop: the search then ends with a {@link CancellationException}
     * @param progress told from time to time how far the search has come: the number of a step
     */
    public Found first(long after, BooleanSupplier stop, LongConsumer progress) throws Cursor.DivergedException {
        return one(after, true, stop, progress);
    }

    /**
     * The last stop before a step at which it holds.
     *
     * @param before the number of a step; the number of all steps to begin at the end
     */
    public Found last(long before, BooleanSupplier stop, LongConsumer progress) throws Cursor.DivergedException {
        return one(before, false, stop, progress);
    }

    /**
     * All stops at which it holds.
     *
     * @param most how many to find at most
     */
    public Found all(int most, BooleanSupplier stop, LongConsumer progress) throws Cursor.DivergedException {
        begin();
        var _ = stops.search(
                -1,
                true,
                Find::isTask,
                (at, state) -> {
                    if (holds(at, state)) {
                        found.add(at);
                    }
                    return found.size() >= most;
                },
                stop,
                progress);
        return found();
    }

    private Found one(long from, boolean forwards, BooleanSupplier stop, LongConsumer progress)
            throws Cursor.DivergedException {
        begin();
        Stop nearest = stops.search(from, forwards, Find::isTask, this::holds, stop, progress);
        if (nearest != null) {
            found.add(nearest);
        }
        return found();
    }

    private static boolean isTask(Stop stop) {
        return stop.kind() == Stop.Kind.TASK;
    }

    private void begin() {
        found.clear();
        looked = 0;
        failed = 0;
        unknown = 0;
        error = null;
        problem = null;
    }

    private Found found() {
        return new Found(found, looked, failed, error, unknown, problem);
    }

    private boolean holds(Stop at, State state) {
        ActiveFrame frame = new Inspector(state).frame(at.visit());
        if (frame == null) {
            return false;
        }
        CompiledFilter filter =
                compiled.computeIfAbsent(frame.node(), node -> compile(frame)).orElse(null);
        if (filter == null) {
            unknown++;
            return false;
        }
        looked++;
        try {
            List<JsonValue> results = frame.evaluate(filter, frame.data(), jq, limits);
            return results.size() > 1
                    || (!results.isEmpty()
                            && results.getFirst() != JsonNull.NULL
                            && results.getFirst() != JsonBoolean.FALSE);
        } catch (JqException e) {
            if (e.kind() == JqException.Kind.INTERRUPTED) {
                throw new CancellationException();
            }
            failed++;
            if (error == null) {
                error = "at step " + at.t() + " (" + at.reference() + "): " + e.getMessage();
            }
            return false;
        }
    }

    private Optional<CompiledFilter> compile(ActiveFrame frame) {
        try {
            return Optional.of(frame.compile(condition));
        } catch (JqCompileException e) {
            if (problem == null) {
                problem = frame.node().reference() + ": " + e.getMessage();
            }
            return Optional.empty();
        }
    }
}
