package io.flowork.store.sqlite;

import io.flowork.core.journal.Chain;
import io.flowork.store.ParentRun;
import io.flowork.store.Snapshot;
import io.flowork.store.StoreException;
import io.flowork.store.StoreException.Kind;
import io.flowork.store.StoredProgram;
import io.flowork.store.Write;
import io.flowork.store.payload.Packed;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Applies operations inside the writer's transaction. Remembers where the branches it appends to end. */
final class Tables {
    private static final int REMEMBERED = 10_000;

    private record Branch(String run, int number) {}

    /** The end of a branch: what the next entry must be numbered and follow. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record End(long branch, long next, byte[] chain) {}

    private final Session session;
    private final boolean store;
    private final Map<Branch, End> ends = new Recent<>();
    private final Map<String, Boolean> programs = new Recent<>();

    /** What was used lately; the rest is read again when it is needed. */
    private static final class Recent<K, V> extends LinkedHashMap<K, V> {
        Recent() {
            super(64, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > REMEMBERED;
        }
    }

    /** The tables of a store. */
    Tables(Session session) {
        this(session, true);
    }

    private Tables(Session session, boolean store) {
        this.session = session;
        this.store = store;
    }

    /** The tables of a recording, from which nothing is removed. */
    static Tables ofRecording(Session session) {
        return new Tables(session, false);
    }

    /** Forgets what may not be so any more, after a rollback. */
    void forget() {
        ends.clear();
        programs.clear();
    }

    /** Applies an operation and says how many rows it changed. */
    int apply(Operation operation) throws SQLException {
        return switch (operation) {
            case Operation.PutProgram put -> program(put.program());
            case Operation.PutWorkflow put -> Deployments.put(session, put.put());
            case Operation.PutSchedule put -> ScheduleTable.put(session, put.schedule());
            case Operation.DeleteSchedule delete -> ScheduleTable.delete(session, delete.which());
            case Operation.PutWebhook put -> WebhookTable.put(session, put.webhook());
            case Operation.DeleteWebhook delete -> WebhookTable.delete(session, delete.id());
            case Operation.PutCommand put -> CommandTable.put(session, put.command());
            case Operation.CreateRun create -> run(create.run(), create.input());
            case Operation.Append append -> append(append);
            case Operation.Fork fork -> fork(fork.fork());
            case Operation.DeleteBranch delete -> {
                ends.remove(new Branch(delete.run(), delete.branch()));
                yield Asides.delete(session, delete.run(), delete.branch());
            }
            case Operation.UpdateRun update -> update(update.run(), update.output(), update.error());
            case Operation.PutSnapshot put -> snapshot(put.put().snapshot(), put.state());
            case Operation.DeleteSnapshots delete -> deleteSnapshots(delete.run());
            case Operation.RemoveFamily remove -> {
                Set<String> gone = Families.remove(session, remove.root());
                ends.keySet().removeIf(branch -> gone.contains(branch.run));
                yield gone.size();
            }
            case Operation.Settle settle -> Garbage.settle(session, settle.numbers(), settle.delete());
        };
    }

    private int program(StoredProgram program) throws SQLException {
        if (programs.put(program.hash(), true) != null) {
            return 0;
        }
        PreparedStatement insert = session.prepare(
                "INSERT INTO program (hash, namespace, name, version, format, text) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
        insert.setString(1, program.hash());
        insert.setString(2, program.namespace());
        insert.setString(3, program.name());
        insert.setString(4, program.version());
        insert.setString(5, program.format());
        insert.setString(6, program.text());
        return insert.executeUpdate();
    }

    private int run(Write.CreateRun run, Packed input) throws SQLException {
        chunks(input);
        PreparedStatement insert = session.prepare(
                "INSERT INTO run (id, program, status, semantics, created, parent_run, parent_key, input, input_level) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        ParentRun parent = run.parent();
        insert.setString(1, run.run());
        insert.setString(2, run.program());
        insert.setString(3, run.status().text());
        insert.setInt(4, run.semantics());
        insert.setLong(5, run.created());
        insert.setString(6, parent == null ? null : parent.run());
        insert.setString(7, parent == null ? null : parent.key());
        Session.set(insert, 8, input);
        try {
            insert.executeUpdate();
        } catch (SQLiteException e) {
            SQLiteErrorCode code = e.getResultCode();
            if (code == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE) {
                throw new StoreException(
                        Kind.CONFLICT, "There is a run %s already. Use another id.".formatted(run.run()), e);
            }
            if (code == SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY) {
                throw new StoreException(
                        Kind.NOT_FOUND,
                        "The program %s of run %s is not stored here. Store it first."
                                .formatted(run.program(), run.run()),
                        e);
            }
            throw e;
        }
        PreparedStatement branch =
                session.prepare("INSERT INTO branch (run, number) VALUES (last_insert_rowid(), 0) RETURNING no");
        try (ResultSet row = branch.executeQuery()) {
            row.next();
            byte[] start = Chain.start(run.run(), run.program(), run.semantics());
            ends.put(new Branch(run.run(), 0), new End(row.getLong(1), 0, start));
        }
        return 1;
    }

    private int fork(Write.Fork fork) throws SQLException {
        PreparedStatement insert = session.prepare("""
                INSERT INTO branch (run, number, parent, parent_seq, next)
                SELECT no, ?, ?, ?, ? FROM run WHERE id = ?""");
        insert.setInt(1, fork.branch());
        insert.setInt(2, fork.origin().branch());
        insert.setLong(3, fork.origin().seq());
        insert.setLong(4, fork.origin().seq() + 1);
        insert.setString(5, fork.run());
        try {
            if (insert.executeUpdate() == 0) {
                throw StoreException.noRun(fork.run());
            }
        } catch (SQLiteException e) {
            if (e.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE) {
                throw new StoreException(
                        Kind.CONFLICT, "The run %s has a branch %d already.".formatted(fork.run(), fork.branch()), e);
            }
            throw e;
        }
        if (fork.aside()) {
            return 1;
        }
        PreparedStatement update = session.prepare("""
                UPDATE run SET status = 'running', ended = NULL, output = NULL, output_level = NULL,
                  error = NULL, error_level = NULL
                WHERE id = ?""");
        update.setString(1, fork.run());
        return update.executeUpdate();
    }

    private int append(Operation.Append append) throws SQLException {
        Branch branch = new Branch(append.run(), append.branch());
        End end = ends.get(branch);
        if (end == null) {
            end = end(branch);
        }
        PreparedStatement insert = session.prepare(
                "INSERT INTO event (key, t, time, kind, state_hash, payload, payload_level, salt, commitment, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        long next = end.next;
        byte[] chain = end.chain;
        for (Operation.Entry entry : append.entries()) {
            if (entry.seq() != next) {
                throw taken(branch, entry.seq(), next);
            }
            chain = Chain.next(
                    chain, next, entry.t(), entry.time(), entry.kind(), entry.stateHash(), entry.commitment());
            if (entry.chain() != null && !Arrays.equals(chain, entry.chain())) {
                throw new StoreException(
                        Kind.DAMAGED,
                        "Entry %d of run %s does not verify: its hash does not follow from the entries before it. Nothing was stored; get the recording anew."
                                .formatted(next, append.run()));
            }
            Packed payload = entry.payload();
            insert.setLong(1, (end.branch << Integer.SIZE) | next);
            insert.setLong(2, entry.t());
            insert.setLong(3, entry.time());
            insert.setString(4, entry.kind());
            insert.setLong(5, entry.stateHash());
            insert.setBytes(6, payload == null ? null : payload.root());
            insert.setInt(7, payload == null ? 0 : payload.level());
            insert.setBytes(8, payload == null ? null : entry.salt());
            insert.setBytes(9, payload == null ? entry.commitment() : null);
            insert.setBytes(10, chain);
            if (payload != null) {
                chunks(payload);
            }
            try {
                insert.executeUpdate();
            } catch (SQLiteException e) {
                if (e.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY) {
                    throw taken(branch, next, end(branch).next);
                }
                throw e;
            }
            next++;
        }
        PreparedStatement update = session.prepare("UPDATE branch SET next = ? WHERE no = ?");
        update.setLong(1, next);
        update.setLong(2, end.branch);
        update.executeUpdate();
        ends.put(branch, new End(end.branch, next, chain));
        return append.entries().size();
    }

    private static StoreException taken(Branch branch, long seq, long next) {
        return new StoreException(
                Kind.CONFLICT,
                "Entry %d cannot be appended to run %s, whose next entry is %d: another process may be driving this run. Read the run again before going on."
                        .formatted(seq, branch.run, next));
    }

    private End end(Branch branch) throws SQLException {
        PreparedStatement query = session.prepare("""
                SELECT b.no, r.program, r.semantics, e.seq, e.chain, b.parent, b.parent_seq
                FROM run r JOIN branch b ON b.run = r.no LEFT JOIN event e
                  ON e.key >= b.no << 32 AND e.key < b.no + 1 << 32
                WHERE r.id = ? AND b.number = ?
                ORDER BY e.key DESC LIMIT 1""");
        query.setString(1, branch.run);
        query.setInt(2, branch.number);
        long no;
        long next;
        Branch parent;
        byte[] chain;
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                throw StoreException.noRun(branch.run);
            }
            no = row.getLong(1);
            chain = row.getBytes(5);
            if (chain != null) {
                return new End(no, row.getLong(4) + 1, chain);
            }
            if (branch.number == 0) {
                return new End(no, 0, Chain.start(branch.run, row.getString(2), row.getInt(3)));
            }
            parent = new Branch(branch.run, row.getInt(6));
            next = row.getLong(7) + 1;
        }
        return new End(no, next, chain(parent, next - 1));
    }

    /** The hash of the entry that a branch forked at. */
    private byte[] chain(Branch branch, long seq) throws SQLException {
        PreparedStatement query = session.prepare("""
                SELECT e.chain FROM run r JOIN branch b ON b.run = r.no JOIN event e ON e.key = (b.no << 32) + ?
                WHERE r.id = ? AND b.number = ?""");
        query.setLong(1, seq);
        query.setString(2, branch.run);
        query.setInt(3, branch.number);
        try (ResultSet row = query.executeQuery()) {
            if (row.next()) {
                return row.getBytes(1);
            }
        }
        throw new StoreException(
                Kind.NOT_FOUND,
                "Branch %d of run %s has no entry %d to fork from.".formatted(branch.number, branch.run, seq));
    }

    private int update(Write.UpdateRun run, @Nullable Packed output, @Nullable Packed error) throws SQLException {
        PreparedStatement update = session.prepare("""
                UPDATE run SET status = ?, started = coalesce(?, started), ended = coalesce(?, ended),
                  output = coalesce(?, output), output_level = coalesce(?, output_level),
                  error = coalesce(?, error), error_level = coalesce(?, error_level)
                WHERE id = ?""");
        chunks(output);
        chunks(error);
        update.setString(1, run.status().text());
        Session.set(update, 2, run.started());
        Session.set(update, 3, run.ended());
        Session.set(update, 4, output);
        Session.set(update, 6, error);
        update.setString(8, run.run());
        int changed = update.executeUpdate();
        if (changed == 0) {
            throw StoreException.noRun(run.run());
        }
        if (run.error() != null) {
            Faults.put(session, run.run(), run.error());
        }
        return changed;
    }

    private int snapshot(Snapshot snapshot, Packed state) throws SQLException {
        PreparedStatement insert = session.prepare("""
                INSERT OR REPLACE INTO snapshot (branch, seq, t, state, state_level, state_hash)
                SELECT b.no, ?, ?, ?, ?, ? FROM run r JOIN branch b ON b.run = r.no WHERE r.id = ? AND b.number = ?""");
        chunks(state);
        insert.setLong(1, snapshot.seq());
        insert.setLong(2, snapshot.t());
        Session.set(insert, 3, state);
        insert.setLong(5, snapshot.stateHash());
        insert.setString(6, snapshot.run());
        insert.setInt(7, snapshot.branch());
        int changed = insert.executeUpdate();
        if (changed == 0) {
            throw StoreException.noRun(snapshot.run());
        }
        return changed;
    }

    private int deleteSnapshots(String run) throws SQLException {
        PreparedStatement delete = session.prepare(
                "DELETE FROM snapshot WHERE branch IN (SELECT b.no FROM branch b JOIN run r ON r.no = b.run WHERE r.id = ?)");
        delete.setString(1, run);
        return delete.executeUpdate();
    }

    private void chunks(@Nullable Packed payload) throws SQLException {
        if (payload == null || payload.chunks().isEmpty()) {
            return;
        }
        PreparedStatement insert =
                session.prepare("INSERT INTO chunk (hash, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING");
        for (Packed.Chunk chunk : payload.chunks()) {
            insert.setBytes(1, chunk.hash());
            insert.setBytes(2, chunk.bytes());
            insert.executeUpdate();
            if (store) {
                Garbage.pardon(session, chunk.hash());
            }
        }
    }
}
