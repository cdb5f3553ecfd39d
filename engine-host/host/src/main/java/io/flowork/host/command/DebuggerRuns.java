package io.flowork.host.command;

import io.flowork.dap.session.DebuggedRun;
import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Runs;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.host.debug.EngineRuns;
import io.flowork.host.debug.StoredRuns;
import io.flowork.host.exit.CommandException;
import io.flowork.host.recorded.RunFinder;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.FileText;
import io.flowork.host.workspace.FolderWorkflows;
import io.flowork.host.workspace.Stores;
import io.flowork.host.workspace.WorkflowFile;
import io.flowork.store.RunQuery;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.sqlite.Recordings;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The runs of this machine, for debuggers: in stores, in recordings, and started here. */
final class DebuggerRuns implements Runs {
    private final Surroundings surroundings;

    DebuggerRuns(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** A run in a store that is open for it alone. */
    private record Opened(Store store, DebuggedRun run) implements Open {
        @Override
        public void close() {
            store.close();
        }
    }

    /** Passes on why something is not possible. */
    private static <T> T refusing(Supplier<T> action) {
        try {
            return action.get();
        } catch (CommandException e) {
            throw new RefusedException(e.text());
        } catch (StoreException | InvalidPathException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public @Nullable String text(String path) {
        try {
            Path file = surroundings.path(path);
            return Files.isRegularFile(file) ? FileText.read(file, path) : null;
        } catch (CommandException | InvalidPathException unreadable) {
            return null;
        }
    }

    // --- attach ---

    @Override
    public Open attach(Attach what) {
        return refusing(() -> {
            if (what.engine() != null) {
                return new EngineRuns(new Engines(surroundings).of(what.engine())).attach(what);
            }
            if (what.recording() != null) {
                Path file = surroundings.path(what.recording());
                if (!Files.exists(file)) {
                    throw new RefusedException(what.recording() + ": there is no such file. Check the path");
                }
                return opened(SqliteStore.openRecording(file), what, store -> Recordings.root(file));
            }
            String program = what.program();
            Path folder = what.store() == null && program != null
                    ? Stores.forRuns(surroundings, null, surroundings.path(program))
                    : Stores.existing(surroundings, what.store());
            if (!Files.exists(folder.resolve(SqliteStore.FILE))) {
                throw new RefusedException("there are no recorded runs of " + program + " yet: there is no store in "
                        + surroundings.show(folder) + ". Run it first, or 'launch' it");
            }
            return opened(Stores.open(folder), what, store -> find(store, what, folder));
        });
    }

    /** Finds a run's id. */
    private interface Finder {
        String in(Store store);
    }

    private Open opened(Store store, Attach what, Finder finder) {
        try {
            String id = finder.in(store);
            return opened(store, id, what.program());
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private Open opened(Store store, String id, @Nullable String program) {
        Path file = program == null ? null : surroundings.path(program);
        FolderWorkflows beside = file == null
                ? null
                : new FolderWorkflows(Stores.folderOf(file), surroundings::show, FunctionSignatures.ANY);
        return new Opened(store, new StoredRuns(store, beside).run(id, file == null ? null : file.toString()));
    }

    private String find(Store store, Attach what, Path folder) {
        String program = what.program();
        if (what.run() != null || program == null) {
            return RunFinder.find(store, what.run(), surroundings.show(folder)).id();
        }
        Workflow workflow = workflow(program);
        RunQuery query = RunQuery.newest(1);
        List<RunRecord> newest =
                store.runs(workflow == null ? query : query.withName(workflow.namespace(), workflow.name()));
        if (newest.isEmpty()) {
            throw new RefusedException("there are no runs of " + program + " in " + surroundings.show(folder) + " yet");
        }
        return newest.getFirst().id();
    }

    /** The workflow in a file; null if it has errors, as somebody may be writing it. */
    private @Nullable Workflow workflow(String program) {
        return WorkflowFile.read(surroundings.path(program), program, FunctionSignatures.ANY)
                .analysis()
                .workflow();
    }

    // --- launch ---

    @Override
    public Open launch(Launch what) {
        return refusing(() -> new Launching(surroundings)
                .launch(
                        what,
                        (folder, id) -> opened(
                                Stores.open(folder),
                                new Attach(null, id, what.program(), what.store(), null),
                                store -> id)));
    }
}
