package io.flowork.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.history.History;
import io.flowork.core.history.Recording;
import io.flowork.core.journal.Cursor;
import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Status;
import io.flowork.core.program.Program;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.text.SourceText;
import io.flowork.store.Redaction;
import io.flowork.store.Store;
import io.flowork.store.StoreRecording;
import io.flowork.store.StoredProgram;
import io.flowork.store.Write;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The states that recordings keep, of a run of waits with many steps between two of them, and of a branch of it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KeptStatesTest {
    private static final int WAITS = 700;
    private static final String TEXT = """
            document: {dsl: '1.0.3', namespace: test, name: long, version: 1.0.0}
            do:
              - each:
                  for: {in: '[range(.count)]'}
                  do: [{ask: {wait: PT1S}}]
              - much:
                  for: {each: n, in: '[range(9000)]'}
                  do: [{one: {set: {n: '${ $n }'}}}]
              - last: {wait: PT1S}
            """;
    private static final StoredProgram STORED = StoredProgram.of("test", "long", "1.0.0", "yaml", TEXT);
    private static final Program PROGRAM = Program.compile(
            Objects.requireNonNull(WorkflowAnalysis.analyze(SourceText.of("long.flow.yaml", TEXT))
                    .workflow()),
            STORED.hash());

    @TempDir
    private Path folder;

    private SqliteStore store;
    private Path file;

    @BeforeEach
    void record() {
        store = SqliteStore.open(folder.resolve("one"));
        file = folder.resolve("run.flowrec");
        store.write(
                new Write.PutProgram(STORED),
                new Write.CreateRun("run", STORED.hash(), Status.RUNNING, 1, 0, JsonNull.NULL, null),
                new Write.Append("run", 0, journal(State.initial(PROGRAM), 0, WAITS + 2)));
        store.write(
                new Write.UpdateRun("run", Status.COMPLETED, 0L, 1L, JsonNull.NULL, null),
                new Write.Fork("run", 1, store.origin("run", 0, 399)),
                new Write.Append("run", 1, branch()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Machine machine() {
        return new Machine(new JqMachine(JqLimits.DEFAULT, new Interrupt()));
    }

    /** Entries from a state on: the start of the run, if it has not started, and the ends of its waits. */
    private static List<JournalEntry> journal(State from, long seq, int count) {
        Machine machine = machine();
        State state = from;
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Input next = state.status() == Status.PENDING
                    ? new Input.Started(
                            "run", JsonObject.of("count", JsonNumber.of(WAITS)), Machine.runtime("test"), null)
                    : new Input.Fired(state.pendingEffects().getFirst().key());
            Fold.Applied applied = Fold.apply(machine, state, seq + i, state.now() + 1_000, next, null);
            entries.add(applied.entry());
            state = machine.advance(applied.outcome().state(), Long.MAX_VALUE, null)
                    .state();
        }
        return entries;
    }

    /** A branch that leaves the run after its entry 399, and goes on in the same way. */
    private List<JournalEntry> branch() {
        Machine machine = machine();
        Fold fold = new Fold(machine, State.initial(PROGRAM), null);
        store.entries("run", 0, 0, 400)
                .forEach(entry -> assertThat(fold.add(entry)).isNull());
        fold.advance(Long.MAX_VALUE);
        Fold.Applied forked =
                Fold.apply(machine, fold.state(), 400, fold.state().now() + 1, new Input.Forked(1, -1, null), null);
        List<JournalEntry> entries = new ArrayList<>(List.of(forked.entry()));
        State state =
                machine.advance(forked.outcome().state(), Long.MAX_VALUE, null).state();
        entries.addAll(journal(state, 401, WAITS - 398));
        return entries;
    }

    private static Recording recording(Store recorded, int branch) {
        return new StoreRecording(recorded, "run", branch, PROGRAM);
    }

    /** The state at the end, by a fold of everything. */
    private State folded(int branch) throws Cursor.DivergedException {
        Cursor cursor = new Cursor(machine(), recording(store, branch)::entries, State.initial(PROGRAM), 0, 0, null);
        var _ = cursor.to(Long.MAX_VALUE, Long.MAX_VALUE, () -> false, () -> {});
        return cursor.state();
    }

    @Test
    void eachIsTheStateOfAFold() throws Exception {
        Recordings.write(store, "run", file);
        try (Store recorded = SqliteStore.openRecording(file)) {
            for (int branch = 0; branch < 2; branch++) {
                Recording recording = recording(recorded, branch);
                List<Recording.Checkpoint> kept = recording.checkpoints();
                assertThat(kept)
                        .as("of branch %d with %d steps", branch, folded(branch).t())
                        .hasSizeGreaterThan(3);
                assertThat(kept.stream().map(Recording.Checkpoint::seq).distinct())
                        .as("some are between two entries")
                        .hasSizeLessThan(kept.size());
                Cursor cursor = new Cursor(machine(), recording::entries, State.initial(PROGRAM), 0, 0, null);
                for (Recording.Checkpoint each : kept) {
                    State state = Objects.requireNonNull(recording.state(each));
                    var _ = cursor.to(each.t(), 0, () -> false, () -> {});
                    State settled = cursor.next() > each.seq() ? cursor.state() : cursor.settle(each.t());
                    assertThat(state.toJson()).as("%s", each).isEqualTo(settled.toJson());
                }
            }
        }
    }

    @Test
    void theyAreTheSameFromAnyStore() throws Exception {
        Recordings.write(store, "run", file);
        Path again = folder.resolve("again.flowrec");
        Recordings.write(store, "run", again);
        assertThat(again).hasSameBinaryContentAs(file);
        try (SqliteStore other = SqliteStore.open(folder.resolve("other"))) {
            Recordings.read(file, other);
            Recordings.write(other, "run", again);
        }
        assertThat(again).hasSameBinaryContentAs(file);
        try (Store recorded = SqliteStore.openRecording(file)) {
            Recordings.write(recorded, "run", again);
        }
        assertThat(again).hasSameBinaryContentAs(file);
    }

    @Test
    void withoutThemOrWithDamagedOnesTheRunIsTheSame() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Recordings.write(store, "run", file);
        byte[] bytes = Files.readAllBytes(file);
        List<String> damages = List.of(
                "DELETE FROM snapshot",
                "DELETE FROM snapshot WHERE abs(random()) % 2 = 0",
                "UPDATE snapshot SET state_hash = state_hash + 1 WHERE abs(random()) % 2 = 0",
                "UPDATE snapshot SET state = zeroblob(length(state)) WHERE abs(random()) % 2 = 0",
                "UPDATE snapshot SET state_level = 1 WHERE abs(random()) % 2 = 0",
                "UPDATE snapshot SET t = t + 1 WHERE abs(random()) % 2 = 0",
                "UPDATE snapshot SET seq = seq + 1 WHERE abs(random()) % 2 = 0",
                "UPDATE snapshot SET seq = seq - 1 WHERE abs(random()) % 2 = 0");
        for (String damage : damages) {
            Path copy = Files.write(folder.resolve("damaged.flowrec"), bytes);
            sql(copy, damage);
            try (Store recorded = SqliteStore.openRecording(copy)) {
                for (int branch = 0; branch < 2; branch++) {
                    State end = folded(branch);
                    History history = new History(recording(recorded, branch), machine());
                    assertThat(history.end(() -> false).toJson()).as(damage).isEqualTo(end.toJson());
                    History whole = new History(recording(store, branch), machine());
                    for (int i = 0; i < 10; i++) {
                        long t = random.nextLong(end.t());
                        assertThat(history.before(t, () -> false).toJson())
                                .as("%s, step %d, seed %d", damage, t, seed)
                                .isEqualTo(whole.before(t, () -> false).toJson());
                    }
                }
            }
        }
    }

    @Test
    void whatIsRedactedKeepsNone() {
        Recordings.write(store, "run", file, new Redaction(List.of("no.such.path")));
        try (Store recorded = SqliteStore.openRecording(file)) {
            assertThat(recording(recorded, 0).checkpoints()).isEmpty();
        }
    }

    @Test
    void recordingsOfTheFirstVersionAreRead() throws Exception {
        Recordings.write(store, "run", file);
        sql(file, "DROP TABLE snapshot");
        sql(file, "PRAGMA user_version = 1");
        try (Store recorded = SqliteStore.openRecording(file);
                SqliteStore other = SqliteStore.open(folder.resolve("other"))) {
            assertThat(recording(recorded, 0).checkpoints()).isEmpty();
            assertThat(new History(recording(recorded, 0), machine())
                            .end(() -> false)
                            .toJson())
                    .isEqualTo(folded(0).toJson());
            assertThat(recorded.sizes().snapshots()).isZero();
            assertThat(Recordings.read(file, other).added()).containsExactly("run");
        }
    }

    private static void sql(Path file, String statement) throws Exception {
        try (Session session = Session.open(file, "?mode=rw")) {
            session.once(statement);
        }
    }
}
