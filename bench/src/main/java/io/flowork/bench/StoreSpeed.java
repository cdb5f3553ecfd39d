package io.flowork.bench;

import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.store.StoreSizes;
import io.flowork.store.StoredProgram;
import io.flowork.store.Write;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Durable journal entries per second of wall time, beside SQLite itself: the same driver and settings (write-ahead log,
 * {@code synchronous=FULL}), rows of 200 bytes, one commit each.
 */
final class StoreSpeed {
    private static final StoredProgram PROGRAM = StoredProgram.of("bench", "store", "1.0.0", "yaml", "");

    private final Path folder;
    private final int rounds;
    private final long nanos;

    StoreSpeed(Path folder, int rounds, double seconds) {
        this.folder = folder;
        this.rounds = rounds;
        this.nanos = (long) (seconds * 1e9);
    }

    /** The table. */
    String measure() throws SQLException, InterruptedException, ExecutionException {
        int[] writers = {1, 16, 128};
        double[] raw = new double[rounds];
        double[][] ours = new double[writers.length][rounds];
        double[] bytes = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            raw[round] = raw(folder.resolve("raw-" + round + ".db"), nanos);
            try (SqliteStore store = SqliteStore.open(folder.resolve("store-" + round))) {
                store.write(new Write.PutProgram(PROGRAM));
                for (int i = 0; i < writers.length; i++) {
                    ours[i][round] = append(store, writers[i]);
                }
            }
            try (SqliteStore closed = SqliteStore.openReadOnly(folder.resolve("store-" + round))) {
                StoreSizes sizes = closed.sizes();
                bytes[round] = (double) sizes.bytes() / sizes.entries();
            }
        }
        TextTable table = new TextTable(1);
        table.row(List.of("durable entries a second", "least", "median", "most", "× SQLite"));
        table.row(row("SQLite, one row a commit", Spread.of(raw), "1.00"));
        for (int i = 0; i < writers.length; i++) {
            Spread ratio = Spread.ofRatios(ours[i], raw);
            table.row(row(
                    "store, %d %s".formatted(writers[i], writers[i] == 1 ? "writer" : "writers"),
                    Spread.of(ours[i]),
                    String.format(Locale.ROOT, "%.2f", ratio.median())));
        }
        table.row(row("bytes on disk for each", Spread.of(bytes), ""));
        return table.text();
    }

    private static List<String> row(String name, Spread spread, String ratio) {
        return List.of(name, whole(spread.min()), whole(spread.median()), whole(spread.max()), ratio);
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    /** How many rows of 200 bytes a second SQLite stores, each in a commit of its own. */
    static double raw(Path file, long nanos) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("CREATE TABLE row (no INTEGER PRIMARY KEY, bytes BLOB)");
            byte[] bytes = new byte[200];
            new Random(1).nextBytes(bytes);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO row (bytes) VALUES (?)")) {
                long start = System.nanoTime();
                int rows = 0;
                while (System.nanoTime() - start < nanos) {
                    insert.setBytes(1, bytes);
                    insert.executeUpdate();
                    rows++;
                }
                return rows * 1e9 / (System.nanoTime() - start);
            }
        }
    }

    private double append(SqliteStore store, int writers) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        long entries = 0;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> counts = IntStream.range(0, writers)
                    .mapToObj(i -> executor.submit(() -> drive(store, writers + "-" + i, start)))
                    .toList();
            for (Future<Long> count : counts) {
                entries += count.get();
            }
        }
        return entries * 1e9 / (System.nanoTime() - start);
    }

    private long drive(SqliteStore store, String run, long start) {
        store.write(new Write.CreateRun(run, PROGRAM.hash(), Status.RUNNING, 1, 0, JsonObject.EMPTY, null));
        long seq = 0;
        while (System.nanoTime() - start < nanos) {
            store.write(new Write.Append(run, 0, List.of(entry(seq))));
            seq++;
        }
        return seq;
    }

    /** What the completion of a small HTTP call looks like. */
    private static JournalEntry entry(long seq) {
        JsonObject output = new JsonObject.Builder()
                .put("id", seq)
                .put("name", "customer " + seq)
                .put("email", "user" + seq + "@example.com")
                .put("total", JsonNumber.of(12.5 + seq))
                .build();
        JsonObject payload = JsonObject.of("key", JsonString.of("4f1c2a9b7d3e5f60"), "output", output);
        return new JournalEntry(seq, seq * 3, 1_700_000_000_000L + seq, "completed", payload, ~seq);
    }
}
