package io.flowork.store;

import io.flowork.core.codec.ValueCodec;
import io.flowork.core.journal.Cursor;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.program.Program;
import io.flowork.core.program.ProgramSource;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.grammar.workflow.Workflow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The states of a run that its recording keeps, so that whoever looks at it need not fold it from its beginning. They follow
 * from the journal and the programs alone, so they are the same wherever the run is exported.
 */
public final class KeptStates {
    /** After so many entries a state is kept, or more where states are large. */
    private static final int ENTRIES = 256;

    /** After so many steps a state is kept, or a few more. */
    private static final int STEPS = 16 * Cursor.SLICE;

    /** How many bytes of states there are at most for an entry. */
    private static final int BYTES_PER_ENTRY = 128;

    /** How many there are at most for a step. */
    private static final int BYTES_PER_STEP = 8;

    /** Takes a state that is kept. */
    public interface Told<E extends Exception> {
        /** Takes it. */
        void take(Snapshot snapshot) throws E;
    }

    /**
     * A state.
     *
     * @param next the number of the first entry that it does not have
     * @param bytes how long it is
     */
    private record At(State state, long next, int bytes) {
        boolean isFar(Cursor cursor) {
            return cursor.next() - next >= Math.max(ENTRIES, bytes / BYTES_PER_ENTRY)
                    || cursor.state().t() - state.t() >= Math.max(STEPS, bytes / BYTES_PER_STEP);
        }
    }

    private final Store store;
    private final String run;
    private final Program program;
    private final Machine machine;
    private final List<BranchRecord> branches;

    /** Where branches begin: from the last state that is kept of what they share. */
    private final Map<Integer, At> starts = new HashMap<>();

    private KeptStates(Store store, RunRecord run, Program program, ProgramSource programs) {
        this.store = store;
        this.run = run.id();
        this.program = program;
        this.machine = new Machine(new JqMachine(JqLimits.DEFAULT, new Interrupt()), programs);
        this.branches = store.branches(run.id());
    }

    /**
     * Folds a run with all its branches, each as far as it gives its recorded states.
     *
     * @param told takes the states, branch by branch, in their order
     */
    public static <E extends Exception> void of(Store store, RunRecord run, Told<E> told) throws E {
        Map<String, Optional<Program>> known = new HashMap<>();
        ProgramSource programs = hash ->
                known.computeIfAbsent(hash, each -> program(store, each)).orElse(null);
        Program program = programs.find(run.program());
        if (program == null) {
            return; // it has errors by this version
        }
        KeptStates states = new KeptStates(store, run, program, programs);
        for (BranchRecord branch : states.branches) {
            states.fold(branch, told);
        }
    }

    private static Optional<Program> program(Store store, String hash) {
        Optional<StoredProgram> stored = store.program(hash);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        SourceText text = SourceText.of(
                "workflow.flow." + stored.get().format(), stored.get().text());
        Workflow workflow =
                WorkflowAnalysis.analyze(text, FunctionSignatures.ANY).workflow();
        return workflow == null ? Optional.empty() : Optional.of(Program.compile(workflow, hash));
    }

    private <E extends Exception> void fold(BranchRecord branch, Told<E> told) throws E {
        BranchRecord.Origin origin = branch.origin();
        long first = origin == null ? 0 : origin.seq() + 1;
        At at = starts.getOrDefault(branch.number(), new At(State.initial(program), 0, 0));
        JournalReader reader = new JournalReader(store, run, branch.number());
        Cursor cursor = new Cursor(machine, reader::from, at.state, at.next, at.state.t(), null);
        Map<Integer, Long> forks = forks(branch, at);
        while (moves(cursor, at)) {
            State state = cursor.state();
            long next = cursor.next();
            byte[] encoded = ValueCodec.encode(state.toJson());
            at = new At(state, next, encoded.length);
            for (BranchRecord other : branches) {
                BranchRecord.Origin from = other.origin();
                Long t = forks.get(other.number());
                if (from != null && t != null && next <= from.seq() + 1 && state.t() <= t) {
                    starts.put(other.number(), at);
                }
            }
            if (next > first) {
                told.take(new Snapshot(run, branch.number(), next - 1, state.t(), encoded, state.hash()));
            }
        }
    }

    /** The branches that leave one, each with the step before which it does; they begin where this one does, if not later. */
    private Map<Integer, Long> forks(BranchRecord branch, At start) {
        Map<Integer, Long> forks = new HashMap<>();
        for (BranchRecord other : branches) {
            BranchRecord.Origin from = other.origin();
            if (from != null && from.branch() == branch.number()) {
                List<SealedEntry> first = store.sealed(run, other.number(), from.seq() + 1, 1);
                if (!first.isEmpty()) {
                    forks.put(other.number(), first.getFirst().t());
                    starts.put(other.number(), start);
                }
            }
        }
        return forks;
    }

    /** Folds to the next state that is kept; says whether there is one. */
    private static boolean moves(Cursor cursor, At last) {
        boolean[] there = {false};
        try {
            var _ = cursor.to(Long.MAX_VALUE, 0, () -> there[0], () -> there[0] = last.isFar(cursor));
            return there[0];
        } catch (Cursor.DivergedException | IllegalArgumentException e) {
            return false; // whoever replays the recording is told: see 'flowork runs replay'
        } catch (StoreException e) {
            if (e.isDamage()) {
                return false; // an entry that was erased, or cannot be read
            }
            throw e;
        }
    }
}
