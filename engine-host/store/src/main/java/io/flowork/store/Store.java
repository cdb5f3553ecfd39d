package io.flowork.store;

import io.flowork.core.history.Recording;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Where programs, runs and journals are kept. Every method may be called from any thread, and every one may throw a
 * {@link StoreException}.
 */
public interface Store extends AutoCloseable {

    /**
     * Stores all of these or none. What one thread submits is stored in that order; what is submitted while the disk is
     * busy shares its next commit.
     *
     * @return completed once everything is durable, or exceptionally with a {@link StoreException}; it is completed by the
     *     one thread that writes, so whatever depends on it should be short, or asynchronous
     */
    CompletableFuture<Void> submit(List<Write> writes);

    /** Stores all of these or none, and returns once everything is durable. */
    default void write(Write... writes) {
        await(submit(List.of(writes)));
    }

    /** The result of what was submitted, once it is there; its failure is thrown as it is. */
    static <T> T await(CompletableFuture<T> submitted) {
        try {
            return submitted.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException failure) {
                throw new StoreException(failure.kind(), String.valueOf(failure.getMessage()), failure);
            }
            throw e;
        }
    }

    /** The program of a hash. */
    Optional<StoredProgram> program(String hash);

    /** The deployed workflow of a name and version. */
    Optional<StoredWorkflow> workflow(String namespace, String name, String version);

    /** The deployed workflows that a query asks for. */
    List<StoredWorkflow> workflows(WorkflowQuery query);

    /** How far the schedules of all workflows are. */
    List<StoredSchedule> schedules();

    /** The webhooks, the oldest first. */
    List<StoredWebhook> webhooks();

    /** How many runs that have not ended stand where. */
    Map<Status, Long> unfinished();

    /** The runs that a query asks for. */
    List<RunRecord> runs(RunQuery query);

    /**
     * The faulted runs that a query asks for in groups of one fingerprint, the one with the newest run first. A page goes
     * on after the example of the last group of the page before.
     */
    List<FaultGroup> faultGroups(RunQuery query);

    /** The run of an id. */
    Optional<RunRecord> run(String id);

    /** The ids that start with a prefix, in order, at most {@code limit}: one that is alone identifies a run. */
    List<String> runIds(String prefix, int limit);

    /** The command of an id that was given to a run. */
    Optional<StoredCommand> command(String run, String id);

    /** What went into a run and what came out. */
    RunData data(String run);

    /** The branches of a run, by number. */
    List<BranchRecord> branches(String run);

    /** The entries of a branch itself, without those it shares, from a number on, at most {@code limit}. */
    List<SealedEntry> sealed(String run, int branch, long from, int limit);

    /**
     * The entries of a branch itself from a number on, at most {@code limit}.
     *
     * @throws StoreException also if one of these entries is not as it was written, or its payload was erased
     */
    default List<JournalEntry> entries(String run, int branch, long from, int limit) {
        return Verifier.entries(this, run, branch, from, limit).stream()
                .map(ChainedEntry::entry)
                .toList();
    }

    /**
     * The entries of a branch with those it shares, from a number on, at most {@code limit}: what is folded.
     *
     * @throws StoreException also if one of these entries is not as it was written, or its payload was erased
     */
    default List<JournalEntry> line(String run, int branch, long from, int limit) {
        return chained(run, branch, from, limit).stream()
                .map(ChainedEntry::entry)
                .toList();
    }

    /**
     * The same entries with the hashes of their chain.
     *
     * @throws StoreException also if one of these entries is not as it was written, or its payload was erased
     */
    default List<ChainedEntry> chained(String run, int branch, long from, int limit) {
        return branch == 0
                ? Verifier.entries(this, run, 0, from, limit)
                : Line.of(this, run, branch).entries(from, limit);
    }

    /** An entry of a branch, which may be one that it shares, as it is stored; nothing if there is none. */
    default Optional<SealedEntry> sealedOfLine(String run, int branch, long seq) {
        int owner = branch == 0 ? 0 : Line.of(this, run, branch).owner(seq);
        return sealed(run, owner, seq, 1).stream()
                .filter(entry -> entry.seq() == seq)
                .findFirst();
    }

    /** Where a branch that shares a branch's past up to an entry forks: the branch that has the entry itself. */
    default BranchRecord.Origin origin(String run, int branch, long seq) {
        return new BranchRecord.Origin(Line.of(this, run, branch).owner(seq), seq);
    }

    /** The number of the last entry that two branches share; {@link Long#MAX_VALUE} if they are one. */
    default long shared(String run, int one, int other) {
        return Line.of(this, run, one).shared(Line.of(this, run, other));
    }

    /** The latest snapshot of a branch itself at or before an entry. */
    default Optional<Snapshot> snapshot(String run, int branch, long atOrBefore) {
        return snapshot(run, branch, atOrBefore, Long.MAX_VALUE);
    }

    /**
     * The latest snapshot of a branch itself at or before a place.
     *
     * @param seq the number of the entry after which it was taken at the latest
     * @param t if it is this one, the number of the step that was next at the latest
     */
    Optional<Snapshot> snapshot(String run, int branch, long seq, long t);

    /** The latest snapshot at or before an entry of a branch, which may be one of what it shares. */
    default Optional<Snapshot> lineSnapshot(String run, int branch, long atOrBefore) {
        return branch == 0
                ? snapshot(run, 0, atOrBefore)
                : Line.of(this, run, branch).snapshot(atOrBefore);
    }

    /** The snapshot of a branch that was taken at a place, if it is there. */
    default Optional<Snapshot> lineSnapshot(String run, int branch, Recording.Checkpoint at) {
        int owner = branch == 0 ? 0 : Line.of(this, run, branch).owner(at.seq());
        return snapshot(run, owner, at.seq(), at.t()).filter(found -> found.seq() == at.seq() && found.t() == at.t());
    }

    /** Where the snapshots of a branch itself are, in the order of their entries. */
    List<Recording.Checkpoint> checkpoints(String run, int branch);

    /** Where the snapshots of a branch are, with those of what it shares, in the order of their entries. */
    default List<Recording.Checkpoint> lineCheckpoints(String run, int branch) {
        return Line.of(this, run, branch).checkpoints();
    }

    /** Drops the snapshots of a run and says how many there were. */
    int deleteSnapshots(String run);

    /** Checks every hash of a run, from its first entry to the first that is not as it was written. */
    default Verification verify(String run) {
        return Verifier.verify(this, run);
    }

    /** How much there is. */
    StoreSizes sizes();

    // --- removing what has ended: see Retention ---

    /** How many runs there are. */
    long count();

    /** How many bytes are in use: the size on disk without the space that is free for what comes. */
    long used();

    /**
     * Families whose root has ended, in the order in which the roots were stored.
     *
     * @param after the number of the family after which to go on; 0 for the first page
     * @param endedBefore only those whose root ended before: milliseconds since 1970-01-01 UTC
     * @param limit the most to give
     */
    List<Family> families(long after, long endedBefore, int limit);

    /** About how many bytes the family of a root uses. */
    long bytes(String root);

    /** Removes the family of a root, if all of it has ended, and says how many runs that were. */
    int remove(String root);

    /** Deletes the parts of payloads that nothing uses any more, and says how many there were. Costs little if there are none. */
    int collect();

    /** Finishes what was submitted and closes the store. */
    @Override
    void close();
}
