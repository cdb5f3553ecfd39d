package io.flowork.runtime.fork;

import io.flowork.api.ForkRequest;
import io.flowork.api.ProblemException;
import io.flowork.core.history.diff.RunDiff;
import io.flowork.core.history.fork.Answers;
import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Status;
import io.flowork.core.machine.Steps;
import io.flowork.grammar.json.JsonObject;
import io.flowork.store.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What differs between recorded runs, and what an edited program would have made of one. Nothing is stored. */
public final class Comparisons {
    /** How many steps of a run that has not ended are made after its last input. */
    private static final int BEYOND = 100_000;

    private final Forks forks;

    /** Comparisons of the runs in a store. */
    public Comparisons(Forks forks) {
        this.forks = forks;
    }

    /** A run on one of its branches. */
    public RunDiff.Side side(RunRecord run, @Nullable Integer branch) {
        StoredLine line = forks.line(run, branch);
        long beyond = run.status().ended() ? Long.MAX_VALUE : BEYOND;
        return steps -> folded(line, Long.MAX_VALUE, List.of(), beyond, steps);
    }

    /** A branch that is not stored. */
    public RunDiff.Side side(Forks.Trial trial) {
        StoredLine line = forks.line(trial.run(), trial.aside().from());
        return steps -> folded(line, trial.point().seq(), trial.branch().entries(), BEYOND, steps);
    }

    private State folded(StoredLine line, long last, List<JournalEntry> then, long beyond, Steps steps) {
        Fold fold = new Fold(forks.machine(), State.initial(line.program()), steps);
        long next = 0;
        for (List<JournalEntry> page = line.entries(0); !page.isEmpty() && next <= last; page = line.entries(next)) {
            for (JournalEntry entry : page) {
                if (entry.seq() <= last) {
                    add(fold, entry);
                }
                next = entry.seq() + 1;
            }
        }
        then.forEach(entry -> add(fold, entry));
        long t = fold.state().t();
        fold.advance(beyond > Long.MAX_VALUE - t ? Long.MAX_VALUE : t + beyond);
        return fold.state();
    }

    private static void add(Fold fold, JournalEntry entry) {
        Fold.Difference difference = fold.add(entry);
        if (difference != null) {
            throw new IllegalArgumentException("at entry " + difference.seq() + ", " + difference.reason());
        }
    }

    /**
     * What would have become of a run.
     *
     * @param run the run
     * @param before how it ended
     * @param after how the branch ended, or stands; null if it could not be tried
     * @param diff what differs; null if it could not be tried
     * @param wanted what it waits for
     * @param refused why it could not be tried; null if it could
     */
    public record WhatIf(
            RunRecord run,
            Status before,
            @Nullable Status after,
            @Nullable RunDiff diff,
            List<Answers.Wanted> wanted,
            @Nullable String refused) {
        /** Copies the list. */
        public WhatIf {
            wanted = List.copyOf(wanted);
        }

        /** Whether the end would have been another one. */
        public boolean isOther() {
            return diff == null || !diff.end().isSame();
        }
    }

    /**
     * A run's inputs through an edited program, from the run's beginning.
     *
     * @param branch the number of one of its branches; null for the one it is on
     * @param program the edited text
     * @param effects what becomes of effects; null for recorded results
     * @param most how many differences to tell
     * @param stop whether it takes too long
     * @throws ProblemException if the program has errors
     */
    public WhatIf whatIf(
            RunRecord run,
            @Nullable Integer branch,
            String program,
            @Nullable JsonObject effects,
            int most,
            BooleanSupplier stop) {
        ForkRequest request = new ForkRequest(
                run.id(), branch, 0L, List.of(), List.of(), null, program, effects, null, false, null, null);
        Forks.Trial trial;
        try {
            trial = forks.attempt(request, null, stop);
        } catch (ProblemException e) {
            if (e.problem().status() == 422) { // the text has errors: so it would be for every run
                throw e;
            }
            String why = e.problem().detail() == null
                    ? e.problem().title()
                    : e.problem().detail();
            return new WhatIf(run, run.status(), null, null, List.of(), why);
        }
        RunDiff diff = RunDiff.of(side(run, branch), side(trial), most);
        return new WhatIf(
                run,
                run.status(),
                trial.branch().state().status(),
                diff,
                new ArrayList<>(trial.branch().wanted()),
                null);
    }
}
