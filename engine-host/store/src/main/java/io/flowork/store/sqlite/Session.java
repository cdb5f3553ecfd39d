package io.flowork.store.sqlite;

import io.flowork.store.payload.Packed;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/** One connection with the statements it has prepared. Used by one thread at a time. */
final class Session implements AutoCloseable {
    private static final String CHUNK = "SELECT bytes FROM chunk WHERE hash = ?";

    private static final String DATES = "S";

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private @Nullable Boolean faults;
    private @Nullable Boolean snapshots;

    private Session(Connection connection) {
        this.connection = connection;
    }

    /** Opens a file, with parameters as SQLite's URI file names have them. */
    static Session open(Path file, String parameters) throws SQLException {
        NativeLibrary.prepare();
        String url = JDBC.PREFIX + "file://" + file.toAbsolutePath().toUri().getRawPath() + parameters;
        Properties properties = new Properties();
        // No column is a date; the driver's default format would load the time zones and locales at every start.
        properties.setProperty("date_string_format", DATES);
        // Nor is a generated key asked for; the driver would prepare a query for it after every insert.
        properties.setProperty("jdbc.get_generated_keys", "false");
        return new Session(JDBC.createConnection(url, properties));
    }

    /** A statement of this text, prepared once. */
    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    void execute(String sql) throws SQLException {
        prepare(sql).execute();
    }

    /** Executes a statement that is not worth keeping. */
    void once(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    /** Whether there is the table of faults; a recording has none, and neither has an older store that is only read. */
    boolean hasFaults() throws SQLException {
        Boolean known = faults;
        if (known == null) {
            known = number("SELECT count(*) FROM sqlite_schema WHERE name = 'fault'") > 0;
            faults = known;
        }
        return known;
    }

    /** Whether there is the table of snapshots; a recording of version 1 has none. */
    boolean hasSnapshots() throws SQLException {
        Boolean known = snapshots;
        if (known == null) {
            known = number("SELECT count(*) FROM sqlite_schema WHERE name = 'snapshot'") > 0;
            snapshots = known;
        }
        return known;
    }

    /** The one number a query gives. */
    long number(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** The one text a query gives. */
    String text(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            String text = row.next() ? row.getString(1) : null;
            return text == null ? "" : text;
        }
    }

    /** The payload of a row, or null if there is none. */
    byte @Nullable [] payload(ResultSet row, int column) throws SQLException {
        byte[] root = row.getBytes(column);
        if (root == null) {
            return null;
        }
        int level = row.getInt(column + 1);
        if (level == 0) {
            return root;
        }
        try {
            return Packed.unpack(root, level, hash -> {
                try {
                    return chunk(hash);
                } catch (SQLException e) {
                    throw new ChunkFailure(e);
                }
            });
        } catch (ChunkFailure e) {
            throw e.cause;
        }
    }

    /** The bytes of a chunk; none if it is missing. */
    byte[] chunk(byte[] hash) throws SQLException {
        PreparedStatement chunk = prepare(CHUNK);
        chunk.setBytes(1, hash);
        try (ResultSet found = chunk.executeQuery()) {
            return found.next() ? found.getBytes(1) : new byte[0];
        }
    }

    private static final class ChunkFailure extends RuntimeException {
        private final SQLException cause;

        ChunkFailure(SQLException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    static void set(PreparedStatement statement, int index, @Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.INTEGER);
        } else {
            statement.setLong(index, value);
        }
    }

    /** Sets two parameters: a payload's root and its level. */
    static void set(PreparedStatement statement, int index, @Nullable Packed payload) throws SQLException {
        if (payload == null) {
            statement.setNull(index, Types.BLOB);
            statement.setNull(index + 1, Types.INTEGER);
        } else {
            statement.setBytes(index, payload.root());
            statement.setInt(index + 1, payload.level());
        }
    }

    /** Forgets the prepared statements: after a failure the driver has closed some of them. */
    void forget() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        statements.clear();
    }

    @Override
    public void close() throws SQLException {
        forget();
        connection.close();
    }
}
