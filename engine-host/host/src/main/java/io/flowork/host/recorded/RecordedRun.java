package io.flowork.host.recorded;

import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Steps;
import io.flowork.core.program.Program;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.workspace.WorkflowFile;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.StoredProgram;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A run in a store, and folding it. */
public final class RecordedRun {
    private static final int PAGE = 256;
    private static final int BEYOND = 100_000;

    private final Store store;
    private final RunRecord record;

    /** A run in a store. */
    public RecordedRun(Store store, RunRecord record) {
        this.store = store;
        this.record = record;
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
        StoredProgram stored = stored();
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

    /** A machine that makes the run's steps again. */
    public static Machine machine() {
        return new Machine(new JqMachine(JqLimits.DEFAULT, new Interrupt()));
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
        Fold fold = new Fold(machine(), State.initial(program), steps);
        Folded folded = replay(fold, 0);
        if (!folded.identical() || folded.inputs() == 0) {
            return folded;
        }
        fold.advance(fold.state().t() + BEYOND);
        return new Folded(fold.state(), folded.inputs(), null, null);
    }

    /** Folds the journal from a state on, and stops where it differs from what was recorded. */
    public Folded replay(Program program, State start, long from) {
        return replay(new Fold(machine(), start, null), from);
    }

    private Folded replay(Fold fold, long from) {
        try {
            String damage = entries(from, entry -> {
                Fold.Difference difference = fold.add(entry);
                if (difference != null) {
                    throw new Differs(difference);
                }
            });
            return new Folded(fold.state(), fold.folded(), null, damage);
        } catch (Differs differs) {
            return new Folded(fold.state(), differs.difference.seq() - from, differs.difference, null);
        }
    }

    /** Leaves a walk over the entries at the first difference. */
    private static final class Differs extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Fold.Difference difference;

        Differs(Fold.Difference difference) {
            super(difference.reason(), null, false, false);
            this.difference = difference;
        }
    }

    /**
     * Walks over the journal's entries in order.
     *
     * @param from the number of the first entry
     * @param action told of each
     * @return null at the end, else why the next entry cannot be read
     */
    public @Nullable String entries(long from, Consumer<JournalEntry> action) {
        long seq = from;
        int page = PAGE;
        while (true) {
            List<JournalEntry> entries;
            try {
                entries = store.line(record.id(), record.branch(), seq, page);
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.DAMAGED && e.kind() != StoreException.Kind.NOT_FOUND) {
                    throw e;
                }
                if (page == 1) {
                    return e.getMessage();
                }
                page = 1; // up to the damaged entry, one by one
                continue;
            }
            for (JournalEntry entry : entries) {
                action.accept(entry);
                seq = entry.seq() + 1;
            }
            if (entries.size() < page) {
                return null;
            }
        }
    }
}
