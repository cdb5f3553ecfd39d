package io.flowork.host.debug;

import io.flowork.core.history.Recording;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.State;
import io.flowork.core.program.Program;
import io.flowork.core.program.ProgramSource;
import io.flowork.dap.session.Children;
import io.flowork.dap.session.DebuggedRun;
import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Runs;
import io.flowork.grammar.text.SourceText;
import io.flowork.host.exit.CommandException;
import io.flowork.host.recorded.RecordedRun;
import io.flowork.host.recorded.RunFinder;
import io.flowork.host.workspace.FolderWorkflows;
import io.flowork.runtime.RunIds;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.StoreRecording;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The runs of a store or a recording, for debuggers, and those that they have started. Each workflow is compiled once. */
public final class StoredRuns implements Children {
    private final Store store;
    private final @Nullable FolderWorkflows files;
    private final Map<String, Ran> programs = new HashMap<>();

    /**
     * The runs of a store.
     *
     * @param files finds the files of the workflows that are started; null if nobody knows where they are
     */
    public StoredRuns(Store store, @Nullable FolderWorkflows files) {
        this.store = store;
        this.files = files;
    }

    /** A workflow that ran. */
    private record Ran(Program program, SourceText text) {}

    /** A run of a store that somebody else closes. */
    private record Opened(DebuggedRun run) implements Runs.Open {
        @Override
        public void close() {}
    }

    /** What a store has of a run; what cannot be read is said to the person who debugs. */
    private record ReadableRecording(Recording recording) implements Recording {
        @Override
        public Program program() {
            return recording.program();
        }

        @Override
        public ProgramSource programs() {
            return recording.programs();
        }

        @Override
        public List<JournalEntry> entries(long from) {
            return refusing(() -> recording.entries(from));
        }

        @Override
        public List<Checkpoint> checkpoints() {
            return refusing(recording::checkpoints);
        }

        @Override
        public @Nullable State state(Checkpoint checkpoint) {
            try {
                return recording.state(checkpoint);
            } catch (StoreException damaged) {
                return null; // it is only a cache
            }
        }
    }

    private static <T> T refusing(Supplier<T> action) {
        try {
            return action.get();
        } catch (CommandException e) {
            throw new RefusedException(e.text());
        } catch (StoreException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * A run.
     *
     * @param branch the number of a branch of it; null for the one that it is on
     * @param path the file of its workflow, as the client calls it; null if nobody knows
     * @throws RefusedException if there is none, or it cannot be read, with the reason
     */
    public DebuggedRun run(String id, @Nullable Integer branch, @Nullable String path) {
        return refusing(() ->
                run(store.run(id).orElseThrow(() -> new RefusedException("there is no run " + id)), branch, path));
    }

    private DebuggedRun run(RunRecord record, @Nullable Integer branch, @Nullable String path) {
        Ran ran = programs.computeIfAbsent(record.program(), hash -> {
            RecordedRun recorded = new RecordedRun(store, record);
            return new Ran(recorded.program(), recorded.source());
        });
        RecordedRun on = RunFinder.on(branch, store, record);
        Recording recording = new StoreRecording(store, record.id(), on.branch(), ran.program(), on.programs());
        List<DebuggedRun.Edited> edited = on.edited().stream()
                .map(each -> new DebuggedRun.Edited(each.program(), RecordedRun.source(each.source())))
                .toList();
        return new DebuggedRun(
                record.id(),
                on.isBeside() ? Integer.valueOf(on.branch()) : null,
                new ReadableRecording(recording),
                ran.text(),
                edited,
                path,
                this);
    }

    @Override
    public Runs.Open open(Effect.ChildRun effect) {
        return refusing(() -> {
            String id = RunIds.ofEffect(effect.key());
            RunRecord record = store.run(id)
                    .orElseThrow(() -> new RefusedException("there is no run " + id
                            + " beside the one that started it; it was pruned, or it is in another store"));
            return new Opened(run(record, null, path(record)));
        });
    }

    private @Nullable String path(RunRecord record) {
        Path file = files == null ? null : files.file(record.namespace(), record.name(), record.version());
        return file == null ? null : file.toString();
    }
}
