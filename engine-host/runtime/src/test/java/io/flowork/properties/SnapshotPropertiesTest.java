package io.flowork.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.codec.ValueCodec;
import io.flowork.core.history.History;
import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.State;
import io.flowork.store.Snapshot;
import io.flowork.store.Store;
import io.flowork.store.StoreRecording;
import io.flowork.store.StoredProgram;
import io.flowork.store.Write;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant I2 of the debugger, on the disk: runs in a store whose snapshots are deleted, overwritten, cut and exchanged at
 * random, beside an oracle that keeps every state of a whole fold. {@code -Dseed=N} begins with another run,
 * {@code -Dsnapshots.runs=N} makes more of them.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SnapshotPropertiesTest {
    private static final int RUNS = Integer.getInteger("snapshots.runs", 60);
    private static final int SEEKS = 30;

    @TempDir
    Path folder;

    private int kept;
    private int harmed;
    private int compared;

    @Test
    @DisplayName("seeking equals folding everything, with any subset of the snapshots deleted or damaged")
    void seeksWithAnySnapshots() throws SQLException, Cursor.DivergedException {
        for (long seed = RunPropertiesTest.SEED; seed < RunPropertiesTest.SEED + RUNS; seed++) {
            Recorded run = RandomRun.of(seed);
            try {
                check(run, folder.resolve("s" + seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(run.toString(), e);
            }
        }
        System.out.printf(
                "snapshots: runs of the seeds %d to %d; %d snapshots, %d of them harmed, %d states compared%n",
                RunPropertiesTest.SEED, RunPropertiesTest.SEED + RUNS - 1, kept, harmed, compared);
        assertThat(harmed).isGreaterThan(kept / 4).isLessThan(kept);
        assertThat(compared).isGreaterThan(RUNS);
    }

    private void check(Recorded run, Path where) throws SQLException, Cursor.DivergedException {
        Random random = new Random(run.seed());
        String id = "run-" + run.seed();
        StoredProgram program = StoredProgram.of("a", "b", "1.0.0", "json", run.text());
        try (Store store = SqliteStore.open(where)) {
            store.write(
                    new Write.PutProgram(program),
                    new Write.CreateRun(
                            id,
                            program.hash(),
                            run.end().status(),
                            1,
                            0,
                            run.end().rawInput(),
                            null),
                    new Write.Append(id, 0, run.journal()));
            for (int seq = 0; seq < run.states().size(); seq++) {
                if (random.nextInt(3) > 0) {
                    State state = run.states().get(seq);
                    byte[] bytes = ValueCodec.encode(state.toJson());
                    store.write(new Write.PutSnapshot(new Snapshot(id, 0, seq, state.t(), bytes, state.hash())));
                    kept++;
                }
            }
        }
        harm(where.resolve(SqliteStore.FILE), random);
        List<State> oracle = run.everyState();
        try (Store store = SqliteStore.open(where)) {
            History history = new History(new StoreRecording(store, id, 0, run.program()), RandomRun.machine());
            for (int i = 0; i < SEEKS; i++) {
                long t = random.nextLong(run.end().t());
                assertThat(history.after(t, () -> false).toJson())
                        .as("after step %d", t)
                        .isEqualTo(after(oracle, t).toJson());
                compared++;
            }
            assertThat(history.end(() -> false).toJson()).isEqualTo(run.end().toJson());
        }
    }

    /** The first state that has a step. */
    private static State after(List<State> all, long t) {
        return all.stream().filter(state -> state.t() > t).findFirst().orElseThrow();
    }

    /** Deletes some snapshots, and makes others something else. */
    private void harm(Path file, Random random) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            List<Integer> rows = new ArrayList<>();
            try (ResultSet all = connection.createStatement().executeQuery("SELECT rowid FROM snapshot")) {
                while (all.next()) {
                    rows.add(all.getInt(1));
                }
            }
            for (int row : rows) {
                int kind = random.nextInt(10);
                if (kind < 5) {
                    harm(connection, row, kind, rows.get(random.nextInt(rows.size())), random);
                    harmed++;
                }
            }
        }
    }

    private static void harm(Connection connection, int row, int kind, int other, Random random) throws SQLException {
        if (kind == 0) {
            update(connection, "DELETE FROM snapshot WHERE rowid = ?1", row, null);
            return;
        }
        if (kind == 1) { // a whole state, but another one
            update(
                    connection,
                    "UPDATE OR IGNORE snapshot SET (state, state_level) = (SELECT state, state_level FROM snapshot"
                            + " WHERE rowid = "
                            + other + ") WHERE rowid = ?1",
                    row,
                    null);
            return;
        }
        byte[] bytes = bytes(connection, row);
        byte[] bad = switch (kind) {
            case 2 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 3 -> noise(bytes.length, random);
            default -> flipped(bytes, random);
        };
        update(connection, "UPDATE snapshot SET state = ?2 WHERE rowid = ?1", row, bad);
    }

    private static byte[] noise(int length, Random random) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] flipped(byte[] bytes, Random random) {
        byte[] flipped = bytes.clone();
        flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    private static byte[] bytes(Connection connection, int row) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT state FROM snapshot WHERE rowid = ?")) {
            select.setInt(1, row);
            ResultSet found = select.executeQuery();
            return found.getBytes(1);
        }
    }

    private static void update(Connection connection, String sql, int row, byte @Nullable [] bytes)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setInt(1, row);
            if (bytes != null) {
                update.setBytes(2, bytes);
            }
            update.executeUpdate();
        }
    }
}
