package io.flowork.host.recorded;

import io.flowork.core.journal.Cursor;
import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Status;
import io.flowork.core.machine.Steps;
import io.flowork.core.program.Program;
import io.flowork.core.program.ProgramSource;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.workspace.WorkflowFile;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.UnusableWorkflowException;
import io.flowork.runtime.fork.ProgramTexts;
import io.flowork.store.JournalReader;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.StoredProgram;
import io.flowork.store.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A run in a store, and folding it. */
public final class RecordedRun {
    /** How many steps of a run that has not ended are made after its last input. */
    private static final int BEYOND = 100_000;

    private final Store store;
    private final RunRecord record;
    private final int branch;
    private final ProgramTexts programs;

    /** A run in a store, on the branch that it is on. */
    public RecordedRun(Store store, RunRecord record) {
        this(store, record, record.branch());
    }

    /** A run in a store, on one of its branches. */
    RecordedRun(Store store, RunRecord record, int branch) {
        this.store = store;
        this.record = record;
        this.branch = branch;
        this.programs = new ProgramTexts(store, FunctionSignatures.ANY);
    }

    /** The number of the branch. */
    public int branch() {
        return branch;
    }

    /** Whether this is another branch than the one that the run is on. */
    public boolean isBeside() {
        return branch != record.branch();
    }

    /** The programs that forks put in place of the run's own. */
    public ProgramSource programs() {
        return programs;
    }

    /** The texts of those on this branch, in the order in which they did, each with its program. */
    public List<LoadedWorkflow> edited() {
        List<LoadedWorkflow> edited = new ArrayList<>();
        try {
            for (String hash : Transfer.programs(store, record, branch)) {
                edited.add(programs.load(hash));
            }
        } catch (UnusableWorkflowException e) {
            throw new CommandException(ExitCode.BROKEN, String.valueOf(e.getMessage()), e);
        }
        return edited;
    }

    /** Where the branch stands. */
    public Status status() {
        return isBeside() ? replay(program(), null).state().status() : record.status();
    }

    /** What the store says about the run. */
    public RunRecord record() {
        return record;
    }

    /** The store it is in. */
    public Store store() {
        return store;
    }

    /** The text of its program, called by the workflow's name. */
    public SourceText source() {
        return source(stored());
    }

    /** The text of a program that it had on the way, called by the workflow's name. */
    public SourceText source(Program of) {
        return store.program(of.hash()).map(RecordedRun::source).orElseGet(this::source);
    }

    /** A text, called by the workflow's name. */
    public static SourceText source(StoredProgram stored) {
        return SourceText.of(stored.name() + ".flow." + stored.format(), stored.text());
    }

    private StoredProgram stored() {
        return store.program(record.program())
                .orElseThrow(() -> new CommandException(
                        ExitCode.BROKEN, "the store has no text of the workflow %s".formatted(record.program())));
    }

    /** The program that ran. */
    public Program program() {
        LoadedWorkflow loaded =
                WorkflowFile.of(source(), FunctionSignatures.ANY).loaded();
        if (loaded == null) {
            throw new CommandException(
                    ExitCode.BROKEN,
                    "the recorded workflow %s/%s has errors by this version of Flowork"
                            .formatted(record.namespace(), record.name()));
        }
        return loaded.program();
    }

    /**
     * What came of a fold.
     *
     * @param state the state after the last entry that was folded
     * @param inputs how many entries were folded
     * @param difference where the fold differs from what was recorded; null if nowhere
     * @param damage why the journal cannot be read further; null if it can
     */
    public record Folded(
            State state,
            long inputs,
            Fold.@Nullable Difference difference,
            @Nullable String damage) {
        /** Whether all of the journal was folded and came out as recorded. */
        public boolean identical() {
            return difference == null && damage == null;
        }
    }

    /**
     * Folds the journal from its beginning, and stops where it differs from what was recorded. Of a run that has not ended
     * the steps after its last input are made too, as far as they need no further one.
     */
    public Folded replay(Program program, @Nullable Steps steps) {
        return replay(State.initial(program), 0, BEYOND, steps);
    }

    /** Folds the journal from a state on, and stops where it differs from what was recorded. */
    public Folded replay(State start, long from) {
        return replay(start, from, 0, null);
    }

    private Folded replay(State start, long from, long beyond, @Nullable Steps steps) {
        Machine machine = new Machine(new JqMachine(JqLimits.DEFAULT, new Interrupt()), programs);
        Cursor cursor = new Cursor(machine, reader()::from, start, from, start.t(), steps);
        Fold.Difference difference = null;
        String damage = null;
        try {
            cursor.toEnd();
            if (cursor.next() > 0) {
                cursor.beyond(beyond);
            }
        } catch (Cursor.DivergedException e) {
            difference = e.difference();
        } catch (StoreException e) {
            damage = damage(e);
        }
        return new Folded(cursor.state(), cursor.next() - from, difference, damage);
    }

    private JournalReader reader() {
        return new JournalReader(store, record.id(), branch);
    }

    private static @Nullable String damage(StoreException failure) {
        if (!failure.isDamage()) {
            throw failure;
        }
        return failure.getMessage();
    }

    /**
     * Walks over the journal's entries in order.
     *
     * @param action told of each
     * @return null at the end, else why the next entry cannot be read
     */
    public @Nullable String entries(Consumer<JournalEntry> action) {
        JournalReader reader = reader();
        try {
            List<JournalEntry> page = reader.from(0);
            while (!page.isEmpty()) {
                page.forEach(action);
                page = reader.from(page.getLast().seq() + 1);
            }
            return null;
        } catch (StoreException e) {
            return damage(e);
        }
    }
}
