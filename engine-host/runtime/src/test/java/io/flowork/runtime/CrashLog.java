package io.flowork.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * All of an engine's work as it is in the store's write-ahead log.
 *
 * @param file the store's file, which has nothing of it yet
 * @param log the write-ahead log
 * @param outputs what came out, by run
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CrashLog(byte[] file, byte[] log, Map<String, JsonValue> outputs) {
    private static final int PAIRS = 14;
    private static final int WAL_HEADER = 32;
    private static final int FRAME_HEADER = 24;

    /** Lets an engine work in a folder. */
    static CrashLog of(Path folder) throws IOException, SQLException {
        return of(folder, PAIRS, Status.COMPLETED, CrashWorkflows.MAIN, CrashWorkflows.MAIN);
    }

    /** Lets an engine run workflows in a folder, again and again, which end with a status. */
    static CrashLog of(Path folder, int times, Status status, LoadedWorkflow... workflows)
            throws IOException, SQLException {
        Map<String, JsonValue> outputs = new HashMap<>();
        try (SqliteStore store = SqliteStore.open(folder.resolve("whole"));
                Connection reader = reader(store.file())) {
            try (Engine engine = CrashWorkflows.engine(store)) {
                for (int i = 0; i < times; i++) { // few at once, so that few share a commit
                    List<Run> runs = Stream.of(workflows)
                            .map(workflow -> engine.start(workflow, JsonObject.EMPTY, null))
                            .toList();
                    for (Run run : runs) {
                        RunResult result = run.await();
                        assertThat(result.status()).isEqualTo(status);
                        outputs.put(run.id(), Objects.requireNonNullElse(result.output(), JsonNull.NULL));
                    }
                }
            }
            assertThat(reader.isClosed()).isFalse();
            return new CrashLog(
                    Files.readAllBytes(store.file()),
                    Files.readAllBytes(folder.resolve("whole").resolve(SqliteStore.FILE + "-wal")),
                    outputs);
        }
    }

    /** Keeps SQLite from beginning its log anew. */
    private static Connection reader(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT count(*) FROM run").close();
        }
        return connection;
    }

    /** The places in the log behind the frames that end a transaction (SQLite file format, section 4). */
    List<Long> commits() {
        List<Long> ends = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(log);
        int frame = FRAME_HEADER + bytes.getInt(8);
        long salt = bytes.getLong(16);
        for (int at = WAL_HEADER; at + frame <= log.length && bytes.getLong(at + 8) == salt; at += frame) {
            if (bytes.getInt(at + 4) != 0) {
                ends.add((long) at + frame);
            }
        }
        return ends;
    }

    /** Writes a store with a beginning of the log, or with another one. */
    void write(Path folder, byte[] other) throws IOException {
        Files.deleteIfExists(folder.resolve(SqliteStore.FILE + "-shm"));
        Files.write(folder.resolve(SqliteStore.FILE), file);
        Files.write(folder.resolve(SqliteStore.FILE + "-wal"), other);
    }
}
