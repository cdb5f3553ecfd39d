package io.flowork.dap.fork;

import io.flowork.core.history.Recording;
import io.flowork.core.history.diff.RunDiff;
import io.flowork.core.history.fork.Answers;
import io.flowork.core.history.fork.Branch;
import io.flowork.core.history.fork.ForkPoint;
import io.flowork.core.history.fork.Recorded;
import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.JqException;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Aside;
import io.flowork.core.machine.EffectPolicy;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Status;
import io.flowork.core.machine.Steps;
import io.flowork.core.program.Program;
import io.flowork.core.program.ProgramSource;
import io.flowork.dap.session.Control;
import io.flowork.dap.session.DebuggedRun;
import io.flowork.dap.session.RefusedException;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an edited program would have made of a run: its inputs go through it from the beginning, effects get what was recorded.
 * Nothing is called and nothing is kept.
 *
 * @param before how the run ended, or stands
 * @param after how it would have; null if it could not be tried
 * @param diff what differs; null if it could not be tried
 * @param wanted what it would wait for
 * @param refused why it could not be tried; null if it could
 */
public record WhatIf(
        Status before,
        @Nullable Status after,
        @Nullable RunDiff diff,
        List<Answers.Wanted> wanted,
        @Nullable String refused) {
    /** What the edited program is known by meanwhile. */
    private static final String EDITED = "edited";

    /** How many steps of a run that has not ended are made after its last input. */
    private static final long BEYOND = 100_000;

    /** Copies the list. */
    public WhatIf {
        wanted = List.copyOf(wanted);
    }

    /**
     * Tries it.
     *
     * @param edited the edited text
     * @param most how many differences to tell
     * @throws RefusedException if the text has errors, or the run does not come out as it was recorded
     */
    public static WhatIf of(DebuggedRun run, SourceText edited, EffectPolicy effects, int most, Control control) {
        Program program = program(edited);
        Recording recording = run.recording();
        ProgramSource programs =
                hash -> hash.equals(EDITED) ? program : recording.programs().find(hash);
        Machine machine = new Machine(new JqMachine(JqLimits.DEFAULT, control.interrupt()), programs);
        return control.busy(() -> {
            try {
                return new Trial(run, machine, control).tried(effects, most);
            } catch (IllegalArgumentException e) {
                throw new RefusedException("The run does not come out as it was recorded: " + e.getMessage());
            } catch (JqException e) {
                throw new RefusedException(String.valueOf(e.getMessage()));
            }
        });
    }

    private static Program program(SourceText edited) {
        WorkflowAnalysis.Analysis analysis = WorkflowAnalysis.analyze(edited);
        Workflow workflow = analysis.workflow();
        if (workflow == null || analysis.hasErrors()) {
            throw new RefusedException(analysis.diagnostics().stream()
                    .filter(found -> found.severity() == Severity.ERROR)
                    .findFirst()
                    .map(found -> edited.name() + " has errors: line "
                            + edited.position(found.range().start()).line() + ": " + found.message())
                    .orElse(edited.name() + " is no workflow"));
        }
        return Program.compile(workflow, EDITED);
    }

    /** A branch that nobody keeps. */
    private record Trial(DebuggedRun run, Machine machine, Control control) {
        WhatIf tried(EffectPolicy effects, int most) {
            Recording recording = run.recording();
            ForkPoint point;
            try {
                point = ForkPoint.at(
                        machine, State.initial(recording.program()), 0, recording::entries, 0, Long.MAX_VALUE);
            } catch (ForkPoint.NoSuchPointException e) {
                throw new RefusedException(String.valueOf(e.getMessage()));
            }
            Recorded recorded =
                    effects.reuses() ? Recorded.after(machine, point, recording::entries) : Recorded.NOTHING;
            RunDiff.Side own = steps -> folded(Long.MAX_VALUE, List.of(), steps);
            Branch branch = new Branch(machine, point, null);
            Aside aside = new Aside(run.branch() == null ? 0 : run.branch(), null, List.of(), effects, EDITED);
            try {
                branch.begin(new Input.Forked(Integer.MAX_VALUE, -1, null, aside));
            } catch (IllegalArgumentException e) {
                return new WhatIf(own.fold(step -> {}).status(), null, null, List.of(), e.getMessage());
            }
            if (branch.run(aside, recorded, control) == Branch.Rest.STOPPED) {
                throw new RefusedException("Stopped, as was asked");
            }
            RunDiff diff = RunDiff.of(own, steps -> folded(point.seq(), branch.entries(), steps), most);
            return new WhatIf(diff.end().first(), branch.state().status(), diff, branch.wanted(), null);
        }

        /** The run up to an entry, and what follows then. */
        private State folded(long last, List<JournalEntry> then, Steps steps) {
            Fold fold = new Fold(machine, State.initial(run.recording().program()), steps);
            long next = 0;
            for (List<JournalEntry> page = run.recording().entries(0);
                    !page.isEmpty() && next <= last;
                    page = run.recording().entries(next)) {
                for (JournalEntry entry : page) {
                    if (entry.seq() <= last) {
                        add(fold, entry);
                    }
                    next = entry.seq() + 1;
                }
            }
            then.forEach(entry -> add(fold, entry));
            fold.advance(fold.state().t() + BEYOND);
            return fold.state();
        }

        private void add(Fold fold, JournalEntry entry) {
            if (control.getAsBoolean()) {
                throw new RefusedException("Stopped, as was asked");
            }
            Fold.Difference difference = fold.add(entry);
            if (difference != null) {
                throw new IllegalArgumentException("at entry " + difference.seq() + ", " + difference.reason());
            }
        }
    }

    /** Whether the end would have been another one. */
    public boolean isOther() {
        return diff == null || !diff.end().isSame();
    }

    /** It as JSON. */
    public JsonObject toJson() {
        List<JsonValue> waits = new ArrayList<>();
        for (Answers.Wanted each : wanted) {
            waits.add(new JsonObject.Builder()
                    .put("kind", each.effect().what())
                    .put("reference", each.effect().reference())
                    .put("request", each.effect().request(0))
                    .put("live", JsonBoolean.of(each.live()))
                    .build());
        }
        return new JsonObject.Builder()
                .put("before", before.text())
                .put("after", text(after == null ? null : after.text()))
                .put("otherEnd", JsonBoolean.of(isOther()))
                .put("refused", text(refused))
                .put("wanted", JsonArray.of(waits))
                .put("diff", diff == null ? JsonNull.NULL : diff.toJson())
                .build();
    }

    private static JsonValue text(@Nullable String text) {
        return text == null ? JsonNull.NULL : JsonString.of(text);
    }
}
