package io.flowork.core.history;

import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The stops of a run, and the ways from one to another, forwards and backwards.
 *
 * <p>Ways are on a strand: {@link #next} goes on at the same depth or further out, so it steps over what is inside a task,
 * and {@link #back} is its mirror image; {@link #into} and {@link #backInto} stop at any depth, {@link #out} and
 * {@link #backOut} further out only. Where a branch of a fork ends, a way goes on with the strand of the fork. A way that
 * would lead beyond either end is null.
 *
 * <p>An index of the stops is a cache, made part by part where it is needed. One thread uses it at a time. A method that is
 * told to stop throws a {@link CancellationException}; what it found out so far is kept.
 */
public final class Stops {
    /** How many steps a part of the index has, or a few more. */
    private static final int PART = 4 * Cursor.SLICE;

    /** Parts of fewer steps become part of what comes after them: whoever goes on step by step makes many. */
    private static final int SMALL = Cursor.SLICE / 8;

    /** How many parts are gone through at once at most by who looks for states. */
    private static final int MOST_PARTS = 16;

    /** The visit of no task. */
    private static final long NOTHING = -2;

    private final History history;
    private final Names names = new Names();
    private final TreeMap<Long, Chunk> chunks = new TreeMap<>();

    /** The stops of a history. */
    public Stops(History history) {
        this.history = history;
    }

    /** Whether a stop is one to go to. */
    public interface Test {
        /**
         * Looks at a stop.
         *
         * @param state the state at the stop: see {@link Stops#state}
         */
        boolean holds(Stop stop, State state);
    }

    // --- places ---

    /** The first stop before a task; the end if there is none. */
    public Stop first(BooleanSupplier stop) throws Cursor.DivergedException {
        Stop first = search(-1, true, found -> found.kind() == Stop.Kind.TASK, null, stop);
        return first == null ? end(stop) : first;
    }

    /** The end of what is recorded. */
    public Stop end(BooleanSupplier stop) throws Cursor.DivergedException {
        return Stop.end(history.end(stop).t());
    }

    /** The last stop before a task whose step is a number or before; the first one if there is none; the end from there on. */
    public Stop at(long t, BooleanSupplier stop) throws Cursor.DivergedException {
        Stop end = end(stop);
        if (t >= end.t()) {
            return end;
        }
        Stop found = search(t + 1, false, each -> each.kind() == Stop.Kind.TASK, null, stop);
        return found == null ? first(stop) : found;
    }

    /** The state at a stop: after a task was entered, with an error about to be passed on, or at the end. */
    public State state(Stop at, BooleanSupplier stop) throws Cursor.DivergedException {
        return switch (at.kind()) {
            case TASK -> history.after(at.t(), stop);
            case ERROR -> history.before(at.t(), stop);
            case END -> history.end(stop);
        };
    }

    // --- ways ---

    /** The next stop on the strand at the same depth or further out. */
    public @Nullable Stop next(Stop from, BooleanSupplier stop) throws Cursor.DivergedException {
        return from.isEnd() ? null : forwards(from, from.depth(), NOTHING, stop);
    }

    /** The next stop on the strand at any depth; from a fork the first one of its branches. */
    public @Nullable Stop into(Stop from, BooleanSupplier stop) throws Cursor.DivergedException {
        return from.isEnd() ? null : forwards(from, Integer.MAX_VALUE, from.visit(), stop);
    }

    /** The next stop on the strand further out. */
    public @Nullable Stop out(Stop from, BooleanSupplier stop) throws Cursor.DivergedException {
        return from.isEnd() ? null : forwards(from, from.depth() - 1, NOTHING, stop);
    }

    /** The previous stop on the strand at the same depth or further out. */
    public @Nullable Stop back(Stop from, BooleanSupplier stop) throws Cursor.DivergedException {
        return backwards(from, from.isEnd() ? depthAtEnd(stop) : from.depth(), stop);
    }

    /** The previous stop on the strand at any depth. */
    public @Nullable Stop backInto(Stop from, BooleanSupplier stop) throws Cursor.DivergedException {
        return backwards(from, Integer.MAX_VALUE, stop);
    }

    /** The previous stop on the strand further out. */
    public @Nullable Stop backOut(Stop from, BooleanSupplier stop) throws Cursor.DivergedException {
        return from.isEnd() ? null : backwards(from, from.depth() - 1, stop);
    }

    /** Whoever steps back from the end of a run that went well skips what is inside its last task, else sees why it ended. */
    private int depthAtEnd(BooleanSupplier stop) throws Cursor.DivergedException {
        return history.end(stop).output() == null ? Integer.MAX_VALUE : 1;
    }

    private Stop forwards(Stop from, int deepest, long inside, BooleanSupplier stop) throws Cursor.DivergedException {
        int outer = from.strand(); // where the way goes on if the strand has ended, and nothing on it begins anew
        for (Chunk chunk = chunk(from.t(), stop); chunk != null; chunk = chunk(chunk.to(), stop)) {
            for (int i = chunk.place(from.t() + 1); i < chunk.size(); i++) {
                int strand = chunk.strand(i);
                if (chunk.isLeft(i) && strand == outer) {
                    outer = names.parent(strand);
                } else if (isTask(chunk, i)
                        && (strand == from.strand()
                                ? chunk.depth(i) <= deepest
                                : strand == outer || chunk.parent(i) == inside)) {
                    return chunk.stop(i);
                }
            }
        }
        return end(stop);
    }

    private @Nullable Stop backwards(Stop from, int deepest, BooleanSupplier stop) throws Cursor.DivergedException {
        long until = from.t();
        while (until > 0) {
            Chunk chunk = chunk(until - 1, stop);
            if (chunk == null) {
                throw new IllegalStateException("no step " + (until - 1));
            }
            for (int i = chunk.place(from.t()) - 1; i >= 0; i--) {
                if (!isTask(chunk, i)) {
                    continue;
                }
                boolean around = chunk.visit(i) == from.parent(); // maybe the fork that started the strand
                if (around || (chunk.strand(i) == from.strand() && chunk.depth(i) <= deepest)) {
                    return chunk.stop(i);
                }
            }
            until = chunk.from();
        }
        return null;
    }

    // --- looking for stops ---

    /**
     * The nearest stop that is to be found.
     *
     * @param from the number of a step: stops of later ones are looked at, or of earlier ones
     * @param forwards whether to look at later ones
     * @param candidate whether a stop may be it; it is asked often
     * @param test whether a candidate is it; null if every one is
     * @return null if there is none before the end
     */
    public @Nullable Stop search(
            long from, boolean forwards, Predicate<Stop> candidate, @Nullable Test test, BooleanSupplier stop)
            throws Cursor.DivergedException {
        return search(from, forwards, candidate, test, stop, t -> {});
    }

    /**
     * The nearest stop that is to be found.
     *
     * @param progress told from time to time how far the search has come: the number of a step
     * @see #search(long, boolean, Predicate, Test, BooleanSupplier)
     */
    public @Nullable Stop search(
            long from,
            boolean forwards,
            Predicate<Stop> candidate,
            @Nullable Test test,
            BooleanSupplier stop,
            LongConsumer progress)
            throws Cursor.DivergedException {
        return search(from, forwards ? Long.MAX_VALUE : -1, candidate, test, stop, progress);
    }

    /**
     * The nearest stop between two steps that is to be found.
     *
     * @param from the number of the step from which to look
     * @param to the number of the step at which to give up; less than the other to look backwards. Stops at neither are looked
     *     at
     * @param progress told from time to time how far the search has come: the number of a step
     * @see #search(long, boolean, Predicate, Test, BooleanSupplier)
     */
    public @Nullable Stop search(
            long from,
            long to,
            Predicate<Stop> candidate,
            @Nullable Test test,
            BooleanSupplier stop,
            LongConsumer progress)
            throws Cursor.DivergedException {
        boolean forwards = from < to;
        Predicate<Stop> between = found -> (forwards ? found.t() < to : found.t() > to) && candidate.test(found);
        long at = forwards ? Math.max(0, from) : from - 1;
        int parts = 1;
        while (forwards ? at < to : at > to) {
            List<Chunk> some = parts(at, forwards, test == null ? 1 : parts, stop);
            if (some.isEmpty()) {
                return null;
            }
            Stop found = test == null
                    ? nearest(some.getFirst(), from, forwards, between)
                    : tested(some, from, forwards, between, test, stop);
            if (found != null) {
                return found;
            }
            parts = Math.min(2 * parts, MOST_PARTS);
            at = forwards ? some.getLast().to() : some.getFirst().from() - 1;
            progress.accept(at);
        }
        return null;
    }

    /** Some parts in their order, one of which has a step: from that one on, or up to it. */
    private List<Chunk> parts(long t, boolean forwards, int count, BooleanSupplier stop)
            throws Cursor.DivergedException {
        List<Chunk> parts = new ArrayList<>();
        Chunk chunk = chunk(t, stop);
        while (chunk != null && parts.size() < count) {
            if (forwards) {
                parts.addLast(chunk);
            } else {
                parts.addFirst(chunk);
            }
            chunk = parts.size() == count ? null : chunk(forwards ? chunk.to() : chunk.from() - 1, stop);
        }
        return parts;
    }

    private static @Nullable Stop nearest(Chunk chunk, long from, boolean forwards, Predicate<Stop> candidate) {
        int begin = forwards ? chunk.place(from + 1) : 0;
        int end = forwards ? chunk.size() : chunk.place(from);
        for (int n = 0; n < end - begin; n++) {
            int i = forwards ? begin + n : end - 1 - n;
            if (isCandidate(chunk, i)) {
                Stop found = chunk.stop(i);
                if (candidate.test(found)) {
                    return found;
                }
            }
        }
        return null;
    }

    private static boolean isCandidate(Chunk chunk, int place) {
        return chunk.isError(place) || isTask(chunk, place);
    }

    /** Whether a row is a stop before a task; the workflow itself is none. */
    private static boolean isTask(Chunk chunk, int place) {
        return chunk.isTask(place) && chunk.depth(place) > 0;
    }

    /** Folds parts once, and looks at the candidates in them. */
    private @Nullable Stop tested(
            List<Chunk> parts, long from, boolean forwards, Predicate<Stop> candidate, Test test, BooleanSupplier stop)
            throws Cursor.DivergedException {
        History.Way way = null;
        Stop last = null;
        for (Chunk chunk : parts) {
            int end = forwards ? chunk.size() : chunk.place(from);
            for (int i = forwards ? chunk.place(from + 1) : 0; i < end; i++) {
                Stop found = isCandidate(chunk, i) ? chunk.stop(i) : null;
                if (found == null || !candidate.test(found)) {
                    continue;
                }
                if (way == null) {
                    way = history.way(found.t(), null);
                }
                if (test.holds(found, state(found, way, stop))) {
                    if (forwards) {
                        return found;
                    }
                    last = found;
                }
            }
        }
        return last;
    }

    private State state(Stop at, History.Way way, BooleanSupplier stop) throws Cursor.DivergedException {
        if (at.kind() == Stop.Kind.ERROR) {
            return history.before(at.t(), stop);
        }
        way.to(at.t() + 1, stop);
        return way.state();
    }

    // --- runs that this one started ---

    /**
     * The nearest step at which the run started one of another workflow, as a place on the ways: nobody stops there, but a
     * way leads from it to the stops after it, and back to those before it.
     *
     * @param from the number of a step: later ones are looked at, or earlier ones
     * @param limit the number of the step at which to give up
     * @param strand the strand it is to be on; -1 for any
     */
    public @Nullable Stop started(long from, boolean forwards, long limit, int strand, BooleanSupplier stop)
            throws Cursor.DivergedException {
        Chunk chunk = chunk(forwards ? Math.max(0, from) : from - 1, stop);
        while (chunk != null) {
            int begin = forwards ? chunk.place(from + 1) : 0;
            int end = forwards ? chunk.size() : chunk.place(from);
            for (int n = 0; n < end - begin; n++) {
                int i = forwards ? begin + n : end - 1 - n;
                if (forwards ? chunk.t(i) >= limit : chunk.t(i) <= limit) {
                    return null;
                }
                if (chunk.isStarted(i) && (strand < 0 || chunk.strand(i) == strand)) {
                    return chunk.stop(i);
                }
            }
            chunk = chunk(forwards ? chunk.to() : chunk.from() - 1, stop);
        }
        return null;
    }

    // --- the index ---

    /**
     * Indexes some more of the run, for who has time.
     *
     * @param most how many steps to index at most
     * @return whether there is more to do
     */
    public boolean indexMore(long most, BooleanSupplier stop) throws Cursor.DivergedException {
        long at = 0;
        for (Chunk chunk : chunks.values()) {
            if (chunk.from() > at) {
                break;
            }
            at = chunk.to();
        }
        return at < most && chunk(at, stop) != null;
    }

    /**
     * Looks whether there is more of a run that goes on.
     *
     * @return whether there is
     */
    public boolean refresh() {
        return refresh(Reach.ALL);
    }

    /**
     * Looks as far as a run has come from now on, and no further.
     *
     * @param now how far that is; never fewer entries than before
     * @return whether it is not as far as before
     */
    public boolean refresh(Reach now) {
        Long changed = history.refresh(now);
        if (changed == null) {
            return false;
        }
        Map.Entry<Long, Chunk> last = chunks.lastEntry();
        boolean isSmall = last != null && last.getValue().to() - last.getValue().from() < SMALL;
        while (last != null && (isSmall || last.getValue().to() > changed)) {
            isSmall = false;
            chunks.remove(last.getKey());
            last = chunks.lastEntry();
        }
        return true;
    }

    /** The part that has a step; null if there is none. */
    private @Nullable Chunk chunk(long t, BooleanSupplier stop) throws Cursor.DivergedException {
        Map.Entry<Long, Chunk> floor = t < 0 ? null : chunks.floorEntry(t);
        if (floor != null && t < floor.getValue().to()) {
            return floor.getValue();
        }
        if (t < 0 || t >= history.end(stop).t()) {
            return null;
        }
        long begin = Math.max(floor == null ? 0 : floor.getValue().to(), history.lastCheckpoint(t));
        while (true) {
            Chunk made = make(begin, stop);
            if (t < made.to()) {
                return made;
            }
            begin = made.to();
        }
    }

    private Chunk make(long begin, BooleanSupplier stop) throws Cursor.DivergedException {
        Long known = chunks.higherKey(begin);
        long end = Math.min(history.nextCheckpoint(begin), known == null ? Long.MAX_VALUE : known);
        Chunk[] making = new Chunk[1];
        History.Way way = history.way(begin, step -> {
            if (making[0] != null && step.at().t() >= begin) {
                making[0].step(step);
            }
        });
        way.to(begin, stop);
        Chunk chunk = new Chunk(way.state(), names);
        making[0] = chunk;
        way.to(Math.min(end, begin + PART), stop);
        way.keep(); // the next part begins there
        chunk.end(way.state().t());
        chunks.put(begin, chunk);
        return chunk;
    }
}
