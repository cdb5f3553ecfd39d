package io.flowork.dap.session;

import io.flowork.api.HoldPoints;
import io.flowork.core.history.Stop;
import io.flowork.core.journal.Cursor;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What somebody waits for who lets a run go on. */
interface Goal {
    /** Nothing but what is waited for beside it. */
    Goal NONE = new Goal() {
        @Override
        public @Nullable Stop find(long from) {
            return null;
        }

        @Override
        public HoldPoints points() {
            return HoldPoints.NOWHERE;
        }
    };

    /**
     * The first stop that it is, among the steps that are known.
     *
     * @param from the number of a step: only stops of later ones may be it
     * @return null if it is none of them
     */
    @Nullable
    Stop find(long from) throws Cursor.DivergedException;

    /** Where it may be, however the run goes on. */
    HoldPoints points();

    /** Whether what comes after a stop matters for whether it is the one. */
    default boolean looksAhead() {
        return false;
    }

    /** Where traps may stop a run. */
    static HoldPoints points(Traps traps) {
        boolean everywhere = traps.data().stream().anyMatch(each -> each.path().of() != DataPath.Of.INPUT);
        Set<String> tasks = traps.references();
        traps.data().forEach(each -> {
            if (each.path().reference() != null) {
                tasks.add(each.path().reference());
            }
        });
        String errors = traps.errors().isEmpty() ? null : HoldPoints.ALL;
        return new HoldPoints(everywhere, List.of(), List.copyOf(tasks), errors, null);
    }

    /**
     * The first of the stops that traps mean.
     *
     * @param sweeps makes a sweep for them, as one knows the run as it was
     */
    static Goal of(Member run, Traps traps, Supplier<Sweep> sweeps) {
        return new Goal() {
            @Override
            public @Nullable Stop find(long from) throws Cursor.DivergedException {
                return traps.isEmpty() ? null : sweeps.get().findIn(run, from);
            }

            @Override
            public HoldPoints points() {
                return Goal.points(traps);
            }

            @Override
            public boolean looksAhead() {
                return !traps.errors().isEmpty();
            }
        };
    }

    /** A way from a stop to one that is not known yet. */
    interface Way {
        /** Where it leads as far as steps are known; the end if that is not far enough. */
        @Nullable
        Stop to(Stop from, BooleanSupplier stop) throws Cursor.DivergedException;
    }

    /**
     * Where a way leads, or what is met before.
     *
     * @param deepest how deep a task may be that it leads to
     */
    static Goal of(Way way, Stop start, int deepest, Goal others, BooleanSupplier stop) {
        return new Goal() {
            @Override
            public @Nullable Stop find(long from) throws Cursor.DivergedException {
                Stop to = way.to(start, stop);
                Stop met = others.find(from);
                if (to == null || to.isEnd()) {
                    return met;
                }
                return met == null || to.t() < met.t() ? to : met;
            }

            @Override
            public HoldPoints points() {
                HoldPoints other = others.points();
                boolean isMain =
                        start.strand() == 0 && deepest < Integer.MAX_VALUE; // else its end leads to another strand
                List<HoldPoints.Within> within = isMain ? List.of(new HoldPoints.Within(0, deepest)) : List.of();
                return new HoldPoints(!isMain || other.everywhere(), within, other.tasks(), other.errors(), null);
            }

            @Override
            public boolean looksAhead() {
                return others.looksAhead();
            }
        };
    }
}
