package io.flowork.store.sqlite;

import io.flowork.core.codec.CodecException;
import io.flowork.core.codec.ValueCodec;
import io.flowork.core.history.Recording;
import io.flowork.core.journal.Chain;
import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonValue;
import io.flowork.store.BranchRecord;
import io.flowork.store.Fault;
import io.flowork.store.FaultGroup;
import io.flowork.store.ParentRun;
import io.flowork.store.RunData;
import io.flowork.store.RunQuery;
import io.flowork.store.RunRecord;
import io.flowork.store.SealedEntry;
import io.flowork.store.Snapshot;
import io.flowork.store.StoreException;
import io.flowork.store.StoreSizes;
import io.flowork.store.StoredProgram;
import io.flowork.store.payload.Packed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What can be read from the tables. */
final class Queries {
    private static final String COLUMNS =
            "r.id, r.program, p.namespace, p.name, p.version, r.status, r.semantics, r.created, r.started, r.ended, r.parent_run, r.parent_key, "
                    + "(SELECT max(b.number) FROM branch b WHERE b.run = r.no AND (b.parent IS NULL OR NOT EXISTS "
                    + "(SELECT 1 FROM event e WHERE e.key = (b.no << 32) + b.parent_seq + 1 AND e.kind = 'aside')))";

    private static final String RUN = "SELECT " + COLUMNS
            + ", f.fingerprint, f.summary FROM run r JOIN program p ON p.hash = r.program LEFT JOIN fault f ON f.run = r.no AND r.status = 'faulted' ";

    /** The same where there is no table of faults. */
    private static final String RUN_WITHOUT_FAULT =
            "SELECT " + COLUMNS + ", NULL, NULL FROM run r JOIN program p ON p.hash = r.program ";

    private Queries() {}

    static Optional<StoredProgram> program(Session session, String hash) throws SQLException {
        PreparedStatement query =
                session.prepare("SELECT hash, namespace, name, version, format, text FROM program WHERE hash = ?");
        query.setString(1, hash);
        try (ResultSet row = query.executeQuery()) {
            return row.next()
                    ? Optional.of(new StoredProgram(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6)))
                    : Optional.empty();
        }
    }

    static List<RunRecord> runs(Session session, RunQuery wanted) throws SQLException {
        StringBuilder sql = new StringBuilder(session.hasFaults() ? RUN : RUN_WITHOUT_FAULT).append("WHERE 1");
        List<Object> arguments = new ArrayList<>();
        if (!wanted.statuses().isEmpty() && wanted.statuses().stream().noneMatch(Status::ended)) {
            sql.append(" AND r.").append(Schema.UNFINISHED); // else the index of such runs would not be used
        }
        if (!wanted.statuses().isEmpty()) {
            sql.append(wanted.statuses().stream()
                    .map(status -> "'" + status.text() + "'")
                    .sorted()
                    .collect(Collectors.joining(", ", " AND r.status IN (", ")")));
        }
        conditions(sql, arguments, wanted, session.hasFaults());
        condition(sql, arguments, "r.no < (SELECT a.no FROM run a WHERE a.id = ?)", wanted.after());
        sql.append(" ORDER BY r.no DESC LIMIT ").append(wanted.limit());
        List<RunRecord> runs = new ArrayList<>();
        try (ResultSet row = bound(session, sql.toString(), arguments).executeQuery()) {
            while (row.next()) {
                runs.add(run(row));
            }
        }
        return runs;
    }

    static List<FaultGroup> faultGroups(Session session, RunQuery wanted) throws SQLException {
        List<FaultGroup> groups = new ArrayList<>();
        if (!session.hasFaults()) {
            return groups;
        }
        StringBuilder sql = new StringBuilder("SELECT " + COLUMNS + """
                , f.fingerprint, f.summary, g.count, g.first, g.last
                FROM (SELECT max(r.no) AS no, count(*) AS count, min(coalesce(r.ended, r.created)) AS first,
                    max(coalesce(r.ended, r.created)) AS last
                  FROM fault f CROSS JOIN run r ON r.no = f.run AND r.status = 'faulted'
                    JOIN program p ON p.hash = r.program
                  WHERE 1""");
        List<Object> arguments = new ArrayList<>();
        conditions(sql, arguments, wanted, true);
        sql.append("""
                 GROUP BY f.fingerprint) g
                JOIN run r ON r.no = g.no JOIN program p ON p.hash = r.program JOIN fault f ON f.run = r.no
                WHERE 1""");
        condition(sql, arguments, "r.no < (SELECT a.no FROM run a WHERE a.id = ?)", wanted.after());
        sql.append(" ORDER BY r.no DESC LIMIT ").append(wanted.limit());
        try (ResultSet row = bound(session, sql.toString(), arguments).executeQuery()) {
            while (row.next()) {
                groups.add(
                        new FaultGroup(row.getString(14), row.getLong(16), row.getLong(17), row.getLong(18), run(row)));
            }
        }
        return groups;
    }

    private static void conditions(StringBuilder sql, List<Object> arguments, RunQuery wanted, boolean faults) {
        condition(sql, arguments, "p.namespace = ?", wanted.namespace());
        condition(sql, arguments, "p.name = ?", wanted.name());
        condition(sql, arguments, "r.parent_run = ?", wanted.parent());
        condition(sql, arguments, "r.created >= ?", wanted.since());
        condition(sql, arguments, "r.created <= ?", wanted.until());
        condition(sql, arguments, faults ? "f.fingerprint = ?" : "? IS NULL", wanted.fingerprint());
        String text = wanted.text();
        if (text != null) {
            sql.append(" AND (r.id LIKE ? ESCAPE '\\' OR p.namespace || '/' || p.name LIKE ? ESCAPE '\\'")
                    .append(!faults ? ")" : " OR f.summary LIKE ? ESCAPE '\\')");
            String escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
            arguments.add(escaped + "%");
            arguments.add("%" + escaped + "%");
            if (faults) {
                arguments.add("%" + escaped + "%");
            }
        }
    }

    private static PreparedStatement bound(Session session, String sql, List<Object> arguments) throws SQLException {
        PreparedStatement query = session.prepare(sql);
        for (int i = 0; i < arguments.size(); i++) {
            query.setObject(i + 1, arguments.get(i));
        }
        return query;
    }

    static Map<Status, Long> unfinished(Session session) throws SQLException {
        Map<Status, Long> counts = new EnumMap<>(Status.class);
        PreparedStatement query =
                session.prepare("SELECT status, count(*) FROM run WHERE " + Schema.UNFINISHED + " GROUP BY status");
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                counts.put(status(row.getString(1)), row.getLong(2));
            }
        }
        return counts;
    }

    private static void condition(
            StringBuilder sql, List<Object> arguments, String condition, @Nullable Object argument) {
        if (argument != null) {
            sql.append(" AND ").append(condition);
            arguments.add(argument);
        }
    }

    static Optional<RunRecord> run(Session session, String id) throws SQLException {
        PreparedStatement query = session.prepare((session.hasFaults() ? RUN : RUN_WITHOUT_FAULT) + "WHERE r.id = ?");
        query.setString(1, id);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(run(row)) : Optional.empty();
        }
    }

    private static RunRecord run(ResultSet row) throws SQLException {
        String parent = row.getString(11);
        String fingerprint = row.getString(14);
        return new RunRecord(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                status(row.getString(6)),
                row.getInt(7),
                row.getLong(8),
                integer(row, 9),
                integer(row, 10),
                parent == null ? null : new ParentRun(parent, row.getString(12)),
                row.getInt(13),
                fingerprint == null ? null : new Fault(fingerprint, row.getString(15)));
    }

    private static Status status(String text) throws SQLException {
        try {
            return Status.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw damaged("a run of status " + text);
        }
    }

    private static SQLException damaged(String problem) {
        return new SQLiteException(problem, SQLiteErrorCode.SQLITE_CORRUPT);
    }

    private static @Nullable Long integer(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    static List<String> runIds(Session session, String prefix, int limit) throws SQLException {
        PreparedStatement query = session.prepare(
                "SELECT id FROM run WHERE id >= ? AND substr(id, 1, length(?)) = ? ORDER BY id LIMIT ?");
        query.setString(1, prefix);
        query.setString(2, prefix);
        query.setString(3, prefix);
        query.setInt(4, limit);
        List<String> ids = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                ids.add(row.getString(1));
            }
        }
        return ids;
    }

    static RunData data(Session session, String run) throws SQLException {
        PreparedStatement query = session.prepare(
                "SELECT input, input_level, output, output_level, error, error_level FROM run WHERE id = ?");
        query.setString(1, run);
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                throw StoreException.noRun(run);
            }
            JsonValue input = value(session, row, 1);
            if (input == null) {
                throw damaged("a run without input");
            }
            return new RunData(input, value(session, row, 3), value(session, row, 5));
        }
    }

    private static @Nullable JsonValue value(Session session, ResultSet row, int column) throws SQLException {
        byte[] payload = session.payload(row, column);
        try {
            return payload == null ? null : ValueCodec.decode(payload);
        } catch (CodecException e) {
            SQLException failure = damaged("a value that is " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    static List<BranchRecord> branches(Session session, String run) throws SQLException {
        PreparedStatement query = session.prepare(
                "SELECT b.number, b.parent, b.parent_seq, b.next FROM branch b JOIN run r ON r.no = b.run WHERE r.id = ? ORDER BY b.number");
        query.setString(1, run);
        List<BranchRecord> branches = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Long parent = integer(row, 2);
                branches.add(new BranchRecord(
                        row.getInt(1),
                        parent == null ? null : new BranchRecord.Origin(parent.intValue(), row.getLong(3)),
                        row.getLong(4)));
            }
        }
        if (branches.isEmpty()) {
            throw StoreException.noRun(run);
        }
        return branches;
    }

    static List<SealedEntry> sealed(Session session, String run, int branch, long from, int limit) throws SQLException {
        PreparedStatement query = session.prepare("""
                SELECT e.seq, e.t, e.time, e.kind, e.state_hash, e.payload, e.payload_level, e.salt, e.commitment, e.chain
                FROM run r JOIN branch b ON b.run = r.no
                  JOIN event e ON e.key >= (b.no << 32) + ? AND e.key < b.no + 1 << 32
                WHERE r.id = ? AND b.number = ?
                ORDER BY e.key LIMIT ?""");
        query.setLong(1, from);
        query.setString(2, run);
        query.setInt(3, branch);
        query.setInt(4, limit);
        List<SealedEntry> entries = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                entries.add(entry(session, row));
            }
        }
        return entries;
    }

    private static SealedEntry entry(Session session, ResultSet row) throws SQLException {
        byte[] payload = session.payload(row, 6);
        byte[] salt = row.getBytes(8);
        byte[] commitment = row.getBytes(9);
        byte[] chain = row.getBytes(10);
        if (payload != null && salt != null && salt.length == Chain.SALT_BYTES) {
            commitment = Chain.commitment(salt, payload);
        }
        if (commitment == null || chain == null) {
            throw damaged("an entry without its hashes");
        }
        return new SealedEntry(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getString(4),
                row.getLong(5),
                payload,
                salt,
                commitment,
                chain);
    }

    static List<Recording.Checkpoint> checkpoints(Session session, String run, int branch) throws SQLException {
        if (!session.hasSnapshots()) {
            return List.of();
        }
        PreparedStatement query = session.prepare("""
                SELECT s.seq, s.t
                FROM snapshot s
                WHERE s.branch = (SELECT b.no FROM branch b JOIN run r ON r.no = b.run WHERE r.id = ? AND b.number = ?)
                ORDER BY s.seq, s.t""");
        query.setString(1, run);
        query.setInt(2, branch);
        List<Recording.Checkpoint> checkpoints = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                checkpoints.add(new Recording.Checkpoint(row.getLong(1), row.getLong(2)));
            }
        }
        return checkpoints;
    }

    /** The latest snapshot at or before an entry, and, taken after this one, at or before a step. */
    static Optional<Snapshot> snapshot(Session session, String run, int branch, long seq, long t) throws SQLException {
        if (!session.hasSnapshots()) {
            return Optional.empty();
        }
        PreparedStatement query = session.prepare("""
                SELECT s.seq, s.t, s.state, s.state_level, s.state_hash
                FROM snapshot s
                WHERE s.branch = (SELECT b.no FROM branch b JOIN run r ON r.no = b.run WHERE r.id = ? AND b.number = ?)
                  AND (s.seq, s.t) <= (?, ?)
                ORDER BY s.seq DESC, s.t DESC LIMIT 1""");
        query.setString(1, run);
        query.setInt(2, branch);
        query.setLong(3, seq);
        query.setLong(4, t);
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            byte[] state;
            try {
                state = session.payload(row, 3);
            } catch (Packed.DamagedException e) {
                return Optional.empty();
            }
            return state == null
                    ? Optional.empty()
                    : Optional.of(new Snapshot(run, branch, row.getLong(1), row.getLong(2), state, row.getLong(5)));
        }
    }

    static StoreSizes sizes(Session session, Path file) throws SQLException {
        long bytes = 0;
        try {
            for (String suffix : List.of("", "-wal")) {
                Path part = file.resolveSibling(file.getFileName() + suffix);
                bytes += Files.exists(part) ? Files.size(part) : 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new StoreSizes(
                bytes,
                session.number("SELECT count(*) FROM run"),
                session.number("SELECT count(*) FROM event"),
                session.number("SELECT count(*) FROM chunk"),
                session.hasSnapshots() ? session.number("SELECT count(*) FROM snapshot") : 0);
    }
}
