package io.flowork.core.history;

import io.flowork.core.journal.Cursor;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Evaluation;
import io.flowork.core.machine.InputJson;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything that happened in a run, in order: its steps, what it evaluated and what reached it. Made again part by part
 * where somebody looks; a few parts are kept. One thread uses it at a time.
 */
public final class Past {
    /** How many steps a part has. */
    static final int PART = 1_024;

    private static final int PARTS_KEPT = 24;

    /** Makes parts of a run again. */
    public interface Replay {
        /**
         * Makes the steps from one number to before another.
         *
         * @param steps told of these steps and of what is evaluated for them, and of no others
         * @return the journal's entries for the inputs that came before one of these steps; in order
         * @throws Cursor.DivergedException if the journal does not give the recorded states
         */
        List<JournalEntry> replay(long from, long to, Steps steps, BooleanSupplier stop)
                throws Cursor.DivergedException;

        /**
         * The last state before a step.
         *
         * @throws Cursor.DivergedException if the journal does not give the recorded states
         */
        State before(long t, BooleanSupplier stop) throws Cursor.DivergedException;
    }

    private final Replay replay;
    private final BooleanSupplier stop;
    private final Map<Long, List<Happening>> parts = new LinkedHashMap<>(PARTS_KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, List<Happening>> eldest) {
            return size() > PARTS_KEPT;
        }
    };

    /**
     * The past of a run.
     *
     * @param replay makes it again
     * @param stop whether to stop, asked again and again; what stops says so with an exception of {@link Replay}'s
     */
    public Past(Replay replay, BooleanSupplier stop) {
        this.replay = replay;
        this.stop = stop;
    }

    /** The past of a run that has a history. */
    public static Past of(History history, BooleanSupplier stop) {
        return new Past(new HistoryReplay(history), stop);
    }

    /**
     * The last happening that fits.
     *
     * @param before the number of the first step that it must not be, or belong to
     * @return null if there is none
     */
    @Nullable
    Happening last(long before, Predicate<Happening> fits) throws Cursor.DivergedException {
        return last(before, 0, fits);
    }

    /**
     * The last happening that fits.
     *
     * @param before the number of the first step that it must not be, or belong to
     * @param from the number of a step: if it is much earlier it is not looked for
     * @return null if there is none
     */
    @Nullable
    Happening last(long before, long from, Predicate<Happening> fits) throws Cursor.DivergedException {
        for (long at = before - 1; at >= Math.max(0, from); at = at / PART * PART - 1) {
            List<Happening> part = part(at / PART);
            for (int i = part.size() - 1; i >= 0; i--) {
                Happening found = part.get(i);
                if (found.t() < before && fits.test(found)) {
                    return found;
                }
            }
        }
        return null;
    }

    /** The last state before a step. */
    State before(long t) throws Cursor.DivergedException {
        return replay.before(t, stop);
    }

    /**
     * The number of a step before which a visit had begun, and so close to its beginning that what happened to it is found
     * from there on. For this the visit must go on before another step.
     *
     * @return -1 if it does not go on there
     */
    long beginning(long visit, long before) throws Cursor.DivergedException {
        if (!replay.before(before, stop).isActive(visit)) {
            return -1;
        }
        long without = -1;
        long with = before;
        while (with - without > 1) {
            long middle = (with + without) >>> 1;
            if (replay.before(middle, stop).isActive(visit)) {
                with = middle;
            } else {
                without = middle;
            }
        }
        return Math.max(0, without);
    }

    /** What happens from a step on, to the end of what is recorded. */
    Way from(long t) {
        return new Way(t);
    }

    /** A way forwards. */
    final class Way {
        private long next;
        private Iterator<Happening> rest = List.<Happening>of().iterator();
        private final long first;
        private @Nullable Happening found;

        private Way(long t) {
            this.next = t / PART;
            this.first = t;
        }

        boolean hasNext() throws Cursor.DivergedException {
            while (found == null) {
                if (rest.hasNext()) {
                    Happening at = rest.next();
                    found = at.t() < first ? null : at;
                } else {
                    List<Happening> part = part(next++);
                    if (part.isEmpty()) {
                        return false;
                    }
                    rest = part.iterator();
                }
            }
            return true;
        }

        Happening next() {
            Happening at = found;
            if (at == null) {
                throw new NoSuchElementException();
            }
            found = null;
            return at;
        }
    }

    private List<Happening> part(long number) throws Cursor.DivergedException {
        List<Happening> known = parts.get(number);
        if (known == null) {
            Collector collector = new Collector();
            List<JournalEntry> entries = replay.replay(number * PART, (number + 1) * PART, collector, stop);
            known = merged(entries, collector.happenings);
            if (!known.isEmpty() && known.getLast().t() == (number + 1) * PART - 1) {
                parts.put(number, known); // whatever else there may be, it is complete
            }
        }
        return known;
    }

    private static List<Happening> merged(List<JournalEntry> entries, List<Happening> made) {
        List<Happening> all = new ArrayList<>(entries.size() + made.size());
        int next = 0;
        for (Happening at : made) {
            while (next < entries.size() && entries.get(next).t() <= at.t()) {
                all.add(received(entries.get(next++)));
            }
            all.add(at);
        }
        while (next < entries.size()) {
            all.add(received(entries.get(next++)));
        }
        return all;
    }

    private static Happening received(JournalEntry entry) {
        return new Happening.Received(entry, InputJson.read(entry.kind(), entry.payload()));
    }

    /** Puts what was evaluated before the step that it belongs to, and says which part of the task it was. */
    private static final class Collector implements Steps {
        private final List<Happening> happenings = new ArrayList<>();
        private final List<Evaluation> waiting = new ArrayList<>();

        @Override
        public boolean followsExpressions() {
            return true;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // the very expression with the very data
        public void evaluated(Evaluation evaluation) {
            // a transition that was interrupted evaluates again
            waiting.removeIf(other -> other.at().t() != evaluation.at().t()
                    || (other.evaluable() == evaluation.evaluable() && other.data() == evaluation.data()));
            waiting.add(evaluation);
        }

        @Override
        public void step(Step step) {
            for (Evaluation evaluation : waiting) {
                happenings.add(new Happening.Evaluated(evaluation, stage(evaluation, step)));
            }
            waiting.clear();
            happenings.add(new Happening.Made(step));
        }

        private static @Nullable String stage(Evaluation evaluation, Step step) {
            return switch (step) {
                case Step.Evaluated evaluated
                when evaluated.at().visit() == evaluation.at().visit() -> evaluated.stage();
                default -> null;
            };
        }
    }
}
