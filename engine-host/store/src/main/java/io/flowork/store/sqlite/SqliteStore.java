package io.flowork.store.sqlite;

import io.flowork.core.history.Recording;
import io.flowork.core.machine.Status;
import io.flowork.store.BranchRecord;
import io.flowork.store.Family;
import io.flowork.store.FaultGroup;
import io.flowork.store.RunData;
import io.flowork.store.RunQuery;
import io.flowork.store.RunRecord;
import io.flowork.store.SealedEntry;
import io.flowork.store.Snapshot;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.StoreException.Kind;
import io.flowork.store.StoreSizes;
import io.flowork.store.StoredCommand;
import io.flowork.store.StoredProgram;
import io.flowork.store.StoredSchedule;
import io.flowork.store.StoredWebhook;
import io.flowork.store.StoredWorkflow;
import io.flowork.store.WorkflowQuery;
import io.flowork.store.Write;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A store in one SQLite file.
 *
 * <p>Several processes may have it open; each run is to be driven by one of them. What a completed
 * {@link #submit} has stored outlives a crash of the process and of the machine.
 */
public final class SqliteStore implements Store {
    /** The name of the file within a store's folder. */
    public static final String FILE = "flowork.db";

    /** How long to wait for another process's lock. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How many chunks are deleted in one transaction. */
    private static final int STEP = 100;

    private final Path file;
    private final @Nullable Writer writer;
    private final Readers readers;
    private final SecureRandom random = new SecureRandom();

    private SqliteStore(Path file, @Nullable Writer writer, Readers readers) {
        this.file = file;
        this.writer = writer;
        this.readers = readers;
    }

    /**
     * Opens the store in a folder, such as a workspace's {@code .flowork}; makes folder and file if they are absent.
     *
     * @throws StoreException if it cannot be opened for writing
     */
    public static SqliteStore open(Path folder) {
        return open(folder, PATIENCE);
    }

    /**
     * Opens the store in a folder.
     *
     * @param patience how long a write waits for another process that is writing
     * @throws StoreException if it cannot be opened for writing
     */
    public static SqliteStore open(Path folder, Duration patience) {
        Path file = folder.resolve(FILE);
        Writer writer = new Writer(file, Opening.writer(folder, file, patience));
        return new SqliteStore(file, writer, new Readers(file, "?mode=rw"));
    }

    /**
     * Opens the store in a folder without changing anything, also where nothing may be written.
     *
     * @throws StoreException if it cannot be read, or does not exist
     */
    public static SqliteStore openReadOnly(Path folder) {
        Path file = folder.resolve(FILE);
        return new SqliteStore(file, null, new Readers(file, Opening.readOnly(file, Schema.STORE)));
    }

    /**
     * Opens the store in a folder as {@link #openReadOnly} does, and leaves no files of SQLite's beside it that were not there
     * before, unless somebody else has them open.
     *
     * @throws StoreException if it cannot be read, or does not exist
     */
    public static SqliteStore openTidily(Path folder) {
        Path file = folder.resolve(FILE);
        return new SqliteStore(file, null, new Readers(file, Opening.tidily(file)));
    }

    /**
     * Opens the store in a folder for a glance: without changing anything, and without SQLite's files beside it where nobody
     * has it open. Should the file change meanwhile, what was read is not to be relied on.
     *
     * @throws StoreException if it cannot be read, or does not exist
     */
    public static SqliteStore openForGlance(Path folder) {
        Path file = folder.resolve(FILE);
        return new SqliteStore(file, null, new Readers(file, Opening.glance(file)));
    }

    /**
     * Opens a recording as a store that cannot be written. Only its form is checked, not its hashes: see
     * {@link Store#verify}.
     *
     * @throws StoreException if it cannot be read, or is no recording
     */
    public static SqliteStore openRecording(Path file) {
        return new SqliteStore(file, null, new Readers(file, Opening.readOnly(file, Schema.RECORDING)));
    }

    /** Opens a file that was checked, with parameters as SQLite's URI file names have them. */
    static SqliteStore reading(Path file, String parameters) {
        return new SqliteStore(file, null, new Readers(file, parameters));
    }

    /** The file this store is in. */
    public Path file() {
        return file;
    }

    @Override
    public CompletableFuture<Void> submit(List<Write> writes) {
        return writer().submit(Operation.of(writes, random)).thenAccept(changed -> {});
    }

    @Override
    public Optional<StoredProgram> program(String hash) {
        return readers.read(session -> Queries.program(session, hash));
    }

    @Override
    public Optional<StoredWorkflow> workflow(String namespace, String name, String version) {
        return readers.read(session -> Deployments.workflow(session, namespace, name, version));
    }

    @Override
    public List<StoredWorkflow> workflows(WorkflowQuery query) {
        return readers.read(session -> Deployments.workflows(session, query));
    }

    @Override
    public List<StoredSchedule> schedules() {
        return readers.read(ScheduleTable::all);
    }

    @Override
    public List<StoredWebhook> webhooks() {
        return readers.read(WebhookTable::all);
    }

    @Override
    public Map<Status, Long> unfinished() {
        return readers.read(Queries::unfinished);
    }

    @Override
    public List<RunRecord> runs(RunQuery query) {
        return readers.read(session -> Queries.runs(session, query));
    }

    @Override
    public List<FaultGroup> faultGroups(RunQuery query) {
        return readers.read(session -> Queries.faultGroups(session, query));
    }

    @Override
    public Optional<RunRecord> run(String id) {
        return readers.read(session -> Queries.run(session, id));
    }

    @Override
    public List<String> runIds(String prefix, int limit) {
        return readers.read(session -> Queries.runIds(session, prefix, limit));
    }

    @Override
    public Optional<StoredCommand> command(String run, String id) {
        return readers.read(session -> CommandTable.find(session, run, id));
    }

    @Override
    public RunData data(String run) {
        return readers.read(session -> Queries.data(session, run));
    }

    @Override
    public List<BranchRecord> branches(String run) {
        return readers.read(session -> Queries.branches(session, run));
    }

    @Override
    public List<SealedEntry> sealed(String run, int branch, long from, int limit) {
        return readers.read(session -> Queries.sealed(session, run, branch, from, limit));
    }

    @Override
    public List<Recording.Checkpoint> checkpoints(String run, int branch) {
        return readers.read(session -> Queries.checkpoints(session, run, branch));
    }

    @Override
    public Optional<Snapshot> snapshot(String run, int branch, long seq, long t) {
        return readers.read(session -> Queries.snapshot(session, run, branch, seq, t));
    }

    @Override
    public int deleteSnapshots(String run) {
        return Store.await(writer().submit(List.of(new Operation.DeleteSnapshots(run))));
    }

    @Override
    public StoreSizes sizes() {
        return readers.read(session -> Queries.sizes(session, file));
    }

    @Override
    public long count() {
        return readers.read(session -> session.number("SELECT count(*) FROM run"));
    }

    @Override
    public long used() {
        return readers.read(session -> (session.number("PRAGMA page_count") - session.number("PRAGMA freelist_count"))
                * session.number("PRAGMA page_size"));
    }

    @Override
    public List<Family> families(long after, long endedBefore, int limit) {
        return readers.read(session -> Families.list(session, after, endedBefore, limit));
    }

    @Override
    public long bytes(String root) {
        return readers.read(session -> Families.bytes(session, root));
    }

    @Override
    public int remove(String root) {
        return Store.await(writer().submit(List.of(new Operation.RemoveFamily(root))));
    }

    @Override
    public int collect() {
        int deleted = 0;
        Garbage.Marked marked;
        do {
            marked = readers.read(Garbage::mark);
            deleted += settle(marked.garbage(), true);
            settle(marked.used(), false);
        } while (marked.isFull());
        return deleted;
    }

    /** In small steps, so that others are written in between. */
    private int settle(List<Long> numbers, boolean delete) {
        int deleted = 0;
        for (int from = 0; from < numbers.size(); from += STEP) {
            List<Long> step = numbers.subList(from, Math.min(from + STEP, numbers.size()));
            deleted += Store.await(writer().submit(List.of(new Operation.Settle(step, delete))));
        }
        return deleted;
    }

    @Override
    public void close() {
        try {
            readers.close();
            if (writer != null) {
                writer.close();
            }
        } catch (SQLException e) {
            throw Failures.of(e, file);
        }
    }

    private Writer writer() {
        if (writer == null) {
            throw new StoreException(Kind.READ_ONLY, "%s was opened for reading only.".formatted(file));
        }
        return writer;
    }
}
