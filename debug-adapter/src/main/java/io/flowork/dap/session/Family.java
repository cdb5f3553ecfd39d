package io.flowork.dap.session;

import io.flowork.core.history.Stop;
import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Machine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The runs of a session: the one that is debugged, and those that follow from it, which are opened when somebody comes by. */
final class Family {
    /** How many runs are kept open beside those that the session stands in. */
    private static final int MOST_OPEN = 32;

    /** The threads of runs that others have started have larger numbers than strands. */
    private static final int FIRST_THREAD = 1 << 20;

    private final Machine machine;
    private final Member root;
    private final LinkedHashMap<Key, Opened> opened = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Key, String> missing = new HashMap<>();
    private final Set<String> programs = new HashSet<>();
    private final List<DebuggedRun> discovered = new ArrayList<>();
    private final List<Consumer<DebuggedRun>> listeners = new ArrayList<>();
    private List<Member> kept = List.of();
    private final Map<Line, Integer> threads = new HashMap<>();
    private final List<Line> lines = new ArrayList<>();

    Family(DebuggedRun run, Machine machine) {
        this.machine = machine;
        this.root = Member.root(run, machine);
        programs.add(run.program().hash());
    }

    /** A step of a run at which it started one. */
    private record Key(String run, long t) {}

    private record Opened(Member member, Runs.Open open) {}

    /**
     * A strand of a run.
     *
     * @param run the run's id
     * @param strand the strand's number
     */
    record Line(String run, int strand) {}

    Member root() {
        return root;
    }

    /** Has some runs stay open, with those around them; others no longer. */
    void keep(Member... some) {
        kept = List.of(some);
    }

    /** Has somebody told of runs with a program that no run before had, also of those that there were. */
    void whenDiscovered(Consumer<DebuggedRun> listener) {
        listeners.add(listener);
        List.copyOf(discovered).forEach(listener);
    }

    /**
     * The run that was started at a step.
     *
     * @return null if it is not there; {@link #whyMissing} says why
     */
    @Nullable
    Member child(Member of, Stop start, BooleanSupplier stop) throws Cursor.DivergedException {
        Key key = new Key(of.run().id(), start.t());
        Opened known = opened.get(key);
        if (known != null && of.equals(known.member().parent())) {
            return known.member();
        }
        if (known != null) { // of a run around that was closed meanwhile
            known.open().close();
            opened.remove(key);
        }
        if (missing.containsKey(key)) {
            return null;
        }
        Effect.ChildRun wanted = of.wanted(start, stop);
        try {
            Runs.Open open = of.run().children().open(wanted);
            Member child = of.child(open.run(), start, machine);
            opened.put(key, new Opened(child, open));
            forget(child);
            if (programs.add(child.run().program().hash())) {
                discovered.add(child.run());
                listeners.forEach(listener -> listener.accept(child.run()));
            }
            return child;
        } catch (RefusedException e) {
            missing.put(
                    key,
                    "The run of %s/%s %s that was started here is stepped over: %s"
                            .formatted(wanted.namespace(), wanted.name(), wanted.version(), e.getMessage()));
            return null;
        }
    }

    /** Why a run is not there that was started at a step; null if it is, or nobody has looked. */
    @Nullable
    String whyMissing(Member of, Stop start) {
        return missing.get(new Key(of.run().id(), start.t()));
    }

    private void forget(Member opening) {
        var eldest = opened.values().iterator();
        while (opened.size() > MOST_OPEN && eldest.hasNext()) {
            Opened each = eldest.next();
            if (!each.member().isAround(opening) && kept.stream().noneMatch(each.member()::isAround)) {
                each.open().close();
                eldest.remove();
            }
        }
    }

    /** Looks whether there is more of runs that go on; says whether there is. */
    boolean refresh() {
        boolean more = root.stops().refresh();
        return refreshOthers() || more;
    }

    /** The same of those that were started by the run that is debugged, or by others. */
    boolean refreshOthers() {
        missing.clear();
        boolean more = false;
        for (Opened each : opened.values()) {
            more |= each.member().stops().refresh();
        }
        return more;
    }

    /** The number of a strand among those of all runs; that of the run that is debugged is the strand's own. */
    int thread(Member of, int strand) {
        if (of.equals(root)) {
            return strand;
        }
        Line line = new Line(of.run().id(), strand);
        Integer known = threads.get(line);
        if (known == null) {
            known = FIRST_THREAD + lines.size();
            lines.add(line);
            threads.put(line, known);
        }
        return known;
    }

    /** The strand with a number. */
    Line line(int thread) {
        int place = thread - FIRST_THREAD;
        return place >= 0 && place < lines.size()
                ? lines.get(place)
                : new Line(root.run().id(), thread);
    }
}
