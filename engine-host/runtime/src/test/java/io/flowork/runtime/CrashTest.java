package io.flowork.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.sqlite.SqliteStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine that ends at any moment loses nothing and repeats only what was in flight. */
@Timeout(value = 1_200, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrashTest {
    private static final long SEED = Long.getLong("crash.seed", 20261122);
    private static final int KILLS = Integer.getInteger("crash.kills", 8);
    private static final int STRIDE = Integer.getInteger("crash.stride", 5);
    private static final int RUNS = 8;
    private static final int WAL_HEADER = 32;
    private static final int FRAME_HEADER = 24;

    @TempDir
    Path folder;

    /**
     * The write-ahead log of an engine's work is cut behind every commit, and another engine goes on from there: the runs
     * come out as they did, and no call is made again whose result is in the log. Every fifth commit is tried, another
     * fifth each time the seed changes; all with {@code -Dcrash.stride=1}.
     */
    @Test
    void fromEveryCommitOnTheRunsComeOutTheSame() throws Exception {
        Path whole = folder.resolve("whole");
        Map<String, JsonValue> outputs = new HashMap<>();
        Path log = whole.resolve(SqliteStore.FILE + "-wal");
        Path copy = Files.createDirectory(folder.resolve("copy"));
        try (SqliteStore store = SqliteStore.open(whole);
                Connection reader = reader(store.file())) {
            try (Engine engine = CrashWorkflows.engine(store)) {
                for (int pair = 0; pair < 14; pair++) { // few at once, so that few share a commit
                    List<Run> runs = IntStream.range(0, 2)
                            .mapToObj(i -> engine.start(CrashWorkflows.MAIN, JsonObject.EMPTY, null))
                            .toList();
                    for (Run run : runs) {
                        RunResult result = run.await();
                        assertThat(result.status()).isEqualTo(Status.COMPLETED);
                        outputs.put(run.id(), result.output());
                    }
                }
            }
            Files.copy(store.file(), copy.resolve(SqliteStore.FILE));
            Files.copy(log, copy.resolve("wal"));
            assertThat(reader.isClosed()).isFalse();
        }
        List<Long> commits = commits(copy.resolve("wal"));
        System.out.printf(
                "crash: an engine goes on from one in %d of %d commits of %d runs%n",
                STRIDE, commits.size(), outputs.size());
        assertThat(commits).hasSizeGreaterThan(300);
        Path cut = Files.createDirectory(folder.resolve("cut"));
        byte[] bytes = Files.readAllBytes(copy.resolve("wal"));
        for (int i = (int) Math.floorMod(SEED, (long) STRIDE); i < commits.size(); i += STRIDE) {
            long end = commits.get(i);
            Files.deleteIfExists(cut.resolve(SqliteStore.FILE + "-shm"));
            Files.write(cut.resolve(SqliteStore.FILE), Files.readAllBytes(copy.resolve(SqliteStore.FILE)));
            Files.write(cut.resolve(SqliteStore.FILE + "-wal"), Arrays.copyOf(bytes, Math.toIntExact(end)));
            goesOn(cut, outputs, "the log cut at " + end);
        }
    }

    private static void goesOn(Path folder, Map<String, JsonValue> outputs, String where) {
        try (SqliteStore store = SqliteStore.open(folder)) {
            Set<String> recorded = completed(store);
            StepFunction.CALLS.clear();
            try (Engine engine = CrashWorkflows.engine(store)) {
                engine.recover(CrashWorkflows::program);
                while (engine.runs() > 0) {
                    Thread.onSpinWait();
                }
            }
            List<String> calls = List.copyOf(StepFunction.CALLS);
            assertThat(calls).as(where).doesNotHaveDuplicates().noneMatch(recorded::contains);
            for (String id : store.runIds("", 1_000)) {
                RunRecord record = store.run(id).orElseThrow();
                assertThat(record.status()).as("%s, %s", where, id).isEqualTo(Status.COMPLETED);
                if (outputs.containsKey(id)) {
                    assertThat(store.data(id).output()).as("%s, %s", where, id).isEqualTo(outputs.get(id));
                }
            }
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

    /** The places in a write-ahead log behind the frames that end a transaction (SQLite file format, section 4). */
    private static List<Long> commits(Path log) throws IOException {
        List<Long> ends = new ArrayList<>();
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(8);
            int page = file.readInt();
            file.seek(16);
            long salt = file.readLong();
            for (long at = WAL_HEADER; at + FRAME_HEADER + page <= file.length(); at += FRAME_HEADER + page) {
                file.seek(at + 4);
                int size = file.readInt();
                if (file.readLong() != salt) {
                    break;
                }
                if (size != 0) {
                    ends.add(at + FRAME_HEADER + page);
                }
            }
        }
        return ends;
    }

    private static Set<String> completed(Store store) {
        Set<String> keys = new HashSet<>();
        for (String id : store.runIds("", 1_000)) {
            for (JournalEntry entry : store.entries(id, 0, 0, 1_000)) {
                if (Set.of("completed", "failed").contains(entry.kind())
                        && entry.payload().get("key") instanceof JsonString key) {
                    keys.add(key.value());
                }
            }
        }
        return keys;
    }

    /** A process is killed again and again while it works; in the end everything it accepted has come out. */
    @Test
    void killedAgainAndAgain() throws Exception {
        Random random = new Random(SEED);
        Path store = folder.resolve("killed");
        Set<String> accepted = new HashSet<>();
        Map<String, Integer> calls = new HashMap<>();
        for (int round = 0; round <= KILLS; round++) {
            Path log = folder.resolve("calls-" + round);
            Set<String> recorded = round == 0 ? Set.of() : completed(store);
            Process process = start(store, log, round < KILLS ? RUNS : 0);
            try (BufferedReader lines = process.inputReader()) {
                int until = 1 + random.nextInt(4 * RUNS);
                for (int i = 0; i < until || round == KILLS; i++) {
                    String line = lines.readLine();
                    if (line == null) {
                        break;
                    }
                    accept(line, accepted);
                }
                if (round < KILLS) {
                    process.toHandle().destroyForcibly();
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        accept(line, accepted);
                    }
                }
            }
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(called(log))
                    .as("no call is made again whose result is recorded, seed %d", SEED)
                    .doesNotHaveDuplicates()
                    .noneMatch(recorded::contains);
            called(log).forEach(key -> calls.merge(key, 1, Integer::sum));
        }
        try (SqliteStore left = SqliteStore.open(store)) {
            assertThat(left.runIds("", 10_000)).containsAll(accepted);
            for (String id : left.runIds("", 10_000)) {
                RunRecord record = left.run(id).orElseThrow();
                assertThat(record.status()).as("seed %d, %s", SEED, id).isEqualTo(Status.COMPLETED);
                Machine machine = new Machine(new JqMachine(JqLimits.DEFAULT));
                Fold fold = new Fold(
                        machine,
                        State.initial(CrashWorkflows.program(record.program()).program()),
                        null);
                for (JournalEntry entry : left.entries(id, 0, 0, 1_000)) {
                    assertThat(fold.add(entry)).as("seed %d, %s", SEED, id).isNull();
                }
            }
        }
        long repeated = calls.values().stream().filter(times -> times > 1).count();
        System.out.printf(
                "crash: seed %d, %d kills, %d runs accepted, %d calls, %d of them repeated%n",
                SEED, KILLS, accepted.size(), calls.size(), repeated);
        assertThat(accepted).hasSizeGreaterThan(KILLS);
    }

    private static List<String> called(Path log) throws IOException {
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    private static Set<String> completed(Path folder) {
        try (SqliteStore store = SqliteStore.open(folder)) {
            return completed(store);
        }
    }

    private static void accept(String line, Set<String> accepted) {
        if (line.startsWith("accepted ") && line.endsWith(";")) { // the last line may be cut
            accepted.add(line.substring(9, line.length() - 1));
        }
    }

    private static Process start(Path store, Path log, int runs) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingEngine.class.getName(),
                        store.toString(),
                        log.toString(),
                        Integer.toString(runs))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
