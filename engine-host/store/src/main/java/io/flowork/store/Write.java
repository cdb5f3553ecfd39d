package io.flowork.store;

import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something to store. */
public sealed interface Write {

    /** Stores a program; nothing happens if it is there already. */
    record PutProgram(StoredProgram program) implements Write {}

    /**
     * Adds a run with its branch 0, which has no entries yet. Its program must be there. Refused if the id is taken.
     *
     * @param run the run's id
     * @param program the hash of its program
     * @param status its status
     * @param semantics the semantics version it runs under
     * @param created when it was created: milliseconds since 1970-01-01 UTC
     * @param input its input
     * @param parent the run that started it, or null
     */
    record CreateRun(
            String run,
            String program,
            Status status,
            int semantics,
            long created,
            JsonValue input,
            @Nullable ParentRun parent)
            implements Write {}

    /**
     * Appends entries to a branch. Refused unless the first one's number follows the last stored one, so that of two
     * writers who both drive a run only one succeeds.
     *
     * @param run the run's id
     * @param branch the number of the branch, 0 for the run itself
     * @param entries the entries, numbered without gaps
     */
    record Append(String run, int branch, List<JournalEntry> entries) implements Write {
        /** Copies the entries. */
        public Append {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Appends entries that were stored elsewhere, with their salts and hashes. Refused if a hash is wrong.
     *
     * @param run the run's id
     * @param branch the number of the branch, 0 for the run itself
     * @param entries the entries, numbered without gaps
     */
    record AppendSealed(String run, int branch, List<SealedEntry> entries) implements Write {
        /** Copies the entries. */
        public AppendSealed {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Adds a branch that shares the past of another one and has no entries of its own yet. Refused if the branch is there
     * already.
     *
     * @param run the run's id
     * @param branch the number of the branch, one more than that of the last
     * @param origin what it shares; the branch is the one that has the entry itself
     * @param aside whether it is beside the run's own, whose status and result stay as they are; its first entry, of the
     *     kind {@code aside}, comes in the same transaction. Else the run is running on it from now on, and has no end
     */
    record Fork(String run, int branch, BranchRecord.Origin origin, boolean aside) implements Write {
        /** A branch on which the run itself goes on. */
        public Fork(String run, int branch, BranchRecord.Origin origin) {
            this(run, branch, origin, false);
        }
    }

    /**
     * Removes the entries of a branch beside the run's own, but for those that other branches share with it, and for the
     * first one without what it carries: so its number is never given again, and what is left verifies. Refused if it is
     * no such branch.
     *
     * @param run the run's id
     * @param branch the number of the branch
     */
    record DeleteBranch(String run, int branch) implements Write {}

    /**
     * Changes what is said about a run.
     *
     * @param run the run's id
     * @param status its status
     * @param started when it started, or null to leave that as it is
     * @param ended when it ended, or null to leave that as it is
     * @param output its output, or null to leave that as it is
     * @param error the error that ended it, or null to leave that as it is
     */
    record UpdateRun(
            String run,
            Status status,
            @Nullable Long started,
            @Nullable Long ended,
            @Nullable JsonValue output,
            @Nullable JsonValue error)
            implements Write {}

    /**
     * Makes a program, which must be there, startable by name. Nothing happens if it is so already; refused if another
     * program has the name and version, unless that is to be replaced.
     *
     * @param workflow the workflow
     * @param replace whether another program loses the name and version
     */
    record PutWorkflow(StoredWorkflow workflow, boolean replace) implements Write {}

    /** Sets how far a schedule is. */
    record PutSchedule(StoredSchedule schedule) implements Write {}

    /** Forgets a schedule; nothing happens if there is none. */
    record DeleteSchedule(String namespace, String name, String kind) implements Write {}

    /** Keeps a webhook. */
    record PutWebhook(StoredWebhook webhook) implements Write {}

    /** Forgets a webhook; nothing happens if there is none. */
    record DeleteWebhook(String id) implements Write {}

    /** Keeps a command to a run with its answer; nothing happens if the run has one of its id. */
    record PutCommand(StoredCommand command) implements Write {}

    /** Keeps a snapshot; it replaces one of the same entry. */
    record PutSnapshot(Snapshot snapshot) implements Write {}
}
