package io.flowork.store.sqlite;

import static io.flowork.store.Fixtures.HELLO;
import static io.flowork.store.Fixtures.append;
import static io.flowork.store.Fixtures.createRun;
import static io.flowork.store.Fixtures.entries;
import static io.flowork.store.Fixtures.entry;
import static io.flowork.store.Fixtures.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.grammar.json.JsonObject;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.StoreException.Kind;
import io.flowork.store.Write;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Copies of stores, made while they are used and put in place of others. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BackupsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private static final int PAGE_BYTES = 4096;

    @TempDir
    Path folder;

    private final List<Long> seen = new ArrayList<>();

    private Path source() {
        return folder.resolve("source");
    }

    private Path target() throws IOException {
        return Files.createDirectories(folder.resolve("target"));
    }

    private Path file() {
        return folder.resolve("copy.db");
    }

    private Backups.Copy write() {
        return Backups.write(source(), file(), (runs, all) -> seen.add(runs));
    }

    private Backups.Restored restore() throws IOException {
        return Backups.restore(file(), target(), NOW, (runs, all) -> seen.add(runs));
    }

    /** A store with a small run and one whose payload is in chunks. */
    private void fill(Path where) {
        try (Store store = SqliteStore.open(where)) {
            store.write(new Write.PutProgram(HELLO), createRun("run-1"), append("run-1", entries(0, 5)));
            store.write(createRun("run-2"), append("run-2", entry(0, JsonObject.of("orders", orders(2_000)))));
        }
    }

    private List<String> names(Path where) throws IOException {
        try (Stream<Path> files = Files.list(where)) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatWasAcknowledgedBeforeIsInACopyThatIsMadeMeanwhile() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Appender.class.getName(),
                        source().toString(),
                        "busy")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, Long> acknowledged = new HashMap<>();
        try (BufferedReader lines = process.inputReader()) {
            for (int i = 0; i < 400; i++) {
                String[] words = lines.readLine().replace(";", "").split(" ", -1);
                acknowledged.merge(words[0], Long.parseLong(words[1]), Math::max);
            }
            Thread reading = Thread.ofVirtual().start(() -> lines.lines().forEach(line -> {}));
            Backups.Copy copy = write();
            assertThat(process.isAlive()).isTrue();
            process.toHandle().destroyForcibly(); // unlike the process's own method it leaves its output readable
            reading.join();
            assertThat(copy.runs()).isEqualTo(acknowledged.size());
            assertThat(copy.entries())
                    .isGreaterThanOrEqualTo(acknowledged.values().stream()
                            .mapToLong(Long::longValue)
                            .sum());
        }
        assertThat(restore().kept()).isNull();
        try (Store store = SqliteStore.open(target())) {
            for (Map.Entry<String, Long> each : acknowledged.entrySet()) {
                long there = store.verify(each.getKey()).entries();
                assertThat(there).isGreaterThanOrEqualTo(each.getValue());
                store.write(append(each.getKey(), entry(there)));
            }
        }
    }

    @Test
    void aCopyIsOneFileForItsOwnerAndTakesThePlaceOfAnOlderOne() throws Exception {
        fill(source());
        Files.writeString(file(), "older");
        Backups.Copy copy = write();
        assertThat(copy).isEqualTo(new Backups.Copy(Files.size(file()), 2, 6));
        assertThat(seen).containsExactly(1L, 2L);
        assertThat(names(folder)).containsExactly("copy.db", "source");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        try (Session session = Session.open(file(), "?mode=ro")) {
            assertThat(session.text("PRAGMA journal_mode")).isEqualTo("delete");
        }
    }

    @Test
    void whatIsReplacedIsKeptWithItsLog() throws Exception {
        fill(source());
        write();
        Store before = SqliteStore.open(target());
        before.write(new Write.PutProgram(HELLO), createRun("old"), append("old", entries(0, 7)));
        Path copied = Files.createDirectory(folder.resolve("copied")); // as a killed process leaves it
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.copy(target().resolve(SqliteStore.FILE + suffix), copied.resolve(SqliteStore.FILE + suffix));
        }
        before.close();
        Backups.Restored restored = Backups.restore(file(), copied, NOW, (runs, all) -> {});
        assertThat(restored.copy().runs()).isEqualTo(2);
        assertThat(restored.kept()).isEqualTo(copied.resolve("flowork.db.before-restore-20260102T030405678Z"));
        assertThat(names(copied)).containsExactly("flowork.db", "flowork.db.before-restore-20260102T030405678Z");
        try (Store store = SqliteStore.open(copied)) {
            assertThat(store.runIds("", 9)).containsExactly("run-1", "run-2");
        }
        Path again = Files.createDirectory(folder.resolve("again"));
        Files.move(restored.kept(), again.resolve(SqliteStore.FILE));
        try (Store store = SqliteStore.open(again)) {
            assertThat(store.entries("old", 0, 0, 9)).isEqualTo(entries(0, 7));
        }
    }

    /** Pages of an index are made anew from the tables; any other that is damaged is noticed. */
    @Test
    void aDamagedCopyChangesNothing() throws Exception {
        fill(source());
        write();
        fill(target());
        byte[] before = Files.readAllBytes(target().resolve(SqliteStore.FILE));
        byte[] sound = Files.readAllBytes(file());
        int refused = 0;
        int pages = sound.length / PAGE_BYTES;
        for (int page = 0; page < pages; page++) {
            byte[] bytes = sound.clone();
            for (int at = 0; at < PAGE_BYTES; at++) {
                bytes[page * PAGE_BYTES + at] ^= 0x55;
            }
            Files.write(file(), bytes);
            try {
                Path other = Files.createDirectory(folder.resolve("page-" + page));
                Backups.restore(file(), other, NOW, (runs, all) -> {});
                try (Store store = SqliteStore.open(other)) {
                    assertThat(store.verify("run-1").entries())
                            .as("page %d", page)
                            .isEqualTo(5);
                    assertThat(store.verify("run-2").entries())
                            .as("page %d", page)
                            .isEqualTo(1);
                }
            } catch (StoreException e) {
                assertThat(e.kind()).as("page %d", page).isIn(Kind.DAMAGED, Kind.NOT_A_STORE);
                assertThatThrownBy(this::restore).as("page %d", page).isInstanceOf(StoreException.class);
                refused++;
            }
        }
        assertThat(refused).isBetween(pages / 2, pages);
        assertThat(Files.readAllBytes(target().resolve(SqliteStore.FILE))).isEqualTo(before);
        assertThat(names(target())).containsExactly("flowork.db");
    }

    @Test
    void aHashThatDoesNotFollowIsDamageToo() throws Exception {
        fill(source());
        try (Session session = Session.open(source().resolve(SqliteStore.FILE), "?mode=rw")) {
            session.once("UPDATE event SET kind = 'other' WHERE key & 4294967295 = 2");
        }
        assertThatThrownBy(this::write)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("run run-1")
                .hasMessageContaining("No backup was made");
        assertThat(names(folder)).containsExactly("source");
    }

    @Test
    void whatIsNoCopyOrNewerIsRefused() throws Exception {
        Files.writeString(file(), "not a store at all");
        assertThatThrownBy(this::restore).hasMessageContaining("is not a Flowork store");
        Files.delete(file());
        assertThatThrownBy(this::restore).hasMessageContaining("There is no file");
        fill(source());
        write();
        setVersion(file(), 99);
        assertThatThrownBy(this::restore)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NEWER_VERSION));
        assertThat(names(target())).isEmpty();
    }

    private static void setVersion(Path file, int version) throws SQLException {
        try (Session session = Session.open(file, "?mode=rw")) {
            session.once("PRAGMA user_version = " + version);
        }
    }

    @Test
    void aCutCopyIsRefused() throws Exception {
        fill(source());
        write();
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
        assertThatThrownBy(this::restore).hasMessageContaining("Use another backup");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() {
        fill(source());
        Path nowhere = folder.resolve("absent").resolve("copy.db");
        assertThatThrownBy(() -> Backups.write(source(), nowhere, (runs, all) -> {}))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(nowhere.toString());
    }
}
