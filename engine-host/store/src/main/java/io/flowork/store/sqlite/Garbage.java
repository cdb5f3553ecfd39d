package io.flowork.store.sqlite;

import io.flowork.store.payload.Packed;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Chunks that nothing may refer to any more.
 *
 * <p>Removing a run condemns its chunks, in the same transaction; storing a payload that has such a chunk pardons it. Now
 * and then a reader looks at everything that refers to chunks, as it is at one moment: what is condemned and not referred
 * to is deleted, the rest pardoned, unless the chunk was condemned anew since, which its number shows.
 */
final class Garbage {
    /** How many condemned chunks are looked for at once. */
    static final int ROUND = 50_000;

    private static final List<String> ROOTS = List.of(
            "SELECT payload, payload_level FROM event WHERE payload_level > 0",
            "SELECT state, state_level FROM snapshot WHERE state_level > 0",
            "SELECT input, input_level FROM run WHERE input_level > 0",
            "SELECT output, output_level FROM run WHERE output_level > 0",
            "SELECT error, error_level FROM run WHERE error_level > 0");

    /** What a row holds of a payload in chunks. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Root(byte[] bytes, int level) {}

    /**
     * What a look at everything has shown.
     *
     * @param garbage the numbers of condemned chunks that nothing refers to
     * @param used the numbers of those that are in use
     */
    record Marked(List<Long> garbage, List<Long> used) {
        boolean isFull() {
            return garbage.size() + used.size() == ROUND;
        }
    }

    private Garbage() {}

    static void condemn(Session session, byte[] hash) throws SQLException {
        PreparedStatement insert = session.prepare("INSERT OR REPLACE INTO condemned (hash) VALUES (?)");
        insert.setBytes(1, hash);
        insert.executeUpdate();
    }

    static void pardon(Session session, byte[] hash) throws SQLException {
        PreparedStatement delete = session.prepare("DELETE FROM condemned WHERE hash = ?");
        delete.setBytes(1, hash);
        delete.executeUpdate();
    }

    /** Tells the hashes of the chunks of a payload. */
    static void visit(Session session, Root payload, Consumer<byte[]> each) throws SQLException {
        try {
            Packed.visit(
                    payload.bytes,
                    payload.level,
                    hash -> {
                        try {
                            return session.chunk(hash);
                        } catch (SQLException e) {
                            throw new Unreadable(e);
                        }
                    },
                    each);
        } catch (Unreadable e) {
            throw e.cause;
        }
    }

    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient SQLException cause;

        Unreadable(SQLException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    /** Looks for condemned chunks in everything that refers to chunks. */
    static Marked mark(Session session) throws SQLException {
        session.execute("BEGIN");
        Marked marked = search(session);
        session.execute("COMMIT");
        return marked;
    }

    private static Marked search(Session session) throws SQLException {
        Map<ByteBuffer, Long> condemned = new HashMap<>();
        PreparedStatement query = session.prepare("SELECT hash, no FROM condemned ORDER BY no LIMIT " + ROUND);
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                condemned.put(ByteBuffer.wrap(row.getBytes(1)), row.getLong(2));
            }
        }
        List<Long> used = new ArrayList<>();
        for (String roots : ROOTS) {
            if (condemned.isEmpty()) {
                break;
            }
            PreparedStatement each = session.prepare(roots);
            try (ResultSet row = each.executeQuery()) {
                while (row.next()) {
                    visit(session, new Root(row.getBytes(1), row.getInt(2)), hash -> {
                        Long found = condemned.remove(ByteBuffer.wrap(hash));
                        if (found != null) {
                            used.add(found);
                        }
                    });
                }
            }
        }
        return new Marked(List.copyOf(condemned.values()), used);
    }

    /** Deletes or pardons what is condemned under these numbers still, and says how many chunks were deleted. */
    static int settle(Session session, List<Long> numbers, boolean delete) throws SQLException {
        PreparedStatement chunk =
                session.prepare("DELETE FROM chunk WHERE hash = (SELECT hash FROM condemned WHERE no = ?)");
        PreparedStatement entry = session.prepare("DELETE FROM condemned WHERE no = ?");
        int deleted = 0;
        for (long number : numbers) {
            if (delete) {
                chunk.setLong(1, number);
                deleted += chunk.executeUpdate();
            }
            entry.setLong(1, number);
            entry.executeUpdate();
        }
        return deleted;
    }
}
