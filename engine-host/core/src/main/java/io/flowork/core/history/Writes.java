package io.flowork.core.history;

import io.flowork.core.journal.Cursor;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Edit;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.InputJson;
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
 * When what is at a path of the context, or of the inputs or outputs of a task's visits, became another value.
 *
 * <p>An index says when it may have; each answer is checked by looking at the run. It is of the run as it is recorded: when
 * that goes on, another one is needed. One thread uses it at a time.
 */
public final class Writes {
    /** How many steps are indexed at once at most. */
    private static final int PART = 16_384;

    /** What is written. */
    public enum Of {
        /** The run's context: by what a task exports, or by who edited it when a branch was made. */
        CONTEXT,
        /** The transformed input of each visit of a task, when that begins. */
        INPUT,
        /** The output of each visit of a task, when that ends. */
        OUTPUT
    }

    /**
     * A write.
     *
     * @param t the number of the step by which it was written; of an edit, that of the first step after it
     * @param at the task that wrote it; null for who edited it when a branch was made
     * @param before what was at the path
     * @param after what has been there since
     */
    public record Write(long t, Step.@Nullable At at, JsonValue before, JsonValue after) {}

    /** A new value of something. */
    private record Value(long key, JsonValue value) {}

    private final History history;
    private final Map<String, Integer> references = new HashMap<>();

    /** The places of writes, in ascending order: of a step's twice its number and one more, of an edit's before it one less. */
    private final Map<Long, LongList> index = new HashMap<>();

    private final Map<Long, JsonValue> last = new HashMap<>();
    private @Nullable List<Long> edits;
    private int edited;
    private long indexed;

    /** The writes of a run. */
    public Writes(History history) {
        this.history = history;
    }

    /**
     * Indexes some more of the run, for who has time.
     *
     * @param most how many steps to index at most
     * @return whether there is more to do
     */
    public boolean indexMore(long most, BooleanSupplier stop) throws Cursor.DivergedException {
        long end = Math.min(most, history.end(stop).t());
        if (indexed < end) {
            index(Math.min(end, indexed + PART), stop);
        }
        return indexed < end;
    }

    /**
     * The last write of a path.
     *
     * @param of what is written
     * @param reference the task that is meant; of no matter for the context
     * @param path the keys and indices that lead to it
     * @param before the number of a step: earlier ones are looked at
     * @return null if it was never written before: there was nothing, and there still is nothing
     */
    public @Nullable Write last(Of of, String reference, List<JsonValue> path, long before, BooleanSupplier stop)
            throws Cursor.DivergedException {
        long end = Math.min(before, history.end(stop).t());
        while (indexed < end || hasEdit(before, stop)) {
            index(Math.min(end, indexed + PART), stop);
        }
        List<LongList> candidates = new ArrayList<>();
        long whole = key(of, reference);
        long key = whole;
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
        long place = latest(candidates, 2 * before);
        while (place >= 0) {
            Write found = write(whole, path, place, all.lastBefore(place), stop);
            if (found != null) {
                return found;
            }
            place = latest(candidates, place);
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

    // --- the run ---

    private static boolean isEdit(long place) {
        return place % 2 == 0;
    }

    /** What was written at a place; null if that is what was there already. */
    private @Nullable Write write(long key, List<JsonValue> path, long place, long earlier, BooleanSupplier stop)
            throws Cursor.DivergedException {
        Map<Long, Step> steps = steps(earlier, place, stop);
        JsonValue after = Facts.at(value(key, place, steps, stop), path);
        JsonValue before = earlier < 0 ? JsonNull.NULL : Facts.at(value(key, earlier, steps, stop), path);
        Step step = steps.get(place);
        return before.equals(after) && before.toString().equals(after.toString())
                ? null
                : new Write(place / 2, step == null ? null : step.at(), before, after);
    }

    private JsonValue value(long key, long place, Map<Long, Step> steps, BooleanSupplier stop)
            throws Cursor.DivergedException {
        if (isEdit(place)) {
            return history.before(place / 2, stop).context();
        }
        Step step = steps.get(place);
        for (Value value : step == null ? List.<Value>of() : values(step)) {
            if (value.key == key) {
                return value.value;
            }
        }
        throw new IllegalStateException("step " + place / 2 + " writes nothing: " + step);
    }

    /** The steps at two places, made again at once if they are near each other. */
    private Map<Long, Step> steps(long earlier, long place, BooleanSupplier stop) throws Cursor.DivergedException {
        Map<Long, Step> found = new HashMap<>();
        Steps keep = step -> {
            long at = 2 * step.at().t() + 1;
            if (at == earlier || at == place) {
                found.put(at, step);
            }
        };
        long t = place / 2;
        boolean near = earlier >= 0 && t - earlier / 2 <= Cursor.SLICE;
        if (earlier >= 0 && !near && !isEdit(earlier)) {
            history.steps(earlier / 2, earlier / 2 + 1, keep, stop);
        }
        if (near || !isEdit(place)) {
            history.steps(near ? earlier / 2 : t, isEdit(place) ? t : t + 1, keep, stop);
        }
        return found;
    }

    // --- the index ---

    private long key(Of of, String reference) {
        return Changes.start(
                switch (of) {
                    case CONTEXT -> 0;
                    case INPUT -> 2L * number(reference) + 1;
                    case OUTPUT -> 2L * number(reference) + 2;
                });
    }

    private int number(String reference) {
        return references.computeIfAbsent(reference, added -> references.size());
    }

    /** Indexes the steps before a number, and the edits. */
    private void index(long to, BooleanSupplier stop) throws Cursor.DivergedException {
        while (hasEdit(to, stop)) {
            long t = edits(stop).get(edited);
            made(t, stop);
            changed(new Value(key(Of.CONTEXT, ""), history.before(t, stop).context()), 2 * t);
            edited++;
        }
        made(to, stop);
    }

    private void made(long to, BooleanSupplier stop) throws Cursor.DivergedException {
        if (indexed >= to) {
            return;
        }
        Steps told = step -> {
            if (step.at().t() >= indexed) { // a part that was stopped begins again where it was
                values(step).forEach(value -> changed(value, 2 * step.at().t() + 1));
                indexed = step.at().t() + 1;
            }
        };
        history.steps(indexed, to, told, stop);
        indexed = Math.max(indexed, to);
    }

    private void changed(Value value, long place) {
        JsonValue before = last.put(value.key, value.value);
        index.computeIfAbsent(value.key, key -> new LongList()).add(place);
        Changes.of(
                before == null ? JsonNull.NULL : before,
                value.value,
                value.key,
                key -> index.computeIfAbsent(key, k -> new LongList()).add(place));
    }

    /** What a step writes. */
    private List<Value> values(Step step) {
        String reference = step.at().reference();
        return switch (step) {
            case Step.Entered entered -> {
                Value input = new Value(key(Of.INPUT, reference), entered.input());
                yield step.at().parent() < 0
                        ? List.of(input, new Value(key(Of.CONTEXT, ""), entered.input()))
                        : List.of(input);
            }
            case Step.Completed completed -> List.of(new Value(key(Of.OUTPUT, reference), completed.output()));
            case Step.Evaluated evaluated
            when evaluated.stage().endsWith("export.as") -> List.of(new Value(key(Of.CONTEXT, ""), evaluated.result()));
            default -> List.of();
        };
    }

    // --- edits ---

    /** Whether there is an edit before a step that is not indexed yet. */
    private boolean hasEdit(long before, BooleanSupplier stop) throws Cursor.DivergedException {
        List<Long> all = edits(stop);
        return edited < all.size() && all.get(edited) < before;
    }

    /** The numbers of the steps before which somebody edited the context. */
    private List<Long> edits(BooleanSupplier stop) throws Cursor.DivergedException {
        List<Long> known = edits;
        if (known == null) {
            known = history.end(stop).branch() == 0 ? List.of() : found(history.recording());
            edits = known;
        }
        return known;
    }

    private static List<Long> found(Recording recording) {
        List<Long> found = new ArrayList<>();
        List<JournalEntry> page = recording.entries(0);
        while (!page.isEmpty()) {
            for (JournalEntry entry : page) {
                if (isEdit(InputJson.read(entry.kind(), entry.payload()))
                        && (found.isEmpty() || found.getLast() < entry.t())) {
                    found.add(entry.t());
                }
            }
            page = recording.entries(page.getLast().seq() + 1);
        }
        return found;
    }

    private static boolean isEdit(Input input) {
        return input instanceof Input.Forked forked
                && forked.aside() != null
                && forked.aside().edits().stream().anyMatch(edit -> edit.of() == Edit.Of.CONTEXT);
    }
}
