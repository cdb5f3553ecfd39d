package io.flowork.host.recorded;

import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Status;
import io.flowork.lsp.recorded.PastRun;
import io.flowork.store.RunQuery;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.StoredProgram;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The runs in a store. */
final class StoreSource implements RunSource {
    private final Store store;
    private final Map<String, RunRecord> records = new HashMap<>();
    private final Map<String, Optional<StoredProgram>> programs = new HashMap<>();

    /** The runs in a store, which is closed with this. */
    StoreSource(Store store) {
        this.store = store;
    }

    @Override
    public List<PastRun> runs(String namespace, String name, int most) {
        List<PastRun> runs = new ArrayList<>();
        for (RunRecord run : store.runs(RunQuery.newest(most).withName(namespace, name))) {
            records.put(run.id(), run);
            Long started = run.started();
            Long ended = run.ended();
            runs.add(new PastRun(
                    run.id(),
                    run.version(),
                    outcome(run.status()),
                    Instant.ofEpochMilli(run.created()),
                    started == null || ended == null ? null : Long.valueOf(ended - started)));
        }
        return runs;
    }

    private static PastRun.Outcome outcome(Status status) {
        return switch (status) {
            case COMPLETED -> PastRun.Outcome.COMPLETED;
            case FAULTED -> PastRun.Outcome.FAULTED;
            case CANCELLED -> PastRun.Outcome.CANCELLED;
            case PENDING, RUNNING, WAITING, SUSPENDED -> PastRun.Outcome.UNFINISHED;
        };
    }

    private RunRecord record(PastRun run) {
        return records.computeIfAbsent(run.id(), id -> store.run(id).orElseThrow(() -> StoreException.noRun(id)));
    }

    @Override
    public Optional<StoredProgram> program(PastRun run) {
        return programs.computeIfAbsent(record(run).program(), store::program);
    }

    @Override
    public List<JournalEntry> entries(PastRun run, long from, int most) {
        try {
            return store.line(run.id(), record(run).branch(), from, most);
        } catch (StoreException e) {
            throw e.isDamage() ? new GapException(e) : e;
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
