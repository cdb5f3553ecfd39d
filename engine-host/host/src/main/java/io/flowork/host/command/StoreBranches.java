package io.flowork.host.command;

import io.flowork.api.BranchCommand;
import io.flowork.api.BranchInfo;
import io.flowork.api.BranchList;
import io.flowork.api.BranchRef;
import io.flowork.api.ForkRequest;
import io.flowork.api.ProblemException;
import io.flowork.dap.session.Branches;
import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Runs;
import io.flowork.host.command.DebuggerRuns.Place;
import io.flowork.host.workspace.Stores;
import io.flowork.store.Redaction;
import io.flowork.store.Store;
import io.flowork.store.sqlite.Recordings;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The branches of a run in a store, for debuggers. Those of a recording are made in a copy of it, which is there as long as
 * somebody debugs it: a file that somebody sent stays as it is.
 */
final class StoreBranches implements Branches, AutoCloseable {
    private final DebuggerRuns runs;
    private final Place place;
    private final Store store;
    private final String id;

    /** The copy of the recording; null if there is none, as for a run in a store. */
    private @Nullable RecordingCopy copy;

    /**
     * The branches of a run.
     *
     * @param place where the run is
     * @param store the same, open for reading
     * @param id the run's id
     */
    StoreBranches(DebuggerRuns runs, Place place, Store store, String id) {
        this.runs = runs;
        this.place = place;
        this.store = store;
        this.id = id;
        this.copy = place.copy() == null ? null : place.copy().used();
    }

    private static <T> T refusing(Supplier<T> action) {
        try {
            return DebuggerRuns.refusing(action);
        } catch (ProblemException e) {
            throw new RefusedException(BranchWork.failed(e).text());
        }
    }

    /** The folder of the store to make branches in. */
    private Path folder() {
        if (place.recording() == null) {
            return place.folder();
        }
        if (copy == null) {
            copy = RecordingCopy.of(place.recording());
        }
        return copy.folder();
    }

    @Override
    public BranchInfo fork(ForkRequest request, BooleanSupplier stop) {
        return refusing(
                () -> BranchWork.change(folder(), forks -> forks.fork(request, stop), engine -> engine.fork(request)));
    }

    @Override
    public BranchInfo goOn(int branch, BooleanSupplier stop) {
        return refusing(() -> BranchWork.change(
                folder(),
                forks -> forks.goOn(new BranchRef(id, branch), stop),
                engine -> engine.continueBranch(new BranchCommand(id, branch))));
    }

    @Override
    public BranchList list() {
        return refusing(() -> {
            if (copy == null) {
                return BranchWork.forks(store).branches(id);
            }
            try (Store copied = Stores.open(copy.folder())) {
                return BranchWork.forks(copied).branches(id);
            }
        });
    }

    @Override
    public Runs.Open open(@Nullable Integer branch) {
        return refusing(() -> {
            Path recording = place.recording();
            Place there = recording != null && copy == null ? place : new Place(folder(), null, copy, place.program());
            return runs.opened(there, branch, opened -> id);
        });
    }

    @Override
    public long export(String name, List<String> redact, boolean force) {
        return refusing(() -> {
            Path file = runs.recordingToWrite(name, force);
            Redaction redaction = ExportCommand.redaction(redact, "redact");
            if (copy == null) {
                Recordings.write(store, id, file, redaction);
            } else {
                try (Store copied = Stores.open(copy.folder())) {
                    Recordings.write(copied, id, file, redaction);
                }
            }
            return redaction.erased();
        });
    }

    @Override
    public void close() {
        if (copy != null) {
            copy.left();
        }
    }
}
