package io.flowork.host.recorded;

import io.flowork.core.journal.Cursor;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.program.Program;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.host.workspace.WorkflowFile;
import io.flowork.lsp.recorded.PastRun;
import io.flowork.lsp.recorded.RecordedWorkflow;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.store.StoredProgram;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Folds the last runs of a workflow to see what values there were, within bounds that do not depend on how large they are. */
final class LastRuns {
    private static final System.Logger LOG = System.getLogger(LastRuns.class.getName());

    /** How many runs are counted. */
    private static final int COUNTED = 1_000;

    /** How many runs are looked into. */
    private static final int LOOKED = 100;

    /** How many steps of all these runs are made. */
    private static final long STEPS = 300_000;

    /** About how many bytes of all these runs are read. */
    private static final long BYTES = 64L << 20;

    /** How many entries of a journal are read at a time, as each may be large. */
    private static final int PAGE = 16;

    private final RunSource source;
    private final BooleanSupplier stop;
    private final Map<String, Optional<Program>> programs = new HashMap<>();
    private long steps = STEPS;
    private long bytes = BYTES;

    private LastRuns(RunSource source, BooleanSupplier stop) {
        this.source = source;
        this.stop = stop;
    }

    /**
     * What the last runs of a workflow did.
     *
     * @param stop whether nobody wants to know any more
     * @return nothing if there are no runs
     */
    static Optional<RecordedWorkflow> of(RunSource source, String namespace, String name, BooleanSupplier stop) {
        return new LastRuns(source, stop).of(namespace, name);
    }

    private Optional<RecordedWorkflow> of(String namespace, String name) {
        List<PastRun> counted = source.runs(namespace, name, COUNTED);
        if (counted.isEmpty()) {
            return Optional.empty();
        }
        List<PastRun> last = counted.subList(0, Math.min(LOOKED, counted.size()));
        Program newest = program(last.getFirst()).orElse(null);
        SeenPlaces seen = new SeenPlaces(
                newest == null ? JsonNull.NULL : newest.workflow().definition());
        int looked = 0;
        while (looked < last.size() && !isEnough()) {
            look(last.get(looked), looked, seen);
            looked++;
        }
        return Optional.of(new RecordedWorkflow(
                last,
                looked,
                counted.size() - count(counted, PastRun.Outcome.UNFINISHED),
                count(counted, PastRun.Outcome.COMPLETED),
                source.program(last.getFirst()).map(StoredProgram::text).orElse(null),
                newest == null ? null : newest.workflow().definition(),
                seen.tasks(),
                seen.evaluated()));
    }

    private static int count(List<PastRun> runs, PastRun.Outcome outcome) {
        return (int) runs.stream().filter(run -> run.outcome() == outcome).count();
    }

    private boolean isEnough() {
        return steps <= 0 || bytes <= 0 || stop.getAsBoolean();
    }

    /** The program of a run, if this version can still compile it. */
    private Optional<Program> program(PastRun run) {
        return source.program(run)
                .flatMap(stored -> programs.computeIfAbsent(stored.hash(), hash -> {
                    LoadedWorkflow loaded = WorkflowFile.of(
                                    SourceText.of(stored.name() + ".flow." + stored.format(), stored.text()),
                                    FunctionSignatures.ANY)
                            .loaded();
                    return loaded == null ? Optional.empty() : Optional.of(loaded.program());
                }));
    }

    /** Folds a run as far as its journal can be read and gives what was recorded. */
    private void look(PastRun run, int number, SeenPlaces seen) {
        Program program = program(run).orElse(null);
        if (program == null) {
            return;
        }
        Machine machine = new Machine(new JqMachine(JqLimits.DEFAULT, new Interrupt()));
        State start = State.initial(program);
        Cursor cursor = new Cursor(machine, seq -> entries(run, seq), start, 0, 0, seen.of(program, number));
        try {
            cursor.to(start.t() + steps, 0, this::isEnough, () -> {});
        } catch (Cursor.DivergedException e) {
            LOG.log(Level.DEBUG, "Run " + run.id() + " is seen in part, as it differs from what was recorded", e);
        } catch (RunSource.GapException e) {
            LOG.log(Level.DEBUG, "Run " + run.id() + " is seen in part", e);
        }
        steps -= cursor.state().t() - start.t();
    }

    private List<JournalEntry> entries(PastRun run, long seq) {
        List<JournalEntry> entries = source.entries(run, seq, bytes > 0 ? PAGE : 1);
        for (JournalEntry entry : entries) {
            bytes -= entry.payload().weight();
        }
        return entries;
    }
}
