package io.flowork.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.store.Fixtures;
import io.flowork.store.Verification;
import io.flowork.store.Write;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store holds after its process, or the machine, ended in the middle of things. */
final class CrashTest {
    private static final int KILLS = 24;
    private static final Pattern ACKNOWLEDGED = Pattern.compile("(\\S+) (\\d+);");

    @TempDir
    private Path folder;

    @Test
    void whatWasAcknowledgedOutlivesKilledProcesses() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<String, Long> acknowledged = new HashMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start("round-" + kill);
            try (BufferedReader lines = process.inputReader()) {
                int until = random.nextInt(300);
                for (int i = 0; i < until; i++) {
                    acknowledge(lines.readLine(), acknowledged);
                }
                process.toHandle().destroyForcibly(); // unlike the process's own method it leaves its output readable
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    acknowledge(line, acknowledged);
                }
            }
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        try (SqliteStore store = SqliteStore.open(folder)) {
            for (String run : store.runIds("", 1_000)) {
                Verification verification = store.verify(run);
                assertThat(verification.intact())
                        .as("%s, seed %d", verification, seed)
                        .isTrue();
                long entries = verification.entries();
                assertThat(entries % 2).as("both entries of a write or none").isZero();
                assertThat(entries)
                        .as("seed %d, %s", seed, run)
                        .isGreaterThanOrEqualTo(acknowledged.getOrDefault(run, 0L));
                assertThat(store.entries(run, 0, 0, 100_000)).isEqualTo(Fixtures.entries(0, entries));
            }
            assertThat(store.runIds("", 1_000)).containsAll(acknowledged.keySet());
            assertThat(acknowledged).as("seed %d", seed).hasSizeGreaterThan(KILLS);
        }
    }

    private static void acknowledge(String line, Map<String, Long> acknowledged) {
        Matcher words = ACKNOWLEDGED.matcher(line);
        if (words.matches()) { // its last line may be cut
            acknowledged.merge(words.group(1), Long.parseLong(words.group(2)), Math::max);
        }
    }

    private Process start(String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Appender.class.getName(),
                        folder.toString(),
                        name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void aWriteAheadLogThatIsCutLeavesABeginningThatVerifies() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (SqliteStore store = SqliteStore.open(folder.resolve("whole"))) {
            store.write(new Write.PutProgram(Fixtures.HELLO), Fixtures.createRun("run-1"));
            for (int seq = 0; seq < 60; seq++) {
                store.write(Fixtures.append("run-1", Fixtures.entry(seq)));
            }
            Path log = folder.resolve("whole").resolve(SqliteStore.FILE + "-wal");
            long previous = Long.MAX_VALUE;
            for (int i = 0; i < 12; i++) {
                Path copy = Files.createDirectory(folder.resolve("copy-" + i));
                Files.copy(store.file(), copy.resolve(SqliteStore.FILE));
                Path cut = Files.copy(log, copy.resolve(SqliteStore.FILE + "-wal"));
                long size = i == 0 ? Files.size(log) : random.nextLong(Files.size(log));
                try (FileChannel channel = FileChannel.open(cut, StandardOpenOption.WRITE)) {
                    channel.truncate(size);
                }
                try (SqliteStore left = SqliteStore.open(copy)) {
                    if (left.run("run-1").isEmpty()) {
                        continue; // cut before the run was created
                    }
                    Verification verification = left.verify("run-1");
                    assertThat(verification.intact()).as("seed %d", seed).isTrue();
                    assertThat(verification.entries()).isLessThanOrEqualTo(i == 0 ? 60 : previous);
                    previous = i == 0 ? verification.entries() : previous;
                    left.write(Fixtures.append("run-1", Fixtures.entry(verification.entries())));
                }
            }
            assertThat(previous).as("nothing is lost of a whole log").isEqualTo(60);
        }
    }
}
