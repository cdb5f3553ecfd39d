package io.flowork.store.sqlite;

import static io.flowork.store.Fixtures.HELLO;
import static io.flowork.store.Fixtures.append;
import static io.flowork.store.Fixtures.createRun;
import static io.flowork.store.Fixtures.entries;
import static io.flowork.store.Fixtures.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.StoreException.Kind;
import io.flowork.store.Verification;
import io.flowork.store.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores that cannot be used, or not entirely: each says what is wrong, and nothing that was recorded is lost. */
final class FailureTest {
    @TempDir
    private Path folder;

    private SqliteStore filled(int runs, int entries) {
        SqliteStore store = SqliteStore.open(folder);
        store.write(new Write.PutProgram(HELLO));
        for (int i = 0; i < runs; i++) {
            store.write(createRun("run-" + i), append("run-" + i, entries(0, entries)));
        }
        return store;
    }

    private static StoreException failure(Runnable action) {
        StoreException failure = catchThrowableOfType(StoreException.class, action::run);
        assertThat(failure).as("it should have failed").isNotNull();
        return failure;
    }

    @Test
    void aStoreOfANewerVersionIsLeftAlone() throws Exception {
        filled(1, 3).close();
        Path file = folder.resolve(SqliteStore.FILE);
        try (Session session = Session.open(file, "?mode=rw")) {
            session.once("PRAGMA user_version = 99");
        }
        byte[] before = Files.readAllBytes(file);
        for (StoreException failure :
                List.of(failure(() -> SqliteStore.open(folder)), failure(() -> SqliteStore.openReadOnly(folder)))) {
            assertThat(failure.code()).isEqualTo("FW3001");
            assertThat(failure)
                    .hasMessageContaining(
                            "newer Flowork (format 99, this one knows up to %d)", Schema.MIGRATIONS.size())
                    .hasMessageContaining("Update Flowork");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void whatIsNoStoreIsLeftAlone() throws Exception {
        Path text = Files.createDirectory(folder.resolve("text"));
        Files.writeString(text.resolve(SqliteStore.FILE), "This is no database at all. ".repeat(300));
        assertThat(failure(() -> SqliteStore.open(text)).code()).isEqualTo("FW3002");
        assertThat(text.resolve(SqliteStore.FILE)).content().startsWith("This is no database");

        Path foreign = Files.createDirectory(folder.resolve("foreign"));
        try (Session session = Session.open(foreign.resolve(SqliteStore.FILE), "?mode=rwc")) {
            session.once("CREATE TABLE run (name TEXT)");
        }
        assertThat(failure(() -> SqliteStore.open(foreign))).hasMessageContaining("is not a Flowork store");

        Path occupied = Files.writeString(folder.resolve("occupied"), "a file");
        assertThat(failure(() -> SqliteStore.open(occupied)).kind()).isEqualTo(Kind.NOT_A_STORE);

        Path nested = folder.resolve("nested");
        Files.createDirectories(nested.resolve(SqliteStore.FILE));
        assertThat(failure(() -> SqliteStore.open(nested)).kind()).isEqualTo(Kind.NOT_A_STORE);

        assertThat(failure(() -> SqliteStore.openReadOnly(folder.resolve("none")))
                        .code())
                .isEqualTo("FW3008");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void aJournalWhoseLastEntriesAreGoneIsNotIntact() throws Exception {
        filled(1, 10).close();
        try (Session session = Session.open(folder.resolve(SqliteStore.FILE), "?mode=rw")) {
            session.once("DELETE FROM event WHERE seq >= 8");
        }
        try (SqliteStore store = SqliteStore.openReadOnly(folder)) {
            Verification verification = store.verify(store.runIds("", 1).getFirst());
            assertThat(verification.entries()).isEqualTo(8);
            assertThat(verification.problem()).isEqualTo("entry 8 is missing");
        }
    }

    @Test
    void damagedPagesCostTheEntriesOnThemAndNoMore() throws IOException {
        int runs = 12;
        int entries = 150;
        filled(runs, entries).close();
        Path file = folder.resolve(SqliteStore.FILE);
        byte[] whole = Files.readAllBytes(file);
        long seed = Long.getLong("crash.seed", new Random().nextLong());
        int copies = Integer.getInteger("crash.pages", 20);
        Random random = new Random(seed);
        int saved = 0;
        for (int i = 0; i < copies; i++) {
            byte[] damaged = whole.clone();
            int page = 1 + random.nextInt(whole.length / 4096 - 1);
            byte[] noise = new byte[random.nextBoolean() ? 4096 : 1 + random.nextInt(200)];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, damaged, page * 4096 + random.nextInt(4096 - noise.length + 1), noise.length);
            Path copy = Files.createDirectory(folder.resolve("copy-" + i));
            Files.write(copy.resolve(SqliteStore.FILE), damaged);
            try (SqliteStore into = SqliteStore.open(folder.resolve("saved-" + i))) {
                Salvage.Saved result = Salvage.copy(copy, into);
                for (String run : into.runIds("", 99)) {
                    Verification verification = into.verify(run);
                    assertThat(verification.intact()).as("seed %d", seed).isTrue();
                    assertThat(into.entries(run, 0, 0, 999)).isEqualTo(entries(0, verification.entries()));
                    if (result.intact().contains(run)) {
                        assertThat(verification.entries()).as("seed %d", seed).isEqualTo(entries);
                    }
                    saved += (int) verification.entries();
                }
                assertThat(result.intact().size() + result.cut().size() + result.lost())
                        .as("seed %d: %s", seed, result)
                        .isGreaterThanOrEqualTo(runs);
            } catch (StoreException e) {
                assertThat(e.kind()).as("seed %d: %s", seed, e).isEqualTo(Kind.DAMAGED);
            }
            assertThat(Files.readAllBytes(copy.resolve(SqliteStore.FILE)))
                    .as("the damaged store is not changed")
                    .isEqualTo(damaged);
        }
        System.out.printf(
                "crash: seed %d, %d stores with a damaged page, %d of %d entries saved, all of these as they were%n",
                seed, copies, saved, copies * runs * entries);
        assertThat(saved).as("seed %d", seed).isGreaterThan(copies * runs * entries / 3);
    }

    @Test
    void aChangedEntryIsNoticedAndNotRead() throws Exception {
        SqliteStore store = filled(1, 10);
        store.close();
        try (Session session = Session.open(folder.resolve(SqliteStore.FILE), "?mode=rw")) {
            session.once("UPDATE event SET time = time + 1 WHERE seq = 6");
        }
        try (Store reopened = SqliteStore.open(folder)) {
            assertThat(reopened.verify("run-0"))
                    .isEqualTo(new Verification(
                            "run-0", 6, 0, "the hash of entry 6 does not follow from the entries before it"));
            assertThat(reopened.entries("run-0", 0, 0, 6)).isEqualTo(entries(0, 6));
            StoreException failure = failure(() -> reopened.entries("run-0", 0, 4, 99));
            assertThat(failure.code()).isEqualTo("FW3003");
            assertThat(failure).hasMessageContaining("Entries before 6 are intact");
            Path file = folder.resolve("x.flowrec");
            assertThat(failure(() -> Recordings.write(reopened, "run-0", file)).kind())
                    .isEqualTo(Kind.DAMAGED);
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void aMissingChunkIsDamage() throws Exception {
        SqliteStore store = filled(1, 2);
        store.write(append("run-0", entry(2, JsonObject.of("v", JsonString.of("x".repeat(100_000))))));
        store.close();
        try (Session session = Session.open(folder.resolve(SqliteStore.FILE), "?mode=rw")) {
            session.once("DELETE FROM chunk");
        }
        try (Store reopened = SqliteStore.open(folder)) {
            Verification verification = reopened.verify("run-0");
            assertThat(verification.entries()).isEqualTo(2);
            assertThat(verification.problem()).contains("entry 2 cannot be read");
            assertThat(reopened.entries("run-0", 0, 0, 2)).hasSize(2);
            assertThat(failure(() -> reopened.entries("run-0", 0, 0, 3)).kind()).isEqualTo(Kind.DAMAGED);
        }
    }

    @Test
    void aStoreThatStaysLockedSaysSoAndGoesOnLater() throws Exception {
        try (SqliteStore store = SqliteStore.open(folder, Duration.ofMillis(20))) {
            store.write(new Write.PutProgram(HELLO), createRun("run-1"), append("run-1", entry(0)));
            try (Session other = Session.open(store.file(), "?mode=rw")) {
                other.once("BEGIN IMMEDIATE");
                StoreException failure = failure(() -> store.write(append("run-1", entry(1))));
                assertThat(failure.code()).isEqualTo("FW3006");
                assertThat(failure)
                        .hasMessageContaining("Another process keeps")
                        .hasMessageContaining("try again");
                assertThat(store.entries("run-1", 0, 0, 9))
                        .as("reading goes on")
                        .hasSize(1);
                other.once("ROLLBACK");
            }
            store.write(append("run-1", entry(1)));
            assertThat(store.entries("run-1", 0, 0, 9)).isEqualTo(entries(0, 2));
        }
    }

    @Test
    void twoProcessesMayShareAStoreButNotARun() {
        try (SqliteStore one = filled(1, 3);
                SqliteStore two = SqliteStore.open(folder)) {
            two.write(createRun("run-b"));
            for (int seq = 0; seq < 20; seq++) {
                two.write(append("run-b", entry(seq)));
                one.write(append("run-0", entry(seq + 3)));
            }
            assertThat(one.verify("run-b").entries()).isEqualTo(20);
            two.write(append("run-0", entry(23)));
            assertThat(failure(() -> one.write(append("run-0", entry(23)))))
                    .hasMessageContaining("another process may be driving this run")
                    .hasMessageContaining("next entry is 24");
            one.write(append("run-0", entry(24)));
            assertThat(two.verify("run-0")).isEqualTo(new Verification("run-0", 25, 0, null));
        }
    }

    @Test
    void aFullDiskLosesNothing() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", disk.toString()))
                .as("a small disk can be mounted here; run this test as root to see it")
                .isZero();
        try (SqliteStore store = SqliteStore.open(disk.resolve("store"))) {
            store.write(new Write.PutProgram(HELLO), createRun("run-1"), createRun("run-2"));
            int acknowledged = 0;
            StoreException failure = null;
            while (failure == null) {
                String noise = new Random(acknowledged)
                        .ints(8_000, 32, 127)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
                try {
                    store.write(append("run-1", entry(acknowledged, JsonObject.of("v", JsonString.of(noise)))));
                    acknowledged++;
                } catch (StoreException e) {
                    failure = e;
                }
            }
            assertThat(failure.code()).as(failure.getMessage()).isEqualTo("FW3004");
            assertThat(failure).hasMessageContaining("Free some space");
            assertThat(acknowledged).isGreaterThan(10);
            assertThat(store.verify("run-1")).isEqualTo(new Verification("run-1", acknowledged, 0, null));
            assertThat(run("mount", "-o", "remount,size=8m", disk.toString())).isZero();
            store.write(append("run-1", entry(acknowledged)));
            assertThat(store.verify("run-1").entries()).isEqualTo(acknowledged + 1);
        } finally {
            run("umount", disk.toString());
        }
    }

    @Test
    void aReadOnlyDiskCanBeReadButNotWritten() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()))
                .as("a disk can be mounted here; run this test as root to see it")
                .isZero();
        try {
            Path inside = disk.resolve("store");
            try (SqliteStore store = SqliteStore.open(inside)) {
                store.write(new Write.PutProgram(HELLO), createRun("run-1"), append("run-1", entries(0, 5)));
            }
            assertThat(run("mount", "-o", "remount,ro", disk.toString())).isZero();
            StoreException failure = failure(() -> SqliteStore.open(inside));
            assertThat(failure.code()).isEqualTo("FW3005");
            assertThat(failure).hasMessageContaining("read-only").hasMessageContaining("--store");
            assertThat(failure(() -> SqliteStore.open(disk.resolve("new"))).code())
                    .isEqualTo("FW3005");
            try (SqliteStore store = SqliteStore.openReadOnly(inside)) {
                assertThat(store.entries("run-1", 0, 0, 9)).isEqualTo(entries(0, 5));
                assertThatThrownBy(() -> store.write(append("run-1", entry(5))))
                        .hasMessageContaining("opened for reading only");
                assertThat(failure(() -> Recordings.write(store, "run-1", disk.resolve("x.flowrec")))
                                .kind())
                        .isEqualTo(Kind.READ_ONLY);
                Recordings.write(store, "run-1", folder.resolve("x.flowrec"));
            }
        } finally {
            run("umount", disk.toString());
        }
    }

    static int run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(new ArrayList<>(Arrays.asList(command)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1; // there is no such command
        }
    }
}
