package io.flowork.store.sqlite;

import static io.flowork.store.Fixtures.HELLO;
import static io.flowork.store.Fixtures.append;
import static io.flowork.store.Fixtures.createRun;
import static io.flowork.store.Fixtures.entries;
import static io.flowork.store.Fixtures.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.store.Fixtures;
import io.flowork.store.ParentRun;
import io.flowork.store.Redaction;
import io.flowork.store.RunQuery;
import io.flowork.store.Snapshot;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.StoreException.Kind;
import io.flowork.store.Verification;
import io.flowork.store.Write;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs leave a store as files and come back as they were: invariant I10 of the debugger. */
final class RecordingsTest {
    @TempDir
    private Path folder;

    private SqliteStore store;
    private SqliteStore other;
    private Path file;

    @BeforeEach
    void open() {
        store = SqliteStore.open(folder.resolve("one"));
        other = SqliteStore.open(folder.resolve("other"));
        file = folder.resolve("a run.flowrec");
        store.write(new Write.PutProgram(HELLO), createRun("another", 5), append("another", entries(0, 7)));
        store.write(
                createRun("run-1"),
                append("run-1", entries(0, 40)),
                append("run-1", entry(40, JsonObject.of("large", Fixtures.orders(3_000)))));
        store.write(child("child-b", "run-1"), child("child-a", "run-1"), child("grandchild", "child-b"));
        store.write(append("child-a", entries(0, 3)));
        store.write(
                new Write.PutSnapshot(new Snapshot("run-1", 0, 5, 15, new byte[9_000], 1)),
                new Write.UpdateRun("run-1", Status.COMPLETED, 1L, 2L, Fixtures.orders(2_000), null));
    }

    private static Write child(String run, String parent) {
        return new Write.CreateRun(
                run, HELLO.hash(), Status.RUNNING, 1, 2_000, JsonObject.EMPTY, new ParentRun(parent, "key of " + run));
    }

    @AfterEach
    void close() {
        store.close();
        other.close();
    }

    @Test
    void aRecordingHoldsTheRunAndAllItStarted() {
        Recordings.write(store, "run-1", file);
        try (Store recording = SqliteStore.openRecording(file)) {
            assertThat(recording.runIds("", 9)).containsExactly("child-a", "child-b", "grandchild", "run-1");
            assertThat(recording.run("run-1")).isEqualTo(store.run("run-1"));
            assertThat(recording.data("run-1")).isEqualTo(store.data("run-1"));
            assertThat(recording.entries("run-1", 0, 0, 99)).isEqualTo(store.entries("run-1", 0, 0, 99));
            assertThat(recording.verify("run-1")).isEqualTo(new Verification("run-1", 41, 0, null));
            assertThat(recording.program(HELLO.hash())).contains(HELLO);
            assertThatThrownBy(() -> recording.write(new Write.PutProgram(HELLO)))
                    .hasMessageContaining("opened for reading only");
        }
        assertThat(Recordings.root(file)).isEqualTo("run-1");
    }

    @Test
    void aRecordingHoldsEveryBranch() {
        store.write(
                new Write.Fork("run-1", 1, store.origin("run-1", 0, 5)),
                new Write.Append("run-1", 1, Fixtures.entries(6, 9)),
                new Write.UpdateRun("run-1", Status.FAULTED, null, 9L, null, JsonObject.EMPTY));
        Recordings.write(store, "run-1", file);
        Recordings.read(file, other);
        assertThat(other.run("run-1")).isEqualTo(store.run("run-1"));
        assertThat(other.data("run-1")).isEqualTo(store.data("run-1"));
        assertThat(other.branches("run-1")).isEqualTo(store.branches("run-1"));
        assertThat(other.line("run-1", 1, 0, 99)).isEqualTo(store.line("run-1", 1, 0, 99));
        assertThat(other.verify("run-1")).isEqualTo(store.verify("run-1"));
        assertThat(Recordings.read(file, store).present()).contains("run-1");
        store.write(new Write.Append("run-1", 1, Fixtures.entries(9, 10)));
        assertThatThrownBy(() -> Recordings.read(file, store)).hasMessageContaining("another run run-1");
    }

    @Test
    void whatIsRedactedIsInNoByteAndTheRestVerifies() throws IOException {
        String canary = "canary-4111-1111";
        JsonObject card = JsonObject.of("card", JsonObject.of("number", JsonString.of(canary)));
        JsonObject elsewhere = JsonObject.of("text", JsonString.of("paid with " + canary + " today"));
        store.write(
                new Write.CreateRun("secret", HELLO.hash(), Status.COMPLETED, 1, 1_000, card, null),
                new Write.Append(
                        "secret",
                        0,
                        List.of(
                                Fixtures.entry(0),
                                Fixtures.entry(1, JsonObject.of("output", JsonArray.of(card))),
                                Fixtures.entry(2),
                                Fixtures.entry(3, elsewhere),
                                Fixtures.entry(4))),
                new Write.UpdateRun("secret", Status.COMPLETED, 1L, 2L, elsewhere, null));
        Redaction redaction = new Redaction(List.of("$input.card.number"));
        Recordings.write(store, "secret", file, redaction);
        assertThat(redaction.erased()).isEqualTo(2);
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .doesNotContain("4111");
        try (Store recording = SqliteStore.openRecording(file)) {
            assertThat(recording.verify("secret")).isEqualTo(new Verification("secret", 5, 2, null));
            assertThat(recording.data("secret").input()).isEqualTo(Redaction.MARK);
            assertThat(recording.entries("secret", 0, 0, 1)).isEqualTo(store.entries("secret", 0, 0, 1));
            assertThatThrownBy(() -> recording.entries("secret", 0, 0, 9)).hasMessageContaining("entry 1");
            assertThat(recording.entries("secret", 0, 4, 9)).isEqualTo(store.entries("secret", 0, 4, 9));
        }
        assertThat(Recordings.read(file, other).added()).contains("secret");
        assertThat(other.verify("secret").intact()).isTrue();
        Recordings.write(store, "secret", file);
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .contains("4111");
        assertThatThrownBy(() -> new Redaction(List.of("a..b"))).hasMessageContaining("is no path");
    }

    @Test
    void aValueInTheTextOfAWorkflowCannotBeLeftOut() {
        store.write(
                new Write.CreateRun(
                        "told",
                        HELLO.hash(),
                        Status.COMPLETED,
                        1,
                        1_000,
                        JsonObject.of("name", JsonString.of("document")),
                        null),
                new Write.Append("told", 0, List.of(Fixtures.entry(0))));
        assertThatThrownBy(() -> Recordings.write(store, "told", file, new Redaction(List.of("name"))))
                .hasMessageContaining("cannot be changed");
        assertThat(file).doesNotExist();
    }

    @Test
    void importingGivesTheSameRunsAndCanBeRepeated() {
        Recordings.write(store, "run-1", file);
        assertThat(Recordings.read(file, other))
                .isEqualTo(new Recordings.Imported(
                        "run-1", List.of("run-1", "child-a", "child-b", "grandchild"), List.of()));
        assertThat(other.entries("run-1", 0, 0, 99)).isEqualTo(store.entries("run-1", 0, 0, 99));
        assertThat(other.runs(RunQuery.childrenOf("run-1", 9)))
                .containsExactlyInAnyOrderElementsOf(store.runs(RunQuery.childrenOf("run-1", 9)));
        assertThat(Recordings.read(file, other).added()).isEmpty();
        assertThat(Recordings.read(file, store).present()).hasSize(4);
    }

    @Test
    void theSameRunsMakeTheSameBytes() throws IOException {
        Recordings.write(store, "run-1", file);
        Recordings.read(file, other);
        Path again = folder.resolve("again.flowrec");
        Recordings.write(other, "run-1", again);
        assertThat(again).hasSameBinaryContentAs(file);
        Recordings.write(store, "run-1", again);
        assertThat(again).hasSameBinaryContentAs(file);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .as("no temporary file stays")
                    .containsExactlyInAnyOrder("one", "other", "a run.flowrec", "again.flowrec");
        }
    }

    @Test
    void aRunThatDiffersIsRefused() {
        Recordings.write(store, "run-1", file);
        other.write(new Write.PutProgram(HELLO), createRun("run-1"), append("run-1", entries(0, 40)));
        StoreException failure = catchThrowableOfType(StoreException.class, () -> Recordings.read(file, other));
        assertThat(failure.kind()).isEqualTo(Kind.DIFFERENT_RUN);
        assertThat(failure).hasMessageContaining("another run run-1").hasMessageContaining("--store");
        assertThat(other.runIds("", 9)).containsExactly("run-1");
    }

    @Test
    void noFlippedBitOfARecordingIsBelieved() throws IOException {
        Recordings.write(store, "run-1", file);
        byte[] bytes = Files.readAllBytes(file);
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 60; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Path copy = folder.resolve("damaged.flowrec");
            Files.write(copy, damaged);
            try (SqliteStore fresh = SqliteStore.open(folder.resolve("fresh-" + i))) {
                try {
                    Recordings.read(copy, fresh);
                    assertThat(fresh.entries("run-1", 0, 0, 99))
                            .as("seed %d", seed)
                            .isEqualTo(store.entries("run-1", 0, 0, 99));
                } catch (StoreException e) {
                    refused++;
                    assertThat(fresh.runIds("", 9)).as("seed %d", seed).isEmpty();
                }
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(20);
    }

    @Test
    void aRecordingWithRunsOfAnotherIsRefused() throws Exception {
        Recordings.write(store, "run-1", file);
        sql(file, "UPDATE run SET id = 'run-2' WHERE id = 'run-1'");
        assertThat(failure(file)).hasMessageContaining("not all of its runs belong to run");
    }

    @Test
    void whatIsNoRecordingIsRefused() throws Exception {
        Path text = Files.writeString(folder.resolve("text.flowrec"), "This is no database at all. ".repeat(400));
        assertThat(failure(text)).hasMessageContaining("text.flowrec is not a Flowork");
        assertThat(failure(folder.resolve("none.flowrec")).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure(folder).kind()).isEqualTo(Kind.NOT_A_STORE);
        Path empty = Files.createFile(folder.resolve("empty.flowrec"));
        assertThat(failure(empty).kind()).isEqualTo(Kind.NOT_A_STORE);
        store.close();
        assertThat(failure(store.file())).hasMessageContaining("is not a recording but a store");

        Recordings.write(other(), "run-1", file);
        Path trigger = Files.copy(file, folder.resolve("trigger.flowrec"));
        sql(trigger, "CREATE TRIGGER x AFTER INSERT ON run BEGIN DELETE FROM event; END");
        assertThat(failure(trigger)).hasMessageContaining("its tables are not those of the format");
        Path newer = Files.copy(file, folder.resolve("newer.flowrec"));
        sql(newer, "PRAGMA user_version = 3");
        assertThat(failure(newer).kind()).isEqualTo(Kind.NEWER_VERSION);
        Path forged = Files.copy(file, folder.resolve("forged.flowrec"), StandardCopyOption.REPLACE_EXISTING);
        sql(forged, "UPDATE program SET text = 'other'");
        assertThat(failure(forged)).hasMessageContaining("the text of its program is not the one that ran");
    }

    private Store other() {
        other.write(new Write.PutProgram(HELLO), createRun("run-1"), append("run-1", entries(0, 4)));
        return other;
    }

    private StoreException failure(Path recording) {
        try (SqliteStore fresh = SqliteStore.open(folder.resolve("fresh"))) {
            StoreException failure =
                    catchThrowableOfType(StoreException.class, () -> Recordings.read(recording, fresh));
            assertThat(failure).as("%s should be refused", recording).isNotNull();
            assertThat(fresh.runIds("", 9)).isEmpty();
            return failure;
        }
    }

    private static void sql(Path file, String statement) throws Exception {
        try (Session session = Session.open(file, "?mode=rw")) {
            session.once(statement);
        }
    }

    @Test
    void aRecordingVerifiesAfterItsPayloadsWereErased() throws Exception {
        Recordings.write(store, "run-1", file);
        byte[] commitment = store.sealed("run-1", 0, 7, 1).getFirst().commitment();
        try (Session session = Session.open(file, "?mode=rw")) {
            var erase = session.prepare(
                    "UPDATE event SET payload = NULL, salt = NULL, commitment = ? WHERE branch = 1 AND seq = 7");
            erase.setBytes(1, commitment);
            assertThat(erase.executeUpdate()).isEqualTo(1);
        }
        Recordings.read(file, other);
        assertThat(other.verify("run-1")).isEqualTo(new Verification("run-1", 41, 1, null));
        assertThat(other.entries("run-1", 0, 0, 7)).hasSize(7);
        assertThatThrownBy(() -> other.entries("run-1", 0, 0, 8))
                .hasMessageContaining("entry 7 of run run-1 was erased");
    }

    @Test
    void aSecretIsRecordedByItsNameOnly() throws IOException {
        JsonSecret secret = JsonSecret.of(new JsonSecret.Concat(
                List.of(JsonString.of("Bearer "), JsonSecret.of(new JsonSecret.Handle("CANARY_NAME", List.of())))));
        store.write(createRun("run-2"), append("run-2", entry(0, JsonObject.of("authorization", secret))));
        Recordings.write(store, "run-2", file);
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains("CANARY_NAME").contains("Bearer ");
        Recordings.read(file, other);
        assertThat(other.entries("run-2", 0, 0, 1).getFirst().payload().get("authorization"))
                .isEqualTo(secret);
    }

    @Test
    void aRecordingThatCannotBeWrittenLeavesTheOldOne() throws IOException {
        Files.writeString(file, "old");
        assertThatThrownBy(() -> Recordings.write(store, "missing", file)).hasMessageContaining("no run missing");
        assertThat(file).hasContent("old");
        Path nowhere = folder.resolve("no/such/folder/x.flowrec");
        assertThatThrownBy(() -> Recordings.write(store, "run-1", nowhere)).isInstanceOf(StoreException.class);
    }
}
