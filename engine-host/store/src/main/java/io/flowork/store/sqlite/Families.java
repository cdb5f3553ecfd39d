package io.flowork.store.sqlite;

import io.flowork.store.Family;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs with the runs that follow from them: finding, measuring and removing them. */
final class Families {
    /** What a row takes beside its payload, about: an entry with its hashes, and a run with its index entries. */
    private static final int ENTRY_BYTES = 100;

    private static final int RUN_BYTES = 300;

    private static final String TREE = """
            WITH RECURSIVE tree (no, id, ended, status) AS (
              SELECT no, id, ended, status FROM run WHERE id = ?
              UNION SELECT r.no, r.id, r.ended, r.status FROM run r JOIN tree ON r.parent_run = tree.id
            )
            """;

    private static final String MEMBERS = TREE + "SELECT id, ended, (" + Schema.UNFINISHED + ") FROM tree ORDER BY no";

    /** Each payload of a family with its level: of entries, of the runs themselves, of snapshots. */
    private static final String PAYLOADS = """
            SELECT e.payload, e.payload_level AS level, %d FROM tree JOIN branch b ON b.run = tree.no
              JOIN event e ON e.key >= b.no << 32 AND e.key < b.no + 1 << 32
            UNION ALL SELECT r.input, r.input_level, %d FROM tree JOIN run r ON r.no = tree.no
            UNION ALL SELECT r.output, r.output_level, 0 FROM tree JOIN run r ON r.no = tree.no WHERE r.output IS NOT NULL
            UNION ALL SELECT r.error, r.error_level, 0 FROM tree JOIN run r ON r.no = tree.no WHERE r.error IS NOT NULL
            UNION ALL SELECT s.state, s.state_level, 0 FROM tree JOIN branch b ON b.run = tree.no
              JOIN snapshot s ON s.branch = b.no""".formatted(ENTRY_BYTES, RUN_BYTES);

    private static final String ALL = TREE + PAYLOADS;

    /** Those that have chunks, which most have not: the others need not be read. */
    private static final String CHUNKED = TREE + "SELECT * FROM (" + PAYLOADS + ") WHERE level > 0";

    /** What belongs to a branch, as ranges of keys: nothing is looked up row by row while other writers wait. */
    private static final List<String> DELETIONS = List.of(
            "DELETE FROM event WHERE key >= ?1 << 32 AND key < ?1 + 1 << 32", "DELETE FROM snapshot WHERE branch = ?1");

    private Families() {}

    static List<Family> list(Session session, long after, long endedBefore, int limit) throws SQLException {
        PreparedStatement query = session.prepare("""
                SELECT no, id FROM run r
                WHERE no > ? AND ended < ?
                  AND (parent_run IS NULL OR NOT EXISTS (SELECT 1 FROM run p WHERE p.id = r.parent_run))
                ORDER BY no LIMIT ?""");
        query.setLong(1, after);
        query.setLong(2, endedBefore);
        query.setInt(3, limit);
        List<Long> numbers = new ArrayList<>();
        List<String> roots = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                numbers.add(row.getLong(1));
                roots.add(row.getString(2));
            }
        }
        List<Family> families = new ArrayList<>();
        for (int i = 0; i < roots.size(); i++) {
            families.add(family(session, numbers.get(i), roots.get(i)));
        }
        return families;
    }

    private static Family family(Session session, long number, String root) throws SQLException {
        PreparedStatement query = session.prepare(MEMBERS);
        query.setString(1, root);
        List<String> ids = new ArrayList<>();
        boolean over = true;
        long last = 0;
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                ids.add(row.getString(1));
                last = Math.max(last, row.getLong(2));
                over &= !row.getBoolean(3);
            }
        }
        return new Family(number, ids, over && !ids.isEmpty() ? last : null);
    }

    /** About how many bytes the rows and chunks of a family take. */
    static long bytes(Session session, String root) throws SQLException {
        long[] bytes = {0};
        Map<ByteBuffer, byte[]> chunks = chunks(session, ALL, root, (payload, beside) -> bytes[0] += payload + beside);
        PreparedStatement length = session.prepare("SELECT length(bytes) FROM chunk WHERE hash = ?");
        for (byte[] hash : chunks.values()) {
            length.setBytes(1, hash);
            try (ResultSet row = length.executeQuery()) {
                bytes[0] += row.next() ? row.getLong(1) + hash.length : 0;
            }
        }
        return bytes[0];
    }

    private interface Row {
        void of(int payload, int beside);
    }

    /** Tells of the payloads of a family that are asked for, and finds the hashes of all chunks that are part of one. */
    private static Map<ByteBuffer, byte[]> chunks(Session session, String payloads, String root, Row each)
            throws SQLException {
        PreparedStatement query = session.prepare(payloads);
        query.setString(1, root);
        List<Garbage.Root> chunked = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                byte @Nullable [] payload = row.getBytes(1);
                each.of(payload == null ? 0 : payload.length, row.getInt(3));
                if (payload != null && row.getInt(2) > 0) {
                    chunked.add(new Garbage.Root(payload, row.getInt(2)));
                }
            }
        }
        Map<ByteBuffer, byte[]> chunks = new HashMap<>();
        for (Garbage.Root one : chunked) {
            Garbage.visit(session, one, hash -> chunks.put(ByteBuffer.wrap(hash), hash));
        }
        return chunks;
    }

    /** Removes a family in which everything has ended, and says which runs that were. */
    static Set<String> remove(Session session, String root) throws SQLException {
        Family family = family(session, 0, root);
        if (family.ended() == null) {
            return Set.of();
        }
        for (byte[] chunk :
                chunks(session, CHUNKED, root, (payload, beside) -> {}).values()) {
            Garbage.condemn(session, chunk);
        }
        for (long branch : branches(session, root)) {
            for (String deletion : DELETIONS) {
                PreparedStatement delete = session.prepare(deletion);
                delete.setLong(1, branch);
                delete.executeUpdate();
            }
        }
        PreparedStatement branches =
                session.prepare("DELETE FROM branch WHERE run = (SELECT no FROM run WHERE id = ?)");
        PreparedStatement run = session.prepare("DELETE FROM run WHERE id = ?");
        for (String id : family.runs()) {
            branches.setString(1, id);
            branches.executeUpdate();
            run.setString(1, id);
            run.executeUpdate();
        }
        return Set.copyOf(family.runs());
    }

    private static List<Long> branches(Session session, String root) throws SQLException {
        PreparedStatement query = session.prepare(TREE + "SELECT b.no FROM tree JOIN branch b ON b.run = tree.no");
        query.setString(1, root);
        List<Long> branches = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                branches.add(row.getLong(1));
            }
        }
        return branches;
    }
}
