package io.flowork.dap.session;

import io.flowork.core.history.Stop;
import io.flowork.core.journal.Cursor;
import io.flowork.dap.session.Point.Moment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks through all runs of a session for the stops that traps mean, in the order of their steps. */
final class Sweep {
    /** Told how far a sweep has come. */
    interface Progress {
        /** Nobody wants to know. */
        Progress NONE = (in, t) -> {};

        /** It has come to a step of a run. */
        void at(Member in, long t);
    }

    private final Family family;
    private final Supplier<Traps> traps;
    private final Looker looker;
    private final Control control;
    private final IdentityHashMap<Member, Scan> scans = new IdentityHashMap<>();
    private final Map<Integer, String> failures = new HashMap<>();
    private final Map<Integer, Map<String, Numbered>> counted = new HashMap<>();

    /**
     * A sweep.
     *
     * @param traps asked for each run, as breakpoints are bound when a run is found
     */
    Sweep(Family family, Supplier<Traps> traps, Looker looker, Control control) {
        this.family = family;
        this.traps = traps;
        this.looker = looker;
        this.control = control;
    }

    /** Why conditions failed that did, by the numbers of their breakpoints. */
    Map<Integer, String> failures() {
        return failures;
    }

    /** Whether there is nothing to look for. */
    boolean isEmpty() {
        return traps.get().isEmpty();
    }

    private Scan scan(Member in) {
        return scans.computeIfAbsent(
                in,
                run -> new Scan(
                        run,
                        traps.get().in(run, family.root()),
                        looker,
                        control,
                        failures,
                        (id, at) -> number(id, new Point(run, at))));
    }

    /** What hits at a stop. */
    Scan.Hits hits(Point at) throws Cursor.DivergedException {
        return scan(at.in()).hits(at.at(), at.in().stops().state(at.at(), control));
    }

    /** What the log messages at a stop say. */
    List<String> messages(Point at) throws Cursor.DivergedException {
        return scan(at.in()).messages(at.at(), at.in().stops().state(at.at(), control));
    }

    /**
     * The nearest stop at which something hits.
     *
     * @param from where it begins: stops after it are looked at, or before it
     * @param limit where it gives up; null for nowhere
     */
    @Nullable
    Point find(Moment from, boolean forwards, @Nullable Moment limit, Progress progress)
            throws Cursor.DivergedException {
        if (isEmpty()) {
            return null;
        }
        Member in = from.in();
        long t = from.t();
        while (true) {
            Point found = inside(in, t, forwards, limit, progress);
            Member parent = in.parent();
            if (found != null || parent == null || (limit != null && in.isAround(limit.in()))) {
                return found;
            }
            t = in.start().t();
            in = parent;
        }
    }

    /** The nearest stop after a step of a run at which something hits; those that it has started are left out. */
    @Nullable
    Stop findIn(Member in, long from) throws Cursor.DivergedException {
        return isEmpty() ? null : scan(in).find(from, true, Long.MAX_VALUE, t -> {});
    }

    /** The same in a run and those that it has started. */
    private @Nullable Point inside(Member in, long from, boolean forwards, @Nullable Moment limit, Progress progress)
            throws Cursor.DivergedException {
        long end =
                limit == null ? (forwards ? Long.MAX_VALUE : -1) : forwards ? limit.forwards(in) : limit.backwards(in);
        long at = from;
        while (true) {
            Stop start = in.starts() ? in.stops().started(at, forwards, end, -1, control) : null;
            long until = start == null ? end : start.t();
            Stop hit = scan(in).find( // what is looked at may be more than is asked for
                            at,
                            forwards,
                            until,
                            t -> progress.at(in, forwards ? Math.min(t, until) : Math.max(t, until)));
            if (hit != null) {
                return new Point(in, hit);
            }
            if (start == null) {
                return null;
            }
            Member child = family.child(in, start, control);
            if (child != null) {
                long begin = forwards ? -1 : child.stops().end(control).t();
                Point found = inside(child, begin, forwards, limit, progress);
                if (found != null || (limit != null && child.isAround(limit.in()))) {
                    return found;
                }
            }
            at = start.t();
        }
    }

    /** The hits of a breakpoint in a run, by their steps, with their numbers among those in all runs. */
    private static final class Numbered {
        private long[] t = new long[8];
        private long[] number = new long[8];
        private int size;

        void add(long step, long numbered) {
            if (size == t.length) {
                t = Arrays.copyOf(t, size * 2);
                number = Arrays.copyOf(number, size * 2);
            }
            t[size] = step;
            number[size++] = numbered;
        }

        long at(long step) {
            int place = Arrays.binarySearch(t, 0, size, step);
            return place < 0 ? 0 : number[place];
        }
    }

    private long number(int id, Point at) throws Cursor.DivergedException {
        Map<String, Numbered> all = counted.get(id);
        if (all == null) {
            all = count(id);
            counted.put(id, all);
        }
        Numbered inRun = all.get(at.in().run().id());
        return inRun == null ? 0 : inRun.at(at.at().t());
    }

    private Map<String, Numbered> count(int id) throws Cursor.DivergedException {
        Sweep sweep = new Sweep(family, () -> traps.get().uncounted(id), looker, control);
        Map<String, Numbered> all = new HashMap<>();
        long number = 0;
        Point found = sweep.find(new Moment(family.root(), -1), true, null, Progress.NONE);
        while (found != null) {
            all.computeIfAbsent(found.in().run().id(), run -> new Numbered())
                    .add(found.at().t(), ++number);
            found = sweep.find(found.moment(), true, null, Progress.NONE);
        }
        return all;
    }
}
