package io.flowork.store.sqlite;

import io.flowork.core.journal.Chain;
import io.flowork.store.BranchRecord;
import io.flowork.store.StoreException;
import io.flowork.store.StoreException.Kind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Removing a branch beside a run's own. What other branches share with it stays, so they can be read as before. */
final class Asides {
    private Asides() {}

    private record Found(long no, long first) {
        long key(long seq) {
            return (no << Integer.SIZE) + seq;
        }
    }

    /** Removes what is left of a branch; says whether there was something. */
    static int delete(Session session, String run, int branch) throws SQLException {
        Found found = find(session, run, branch);
        long last = lastShared(session, run, branch);
        boolean shared = last >= found.first;
        long keep = shared ? last : found.first;
        condemn(session, found, shared ? keep + 1 : found.first);
        PreparedStatement entries = session.prepare("DELETE FROM event WHERE key > ? AND key < ?");
        entries.setLong(1, found.key(keep));
        entries.setLong(2, (found.no + 1) << Integer.SIZE);
        int deleted = entries.executeUpdate();
        PreparedStatement snapshots = session.prepare("DELETE FROM snapshot WHERE branch = ? AND seq > ?");
        snapshots.setLong(1, found.no);
        snapshots.setLong(2, shared ? keep : -1);
        snapshots.executeUpdate();
        PreparedStatement next = session.prepare("UPDATE branch SET next = ? WHERE no = ?");
        next.setLong(1, keep + 1);
        next.setLong(2, found.no);
        next.executeUpdate();
        return shared ? deleted : deleted + erase(session, found);
    }

    private static Found find(Session session, String run, int branch) throws SQLException {
        PreparedStatement query = session.prepare("""
                SELECT b.no, b.parent_seq + 1, e.kind FROM run r JOIN branch b ON b.run = r.no
                  LEFT JOIN event e ON e.key = (b.no << 32) + b.parent_seq + 1
                WHERE r.id = ? AND b.number = ?""");
        query.setString(1, run);
        query.setInt(2, branch);
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                throw new StoreException(Kind.NOT_FOUND, "The run %s has no branch %d.".formatted(run, branch));
            }
            if (!BranchRecord.ASIDE.equals(row.getString(3))) {
                throw new StoreException(
                        Kind.CONFLICT,
                        "Branch %d of run %s is the run's own. Only a branch beside it can be deleted."
                                .formatted(branch, run));
            }
            return new Found(row.getLong(1), row.getLong(2));
        }
    }

    /** The number of the last entry that another branch shares; -1 if there is none. */
    private static long lastShared(Session session, String run, int branch) throws SQLException {
        PreparedStatement query = session.prepare(
                "SELECT max(b.parent_seq) FROM run r JOIN branch b ON b.run = r.no WHERE r.id = ? AND b.parent = ?");
        query.setString(1, run);
        query.setInt(2, branch);
        try (ResultSet row = query.executeQuery()) {
            return row.next() && row.getObject(1) != null ? row.getLong(1) : -1;
        }
    }

    private static void condemn(Session session, Found found, long from) throws SQLException {
        PreparedStatement query = session.prepare("""
                SELECT payload, payload_level FROM event WHERE key >= ? AND key < ? AND payload_level > 0
                UNION ALL SELECT state, state_level FROM snapshot WHERE branch = ? AND seq >= ? AND state_level > 0""");
        query.setLong(1, found.key(from));
        query.setLong(2, (found.no + 1) << Integer.SIZE);
        query.setLong(3, found.no);
        query.setLong(4, from);
        List<Garbage.Root> roots = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                roots.add(new Garbage.Root(row.getBytes(1), row.getInt(2)));
            }
        }
        List<byte[]> chunks = new ArrayList<>();
        for (Garbage.Root root : roots) {
            Garbage.visit(session, root, chunks::add);
        }
        for (byte[] chunk : chunks) {
            Garbage.condemn(session, chunk);
        }
    }

    /** Takes from the first entry what it carries; its commitment stays, and so does the proof. */
    private static int erase(Session session, Found found) throws SQLException {
        PreparedStatement query =
                session.prepare("SELECT payload, payload_level, salt FROM event WHERE key = ? AND payload IS NOT NULL");
        query.setLong(1, found.key(found.first));
        byte[] commitment;
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return 0;
            }
            commitment = Chain.commitment(
                    row.getBytes(3),
                    Objects.requireNonNull(session.payload(row, 1), "the query gives what has a payload"));
        }
        PreparedStatement update = session.prepare(
                "UPDATE event SET payload = NULL, payload_level = 0, salt = NULL, commitment = ? WHERE key = ?");
        update.setBytes(1, commitment);
        update.setLong(2, found.key(found.first));
        return update.executeUpdate();
    }
}
