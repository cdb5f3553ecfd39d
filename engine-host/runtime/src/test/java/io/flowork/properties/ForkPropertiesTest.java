package io.flowork.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.api.BranchInfo;
import io.flowork.api.BranchRef;
import io.flowork.api.ForkRequest;
import io.flowork.api.ProblemException;
import io.flowork.api.RunStatus;
import io.flowork.core.history.History;
import io.flowork.core.journal.Cursor;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.EffectPolicy;
import io.flowork.core.machine.EffectPolicy.Action;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.runtime.fork.Forks;
import io.flowork.runtime.fork.ProgramTexts;
import io.flowork.store.BranchRecord;
import io.flowork.store.RunRecord;
import io.flowork.store.SealedEntry;
import io.flowork.store.Store;
import io.flowork.store.StoreRecording;
import io.flowork.store.StoredProgram;
import io.flowork.store.Transfer;
import io.flowork.store.Write;
import io.flowork.store.sqlite.Recordings;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds for every fork of every run: invariants I6 and I10 of the debugger. {@code -Dseed=N} begins with another run, {@code -Dforks.runs=N} makes more of
 * them.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForkPropertiesTest {
    private static final int RUNS = Integer.getInteger("forks.runs", 60);
    private static final int FORKS = 8;

    @TempDir
    Path folder;

    /** A run in a store, and what is known of its branches. */
    private static final class Stored {
        private final Store store;
        private final Recorded run;
        private final String id;
        private final Random random;
        private final Forks forks;
        private final Map<Integer, List<String>> hashes = new LinkedHashMap<>();
        private final Map<Integer, List<JournalEntry>> lines = new LinkedHashMap<>();
        private final TreeSet<Integer> deleted = new TreeSet<>();

        Stored(Store store, Recorded run) {
            this.store = store;
            this.run = run;
            this.id = "run-" + run.seed();
            this.random = new Random(run.seed());
            this.forks = new Forks(store, new ProgramTexts(store, FunctionSignatures.ANY));
            StoredProgram program = StoredProgram.of("a", "b", "1.0.0", "json", run.text());
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
                    new Write.Append(id, 0, run.journal()),
                    new Write.UpdateRun(
                            id, run.end().status(), 1L, 2L, run.end().output(), null));
            look();
        }

        private List<String> sealed(int branch) {
            List<String> all = new ArrayList<>();
            for (SealedEntry entry : store.sealed(id, branch, 0, Integer.MAX_VALUE)) {
                all.add(entry.seq() + " " + HexFormat.of().formatHex(entry.chain()) + " "
                        + HexFormat.of().formatHex(entry.commitment()) + " " + entry.stateHash());
            }
            return all;
        }

        private void look() {
            for (BranchRecord branch : store.branches(id)) {
                if (!deleted.contains(branch.number())) {
                    hashes.put(branch.number(), sealed(branch.number()));
                    lines.put(branch.number(), store.line(id, branch.number(), 0, Integer.MAX_VALUE));
                }
            }
        }

        @Nullable
        BranchInfo fork() {
            List<Integer> there = List.copyOf(lines.keySet());
            int from = there.get(random.nextInt(there.size()));
            long steps = Math.max(1, lines.get(from).getLast().t());
            List<ForkRequest.Change> changes = random.nextInt(3) == 0
                    ? List.of(new ForkRequest.Change("$context", JsonNumber.of(random.nextInt(9)), null))
                    : List.of();
            List<Action> actions = random.nextInt(4) == 0 ? List.of(Action.DENY) : List.of(Action.REUSE, Action.DENY);
            String program = switch (random.nextInt(6)) {
                case 0 -> run.text() + "\n".repeat(1 + random.nextInt(3));
                case 1 -> edited(run.text(), random.nextInt(3));
                default -> null;
            };
            RunRecord before = store.run(id).orElseThrow();
            BranchInfo made = null;
            try {
                made = forks.fork(
                        new ForkRequest(
                                id,
                                from,
                                (long) random.nextInt((int) steps),
                                changes,
                                List.of(),
                                null,
                                program,
                                new EffectPolicy(actions, List.of()).toJson(),
                                null,
                                random.nextInt(5) == 0,
                                null,
                                "at random"),
                        () -> false);
            } catch (ProblemException e) {
                assertThat(e.problem().status()).as("%s", e.problem()).isIn(409, 422);
            }
            assertThat(store.run(id)).contains(before);
            unchanged();
            look();
            return made;
        }

        void unchanged() {
            hashes.forEach((branch, was) -> assertThat(sealed(branch)).isEqualTo(was));
            lines.forEach((branch, was) ->
                    assertThat(store.line(id, branch, 0, Integer.MAX_VALUE)).isEqualTo(was));
            assertThat(store.verify(id).problem()).isNull();
        }

        void comesOutAgain(BranchInfo made) {
            Forks.Trial again = forks.again(store.run(id).orElseThrow(), made.branch());
            assertThat(again.branch().state().status().text())
                    .isEqualTo(made.status().text());
            assertThat(again.branch().state().t()).isEqualTo(made.steps());
            assertThat(again.branch().state().output()).isEqualTo(made.output());
        }

        /** Whoever looks at its past sees the same, with the programs that forks have put in place of the run's own. */
        void isSeen(BranchInfo made) throws Cursor.DivergedException {
            ProgramTexts programs = new ProgramTexts(store, FunctionSignatures.ANY);
            StoreRecording recording = new StoreRecording(
                    store,
                    id,
                    made.branch(),
                    programs.load(store.run(id).orElseThrow().program()).program(),
                    programs);
            History history = new History(
                    recording, new Machine(new JqMachine(JqLimits.DEFAULT, new Interrupt()), recording.programs()));
            State end = history.end(() -> false);
            if (made.status() != RunStatus.RUNNING) { // else it is held, and whoever looks sees what would follow
                assertThat(end.status().text()).isEqualTo(made.status().text());
                assertThat(end.t()).isEqualTo(made.steps());
                assertThat(end.output()).isEqualTo(made.output());
            }
            if (made.program() != null) {
                assertThat(end.program().hash()).isEqualTo(made.program());
                assertThat(Transfer.programs(store, store.run(id).orElseThrow(), made.branch()))
                        .last()
                        .isEqualTo(made.program());
            }
            Long t = made.t();
            if (t != null && t > 0) {
                State forked = history.after(t - 1, () -> false);
                assertThat(forked.t()).isEqualTo(t);
                assertThat(forked.hash())
                        .as("what was edited is there where the branch begins")
                        .isEqualTo(store.line(id, made.branch(), made.seq() + 1, 1)
                                .getFirst()
                                .stateHash());
            }
        }

        void delete() {
            List<Integer> asides =
                    lines.keySet().stream().filter(branch -> branch > 0).toList();
            if (asides.isEmpty()) {
                return;
            }
            int gone = asides.get(random.nextInt(asides.size()));
            forks.delete(new BranchRef(id, gone));
            deleted.add(gone);
            hashes.remove(gone);
            lines.remove(gone);
            unchanged();
        }
    }

    /** The text of a workflow with more tasks at its end. */
    private static String edited(String text, int tasks) {
        JsonObject workflow = (JsonObject) JsonReader.parse(text);
        JsonArray all = (JsonArray) Objects.requireNonNull(workflow.get("do"));
        for (int i = 0; i <= tasks; i++) {
            all = all.append(JsonReader.parse("{\"edited%d\": {\"set\": {\"edited\": %d}}}".formatted(i, i)));
        }
        return workflow.with("do", all).toString();
    }

    private static boolean isPlain(Recorded run) {
        return run.journal().stream().noneMatch(entry -> entry.kind().equals("forked"))
                && run.journal().size() > 2;
    }

    /** Whether after the start nothing reached the run but what its effects got. */
    private static boolean isUndisturbed(Recorded run) {
        return run.journal().stream()
                .noneMatch(entry -> List.of("suspend", "resume", "cancel", "stopped", "broken")
                        .contains(entry.kind()));
    }

    @Test
    @DisplayName(
            "a fork never changes a hash of its parent or siblings, and what is deleted leaves the others readable")
    void forksLeaveTheOthersAlone() throws Exception {
        int made = 0;
        int ended = 0;
        int edited = 0;
        int removed = 0;
        try (Store store = SqliteStore.open(folder.resolve("store"));
                Store other = SqliteStore.open(folder.resolve("other"))) {
            for (long seed = RunPropertiesTest.SEED; seed < RunPropertiesTest.SEED + RUNS; seed++) {
                Recorded run = RandomRun.of(seed);
                if (!isPlain(run)) {
                    continue;
                }
                try {
                    Stored stored = new Stored(store, run);
                    for (int i = 0; i < FORKS; i++) {
                        BranchInfo fork = stored.fork();
                        if (fork != null) {
                            made++;
                            ended += fork.status().ended() ? 1 : 0;
                            stored.comesOutAgain(fork);
                            stored.isSeen(fork);
                            edited += fork.program() == null ? 0 : 1;
                        }
                        if (i == FORKS / 2) {
                            stored.delete();
                            removed++;
                        }
                    }
                    travels(store, other, stored);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError(run.toString(), e);
                }
            }
        }
        System.out.printf(
                "properties: forks of the seeds %d to %d: %d made, %d with other programs, %d ended, %d deleted%n",
                RunPropertiesTest.SEED, RunPropertiesTest.SEED + RUNS - 1, made, edited, ended, removed);
        assertThat(made).isGreaterThan(RUNS);
        assertThat(edited).isGreaterThan(RUNS / 4);
    }

    private void travels(Store store, Store other, Stored stored) throws Exception {
        Path file = folder.resolve(stored.id + ".flowrec");
        Recordings.write(store, stored.id, file);
        Recordings.read(file, other);
        assertThat(other.branches(stored.id)).isEqualTo(store.branches(stored.id));
        assertThat(other.run(stored.id)).isEqualTo(store.run(stored.id));
        stored.lines.forEach((branch, line) ->
                assertThat(other.line(stored.id, branch, 0, Integer.MAX_VALUE)).isEqualTo(line));
        assertThat(other.verify(stored.id)).isEqualTo(store.verify(stored.id));
        Files.delete(file);
    }

    @Test
    @DisplayName("an unchanged fork ends as its parent did")
    void anUnchangedForkEndsTheSame() {
        int compared = 0;
        try (Store store = SqliteStore.open(folder)) {
            for (long seed = RunPropertiesTest.SEED; seed < RunPropertiesTest.SEED + 3L * RUNS; seed++) {
                Recorded run = RandomRun.of(seed);
                if (!isPlain(run) || !isUndisturbed(run)) {
                    continue;
                }
                Stored stored = new Stored(store, run);
                long t = stored.random.nextInt((int) Math.max(1, run.end().t()));
                BranchInfo made;
                try {
                    made = stored.forks.fork(ForkRequest.of(stored.id, null, t), () -> false);
                } catch (ProblemException e) {
                    assertThat(e)
                            .hasMessageContaining("is " + run.end().status().text() + " there");
                    continue;
                }
                assertThat(made.status().text())
                        .as("%s at %s", run, t)
                        .isEqualTo(run.end().status().text());
                assertThat(made.steps())
                        .as("%s at %s", run, t)
                        .isEqualTo(run.end().t());
                if (run.end().status() == Status.COMPLETED) {
                    assertThat(made.output())
                            .as("%s at %s", run, t)
                            .isEqualTo(run.end().output());
                }
                compared++;
            }
        }
        System.out.println("properties: " + compared + " unchanged forks compared");
        assertThat(compared).isGreaterThan(RUNS / 4);
    }
}
