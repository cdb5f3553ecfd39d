package io.flowork.core.history;

import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When what is at a path of the context, or of the inputs or outputs of a strand's tasks, became another value.
 *
 * <p>An index says when it may have; each answer is checked by looking at the run. One thread uses it at a time.
 */
public final class Writes {
    /** How many steps are indexed before it is asked again whether to stop. */
    private static final int PART = 65_536;

    /** What is written. */
    public enum Of {
        /** The run's context. */
        CONTEXT,
        /** The transformed input of each task that begins on a strand. */
        INPUT,
        /** The output of each task that ends on a strand. */
        OUTPUT
    }

    /**
     * A write.
     *
     * @param t the number of the step by which it was written
     * @param at the task that wrote it
     * @param before what was at the path
     * @param after what has been there since
     */
    public record Write(long t, Step.At at, JsonValue before, JsonValue after) {}

    /** A new value of something. */
    private record Value(Of of, int strand, JsonValue value) {}

    private final History history;
    private final Map<Long, LongList> index = new HashMap<>();
    private final Map<Long, JsonValue> last = new HashMap<>();
    private long indexed;

    /** The writes of a run. */
    public Writes(History history) {
        this.history = history;
    }

    /**
     * Indexes some more of the run, for who has time.
     *
     * @return whether there is more to do
     */
    public boolean indexMore(BooleanSupplier stop) throws Cursor.DivergedException {
        long end = history.end(stop).t();
        if (indexed < end) {
            index(Math.min(end, indexed + PART), stop);
        }
        return indexed < end;
    }

    /**
     * The last write of a path.
     *
     * @param of what is written
     * @param strand the strand whose tasks are meant; of no matter for the context
     * @param path the keys and indices that lead to it
     * @param before the number of a step: earlier ones are looked at
     * @return null if it was never written before: there was nothing, and there still is nothing
     */
    public @Nullable Write last(Of of, int strand, List<JsonValue> path, long before, BooleanSupplier stop)
            throws Cursor.DivergedException {
        long end = Math.min(before, history.end(stop).t());
        while (indexed < end) {
            index(Math.min(end, indexed + PART), stop);
        }
        List<LongList> candidates = new ArrayList<>();
        long key = start(of, strand);
        LongList all = index.get(key);
        for (JsonValue step : path) {
            add(candidates, Changes.replaced(key));
            key = Changes.below(key, step);
        }
        add(candidates, Changes.replaced(key));
        add(candidates, Changes.touched(key));
        if (all == null) {
            return null;
        }
        long t = latest(candidates, before);
        while (t >= 0) {
            Write found = write(of, strand, path, t, all, stop);
            if (found != null) {
                return found;
            }
            t = latest(candidates, t);
        }
        return null;
    }

    private void add(List<LongList> candidates, long key) {
        LongList list = index.get(key);
        if (list != null) {
            candidates.add(list);
        }
    }

    private static long latest(List<LongList> lists, long before) {
        long latest = -1;
        for (LongList list : lists) {
            latest = Math.max(latest, list.lastBefore(before));
        }
        return latest;
    }

    /** What a step wrote at a path; null if that is what was there already. */
    private @Nullable Write write(Of of, int strand, List<JsonValue> path, long t, LongList all, BooleanSupplier stop)
            throws Cursor.DivergedException {
        long earlier = all.lastBefore(t);
        Map<Long, Step> steps = steps(earlier, t, stop);
        Step step = step(steps, t);
        JsonValue after = Facts.at(value(step, of, strand), path);
        JsonValue before = earlier < 0 ? JsonNull.NULL : Facts.at(value(step(steps, earlier), of, strand), path);
        return before.equals(after) && before.toString().equals(after.toString())
                ? null
                : new Write(t, step.at(), before, after);
    }

    private static JsonValue value(Step step, Of of, int strand) {
        for (Value value : values(step)) {
            if (value.of == of && (of == Of.CONTEXT || value.strand == strand)) {
                return value.value;
            }
        }
        throw new IllegalStateException("step " + step + " writes nothing");
    }

    /** Two steps, made again at once if they are near each other. */
    private Map<Long, Step> steps(long earlier, long t, BooleanSupplier stop) throws Cursor.DivergedException {
        Map<Long, Step> found = new HashMap<>();
        Steps keep = step -> {
            if (step.at().t() == earlier || step.at().t() == t) {
                found.put(step.at().t(), step);
            }
        };
        if (earlier >= 0 && t - earlier > Cursor.SLICE) {
            history.steps(earlier, earlier + 1, keep, stop);
        }
        history.steps(earlier >= 0 && t - earlier <= Cursor.SLICE ? earlier : t, t + 1, keep, stop);
        return found;
    }

    private static Step step(Map<Long, Step> steps, long t) {
        Step found = steps.get(t);
        if (found == null) {
            throw new IllegalStateException("there is no step " + t);
        }
        return found;
    }

    // --- the index ---

    private static long start(Of of, int strand) {
        return Changes.start(
                switch (of) {
                    case CONTEXT -> 0;
                    case INPUT -> 2L * strand + 1;
                    case OUTPUT -> 2L * strand + 2;
                });
    }

    private void index(long to, BooleanSupplier stop) throws Cursor.DivergedException {
        long from = indexed;
        Steps told = step -> {
            if (step.at().t() >= indexed) { // a part that was stopped begins again where it was
                values(step).forEach(value -> changed(value, step.at().t()));
                indexed = step.at().t() + 1;
            }
        };
        history.steps(from, to, told, stop);
        indexed = Math.max(indexed, to);
    }

    private void changed(Value value, long t) {
        long start = start(value.of, value.strand);
        JsonValue before = last.put(start, value.value);
        index.computeIfAbsent(start, key -> new LongList()).add(t);
        Changes.of(
                before == null ? JsonNull.NULL : before,
                value.value,
                start,
                key -> index.computeIfAbsent(key, k -> new LongList()).add(t));
    }

    /** What a step writes. */
    private static List<Value> values(Step step) {
        int strand = step.at().strand();
        return switch (step) {
            case Step.Entered entered ->
                step.at().parent() < 0
                        ? List.of(
                                new Value(Of.INPUT, strand, entered.input()),
                                new Value(Of.CONTEXT, strand, entered.input()))
                        : List.of(new Value(Of.INPUT, strand, entered.input()));
            case Step.Completed completed -> List.of(new Value(Of.OUTPUT, strand, completed.output()));
            case Step.Evaluated evaluated
            when evaluated.stage().endsWith("export.as") -> List.of(new Value(Of.CONTEXT, strand, evaluated.result()));
            default -> List.of();
        };
    }
}
