package io.flowork.host.recorded;

import io.flowork.core.history.Find;
import io.flowork.core.history.Happening;
import io.flowork.core.history.History;
import io.flowork.core.history.Moment;
import io.flowork.core.history.Past;
import io.flowork.core.history.Provenance;
import io.flowork.core.history.Stop;
import io.flowork.core.history.Stops;
import io.flowork.core.journal.Cursor;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqCompileException;
import io.flowork.core.jq.JqException;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.Evaluation;
import io.flowork.core.machine.Inspector;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.program.Program;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Expression;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.ProgressLine;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.terminal.Times;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.store.StoreException;
import io.flowork.store.StoreRecording;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The past of a recorded run, for commands that look into it. A terminal shows how far what takes long has come. */
public final class RunPast {
    private final RecordedRun run;
    private final Program program;
    private final SourceText source;
    private final Interrupt interrupt = new Interrupt();
    private final History history;
    private final Stops stops;
    private final ProgressLine progress;
    private final BooleanSupplier stop;
    private String doing = "reading the run";

    /** The past of a run. */
    public RunPast(RecordedRun run, Surroundings surroundings) {
        this.run = run;
        List<LoadedWorkflow> edited = run.edited();
        this.program = edited.isEmpty() ? run.program() : edited.getLast().program();
        this.source = run.source(program);
        this.history = new History(
                new StoreRecording(run.store(), run.record().id(), run.branch(), run.program(), run.programs()),
                new Machine(new JqMachine(JqLimits.DEFAULT, interrupt), run.programs()));
        this.stops = new Stops(history);
        this.progress = new ProgressLine(surroundings);
        this.stop = () -> {
            progress.say(() -> doing);
            return false;
        };
    }

    /** The program that ran; the last one if forks put others in its place. */
    public Program program() {
        return program;
    }

    /** Its text. */
    public SourceText source() {
        return source;
    }

    /** Something to find out. */
    private interface Question<T> {
        T answer() throws Cursor.DivergedException;
    }

    private <T> T ask(Question<T> question) {
        try {
            return question.answer();
        } catch (Cursor.DivergedException e) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "the journal of the run %s does not give its recorded states again: %s. 'flowork runs replay' says where"
                            .formatted(run.record().id(), e.getMessage()),
                    e);
        } catch (StoreException e) {
            if (e.isDamage()) {
                throw new CommandException(
                        ExitCode.FAILED, e.getMessage() + " 'flowork runs show' shows what is intact", e);
            }
            throw e;
        } finally {
            progress.close();
        }
    }

    /** The state at the end of what is recorded. */
    public State end() {
        return ask(() -> history.end(stop));
    }

    // --- a step ---

    /**
     * A step's number, if the run has it.
     *
     * @throws CommandException if it has not
     */
    public long step(long t) {
        long all = end().t();
        if (t >= all) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "there is no step " + t + ": the run has made "
                            + (all == 0
                                    ? "none yet"
                                    : all + ", numbered from 0. 'flowork runs show --steps' lists them"));
        }
        return t;
    }

    /**
     * The run as it was at a step.
     *
     * @throws CommandException if the run has no such step
     */
    public Moment at(long t) {
        step(t);
        return ask(() -> Moment.of(history, t, stop));
    }

    /** The last task that had begun at a step, or the end if the step is after all others. */
    public Stop stop(long t) {
        return ask(() -> stops.at(t, stop));
    }

    // --- searches ---

    /** Looks for stops at which a condition holds, each time from where one says. */
    public final class Search {
        private final Find find;

        private Search(Filter condition) {
            this.find = new Find(stops, condition, Find.LIMITS, new JqMachine(JqLimits.DEFAULT, interrupt));
        }

        /** All such stops from the beginning on, so many at most. */
        public Find.Found all(int most) {
            return searched(() -> find.all(most, stop, RunPast.this::reached));
        }

        /** The last such stop before a step. */
        public Find.Found last(long before) {
            return searched(() -> find.last(before, stop, RunPast.this::reached));
        }

        private Find.Found searched(Question<Find.Found> question) {
            long all = end().t();
            doing = "searching " + Times.count(all) + " steps";
            return ask(question);
        }
    }

    private void reached(long t) {
        doing = "searching: at step " + Times.count(t);
        progress.say(() -> doing);
    }

    /** A search for stops before a task at which a condition holds. */
    public Search search(Filter condition) {
        return new Search(condition);
    }

    /**
     * Where the result of an expression comes from that somebody asks at a stop before a task.
     *
     * @throws CommandException if it fails there, or uses what is not there
     */
    public Provenance.Story why(Expression expression, Stop at) {
        doing = "going back to where it comes from";
        return ask(() -> {
            State state = stops.state(at, stop);
            ActiveFrame found = new Inspector(state).frame(at.visit());
            ActiveFrame frame = found == null ? new Inspector(state).workflow() : found;
            try {
                Evaluation evaluation =
                        frame.evaluation(expression, new JqMachine(JqLimits.DEFAULT, interrupt), Find.LIMITS);
                String stage = frame.stage().isEmpty() ? null : frame.stage();
                return new Provenance(Past.of(history, stop), program, interrupt)
                        .why(new Happening.Evaluated(evaluation, stage), Provenance.Limits.USUAL);
            } catch (JqCompileException | JqException e) {
                throw new CommandException(
                        ExitCode.FAILED,
                        "'%s' cannot be asked at step %d (%s): %s"
                                .formatted(expression.text(), at.t(), at.reference(), e.getMessage()),
                        e);
            }
        });
    }

    /** Where a value comes from. */
    public Provenance.Story why(Provenance.Question question) {
        doing = "going back to where it comes from";
        return ask(() -> new Provenance(Past.of(history, stop), program, interrupt).why(question));
    }
}
