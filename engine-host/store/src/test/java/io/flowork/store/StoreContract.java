package io.flowork.store;

import static io.flowork.store.Fixtures.HELLO;
import static io.flowork.store.Fixtures.append;
import static io.flowork.store.Fixtures.createRun;
import static io.flowork.store.Fixtures.entries;
import static io.flowork.store.Fixtures.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must do. A subclass names the store. */
public abstract class StoreContract {
    private Store store;

    /** Opens the store; the same one when called again. */
    protected abstract Store open();

    @BeforeEach
    final void openEmpty() {
        store = open();
    }

    @AfterEach
    final void close() {
        store.close();
    }

    @Test
    void whatIsWrittenIsThereAfterReopening() {
        store.write(new Write.PutProgram(HELLO), createRun("run-1"), append("run-1", entries(0, 3)));
        store.write(append("run-1", entries(3, 5)));
        store.close();
        store = open();
        assertThat(store.entries("run-1", 0, 0, 100)).isEqualTo(entries(0, 5));
        assertThat(store.entries("run-1", 0, 2, 2)).isEqualTo(entries(2, 4));
        assertThat(store.program(HELLO.hash())).contains(HELLO);
        assertThat(store.verify("run-1")).isEqualTo(new Verification("run-1", 5, 0, null));
        store.write(append("run-1", entries(5, 6)));
        assertThat(store.verify("run-1").entries()).isEqualTo(6);
    }

    @Test
    void aBranchSharesThePastOfAnother() {
        store.write(new Write.PutProgram(HELLO), createRun("run-1"), append("run-1", entries(0, 8)));
        store.write(new Write.UpdateRun("run-1", Status.FAULTED, 1L, 2L, null, JsonString.of("no")));
        store.write(
                new Write.Fork("run-1", 1, store.origin("run-1", 0, 4)), new Write.Append("run-1", 1, branched(5, 7)));
        store.write(new Write.Append("run-1", 1, branched(7, 9)));
        store.write(
                new Write.Fork("run-1", 2, store.origin("run-1", 1, 6)), new Write.Append("run-1", 2, branched(7, 8)));
        store.write(new Write.Fork("run-1", 3, store.origin("run-1", 2, 2)));
        store.close();
        store = open();
        assertThat(store.run("run-1").orElseThrow().branch()).isEqualTo(3);
        assertThat(store.run("run-1").orElseThrow().status()).isEqualTo(Status.RUNNING);
        assertThat(store.run("run-1").orElseThrow().ended()).isNull();
        assertThat(store.data("run-1").error()).isNull();
        assertThat(store.branches("run-1"))
                .containsExactly(
                        new BranchRecord(0, null, 8),
                        new BranchRecord(1, new BranchRecord.Origin(0, 4), 9),
                        new BranchRecord(2, new BranchRecord.Origin(1, 6), 8),
                        new BranchRecord(3, new BranchRecord.Origin(0, 2), 3));
        assertThat(store.line("run-1", 0, 0, 99)).isEqualTo(entries(0, 8));
        assertThat(store.line("run-1", 1, 0, 99)).isEqualTo(concat(entries(0, 5), branched(5, 9)));
        assertThat(store.line("run-1", 2, 0, 99)).isEqualTo(concat(entries(0, 5), branched(5, 8)));
        assertThat(store.line("run-1", 2, 3, 3)).isEqualTo(concat(entries(3, 5), branched(5, 6)));
        assertThat(store.line("run-1", 2, 6, 1)).isEqualTo(branched(6, 7));
        assertThat(store.line("run-1", 3, 0, 99)).isEqualTo(entries(0, 3));
        assertThat(store.line("run-1", 2, 8, 5)).isEmpty();
        assertThat(store.shared("run-1", 0, 1)).isEqualTo(4);
        assertThat(store.shared("run-1", 2, 1)).isEqualTo(6);
        assertThat(store.shared("run-1", 2, 3)).isEqualTo(2);
        assertThat(store.shared("run-1", 2, 2)).isEqualTo(Long.MAX_VALUE);
        assertThat(store.verify("run-1")).isEqualTo(new Verification("run-1", 13, 0, null));
        assertThat(failure(new Write.Fork("run-1", 3, new BranchRecord.Origin(0, 2)))
                        .kind())
                .isEqualTo(Kind.CONFLICT);
        assertThat(failure(
                                new Write.Fork("run-1", 4, new BranchRecord.Origin(0, 99)),
                                new Write.Append("run-1", 4, branched(100, 101)))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
        store.write(new Write.Append("run-1", 3, branched(3, 4)));
        assertThat(store.verify("run-1").entries()).isEqualTo(14);
    }

    private static JournalEntry aside(long seq) {
        return new JournalEntry(
                seq, seq * 3, 1_000 + seq, "aside", JsonObject.of("by", JsonString.of("x".repeat(50_000))), ~seq);
    }

    @Test
    void aBranchBesideARunLeavesTheRunAsItIs() {
        store.write(new Write.PutProgram(HELLO), createRun("run-1"), append("run-1", entries(0, 8)));
        store.write(new Write.UpdateRun("run-1", Status.FAULTED, 1L, 2L, null, JsonString.of("no")));
        RunRecord before = store.run("run-1").orElseThrow();
        store.write(
                new Write.Fork("run-1", 1, store.origin("run-1", 0, 4), true),
                new Write.Append("run-1", 1, List.of(aside(5), entry(6), entry(7))));
        assertThat(store.run("run-1")).contains(before);
        assertThat(store.data("run-1").error()).isEqualTo(JsonString.of("no"));
        assertThat(store.line("run-1", 1, 0, 99))
                .isEqualTo(concat(entries(0, 5), List.of(aside(5), entry(6), entry(7))));
        store.write(
                new Write.Fork("run-1", 2, store.origin("run-1", 0, 6)), new Write.Append("run-1", 2, branched(7, 8)));
        assertThat(store.run("run-1").orElseThrow().branch()).isEqualTo(2);
        assertThat(store.verify("run-1")).isEqualTo(new Verification("run-1", 12, 0, null));
    }

    @Test
    void ofABranchThatIsDeletedStaysWhatOthersShare() {
        store.write(new Write.PutProgram(HELLO), createRun("run-1"), append("run-1", entries(0, 8)));
        store.write(
                new Write.Fork("run-1", 1, store.origin("run-1", 0, 4), true),
                new Write.Append("run-1", 1, List.of(aside(5), entry(6), entry(7), entry(8))));
        store.write(
                new Write.Fork("run-1", 2, store.origin("run-1", 1, 6), true),
                new Write.Append("run-1", 2, List.of(aside(7), entry(8))));
        List<JournalEntry> parent = store.line("run-1", 0, 0, 99);
        List<JournalEntry> child = store.line("run-1", 2, 0, 99);

        store.write(new Write.DeleteBranch("run-1", 1));
        assertThat(store.line("run-1", 2, 0, 99)).isEqualTo(child);
        assertThat(store.line("run-1", 0, 0, 99)).isEqualTo(parent);
        assertThat(store.entries("run-1", 1, 0, 99)).isEqualTo(List.of(aside(5), entry(6)));
        assertThat(store.verify("run-1")).isEqualTo(new Verification("run-1", 12, 0, null));

        store.write(new Write.DeleteBranch("run-1", 2));
        assertThat(store.verify("run-1")).isEqualTo(new Verification("run-1", 11, 1, null));
        assertThat(store.branches("run-1")).hasSize(3); // its number is not given again
        assertThatThrownBy(() -> store.line("run-1", 2, 0, 99)).hasMessageContaining("erased");
        store.write(new Write.DeleteBranch("run-1", 2));
        store.write(new Write.DeleteBranch("run-1", 1));
        assertThat(store.line("run-1", 0, 0, 99)).isEqualTo(parent);
        assertThat(failure(new Write.DeleteBranch("run-1", 0)).kind()).isEqualTo(Kind.CONFLICT);
        assertThat(failure(new Write.DeleteBranch("run-1", 7)).kind()).isEqualTo(Kind.NOT_FOUND);
        store.close();
        store = open();
        assertThat(store.run("run-1").orElseThrow().branch()).isZero();
        assertThat(store.verify("run-1").intact()).isTrue();
    }

    @Test
    void theProgramOfABranchIsPartOfTheRun() {
        StoredProgram other =
                StoredProgram.of("examples", "hello", "2.0.0", "yaml", "document: { dsl: 1.0.3 } # edited\n");
        JournalEntry forked =
                new JournalEntry(5, 15, 1_005, "aside", JsonObject.of("program", JsonString.of(other.hash())), ~5);
        store.write(new Write.PutProgram(HELLO), createRun("run-1"), append("run-1", entries(0, 8)));
        store.write(
                new Write.Fork("run-1", 1, store.origin("run-1", 0, 4), true),
                new Write.Append("run-1", 1, List.of(forked)));
        assertThat(store.verify("run-1").problem()).contains(other.hash() + " of a branch is missing");
        store.write(new Write.PutProgram(other));
        assertThat(store.verify("run-1").intact()).isTrue();
        assertThat(Transfer.programs(store, store.run("run-1").orElseThrow()))
                .containsExactly(HELLO.hash(), other.hash());
    }

    @Test
    void aSnapshotOfWhatABranchSharesIsOneOfTheBranch() {
        store.write(new Write.PutProgram(HELLO), createRun("run-1"), append("run-1", entries(0, 8)));
        store.write(snapshot(0, 2), snapshot(0, 6));
        store.write(
                new Write.Fork("run-1", 1, store.origin("run-1", 0, 4)), new Write.Append("run-1", 1, branched(5, 7)));
        assertThat(store.lineSnapshot("run-1", 1, 99).orElseThrow().seq()).isEqualTo(2);
        store.write(snapshot(1, 5));
        assertThat(store.lineSnapshot("run-1", 1, 99).orElseThrow().seq()).isEqualTo(5);
        assertThat(store.lineSnapshot("run-1", 1, 1)).isEmpty();
    }

    private static Write.PutSnapshot snapshot(int branch, long seq) {
        return new Write.PutSnapshot(new Snapshot("run-1", branch, seq, seq * 3, new byte[] {1, 2}, 7));
    }

    private static List<JournalEntry> branched(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(seq -> entry(seq, JsonObject.of("branched", JsonNumber.of(seq))))
                .toList();
    }

    private static List<JournalEntry> concat(List<JournalEntry> first, List<JournalEntry> second) {
        List<JournalEntry> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    @Test
    void storingAProgramAgainChangesNothing() {
        store.write(new Write.PutProgram(HELLO));
        store.write(new Write.PutProgram(HELLO), createRun("run-1"));
        assertThat(store.program(HELLO.hash())).contains(HELLO);
        assertThat(store.program("0".repeat(64))).isEmpty();
    }

    @Test
    void anEntryIsAppendedOnce() {
        store.write(new Write.PutProgram(HELLO), createRun("run-1"), append("run-1", entries(0, 3)));
        assertThat(failure(append("run-1", entry(2))))
                .hasMessageContaining("Entry 2 cannot be appended to run run-1, whose next entry is 3");
        assertThat(failure(append("run-1", entry(4))).kind()).isEqualTo(Kind.CONFLICT);
        assertThat(failure(append("run-1", entry(3), entry(5))).kind()).isEqualTo(Kind.CONFLICT);
        assertThat(store.entries("run-1", 0, 0, 100)).isEqualTo(entries(0, 3));
    }

    @Test
    void aWriteIsAllOrNothing() {
        store.write(new Write.PutProgram(HELLO), createRun("run-1"));
        assertThat(failure(append("run-1", entry(0)), createRun("run-2"), append("missing", entry(0))))
                .hasMessageContaining("no run missing");
        assertThat(store.entries("run-1", 0, 0, 100)).isEmpty();
        assertThat(store.run("run-2")).isEmpty();
        store.write(append("run-1", entry(0)));
        assertThat(store.verify("run-1").intact()).isTrue();
    }

    @Test
    void oneBadWriteOfManyAtOnceFailsAlone() {
        store.write(new Write.PutProgram(HELLO));
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String run = "run-" + (i == 77 ? 76 : i);
            writes.add(store.submit(List.of(createRun(run), append(run, entry(0)))));
        }
        for (int i = 0; i < 200; i++) {
            CompletableFuture<Void> write = writes.get(i);
            if (i == 77) {
                assertThatThrownBy(write::join).hasCauseInstanceOf(StoreException.class);
            } else {
                write.join();
            }
        }
        assertThat(store.sizes().runs()).isEqualTo(199);
        assertThat(store.sizes().entries()).isEqualTo(199);
    }

    @Test
    void aRunNeedsItsProgramAndAnIdOfItsOwn() {
        assertThat(failure(createRun("run-1")).kind()).isEqualTo(Kind.NOT_FOUND);
        store.write(new Write.PutProgram(HELLO), createRun("run-1"));
        assertThat(failure(createRun("run-1"))).hasMessageContaining("There is a run run-1 already");
    }

    @Test
    void aRunTellsItsStory() {
        ParentRun parent = new ParentRun("run-0", "key");
        JsonObject input = JsonObject.of("a", JsonNumber.of(1));
        store.write(
                new Write.PutProgram(HELLO),
                new Write.CreateRun("run-1", HELLO.hash(), Status.PENDING, 3, 10, input, parent));
        assertThat(store.run("run-1"))
                .contains(new RunRecord(
                        "run-1",
                        HELLO.hash(),
                        "examples",
                        "hello",
                        "1.0.0",
                        Status.PENDING,
                        3,
                        10,
                        null,
                        null,
                        parent,
                        0,
                        null));
        assertThat(store.data("run-1")).isEqualTo(new RunData(input, null, null));
        store.write(new Write.UpdateRun("run-1", Status.RUNNING, 11L, null, null, null));
        JsonArray output = Fixtures.orders(5_000);
        store.write(new Write.UpdateRun("run-1", Status.COMPLETED, null, 20L, output, null));
        RunRecord run = store.run("run-1").orElseThrow();
        assertThat(List.of(run.started(), run.ended())).isEqualTo(List.of(11L, 20L));
        assertThat(store.data("run-1")).isEqualTo(new RunData(input, output, null));
        store.write(new Write.UpdateRun("run-1", Status.FAULTED, null, 21L, null, JsonString.of("no")));
        assertThat(store.data("run-1")).isEqualTo(new RunData(input, output, JsonString.of("no")));
        assertThat(failure(new Write.UpdateRun("run-2", Status.RUNNING, null, null, null, null))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void aWorkflowIsDeployedByNameAndVersion() {
        StoredProgram other = StoredProgram.of("examples", "hello", "1.0.0", "yaml", "another text");
        StoredWorkflow first = new StoredWorkflow("examples", "hello", "1.0.0", HELLO.hash(), 5);
        StoredWorkflow second = new StoredWorkflow("examples", "hello", "1.0.0", other.hash(), 6);
        assertThat(failure(new Write.PutWorkflow(first, false)).kind()).isEqualTo(Kind.NOT_FOUND);
        store.write(new Write.PutProgram(HELLO), new Write.PutProgram(other), new Write.PutWorkflow(first, false));
        assertThat(store.workflow("examples", "hello", "1.0.0")).contains(first);
        assertThat(store.workflow("examples", "hello", "1.0.1")).isEmpty();
        store.write(new Write.PutWorkflow(new StoredWorkflow("examples", "hello", "1.0.0", HELLO.hash(), 9), false));
        assertThat(store.workflow("examples", "hello", "1.0.0"))
                .as("deployed again with the same text")
                .contains(first);
        assertThat(failure(new Write.PutWorkflow(second, false)))
                .hasMessageContaining("Version 1.0.0 of examples/hello is there with another text");
        assertThat(store.workflow("examples", "hello", "1.0.0")).contains(first);
        store.write(new Write.PutWorkflow(second, true));
        assertThat(store.workflow("examples", "hello", "1.0.0")).contains(second);
    }

    @Test
    void workflowsAreListedInPages() {
        store.write(new Write.PutProgram(HELLO));
        List<StoredWorkflow> all = new ArrayList<>();
        for (String namespace : List.of("a", "b")) {
            for (String name : List.of("x", "y", "z")) {
                for (String version : List.of("1.0.0", "1.1.0")) {
                    all.add(new StoredWorkflow(namespace, name, version, HELLO.hash(), 1));
                }
            }
        }
        for (StoredWorkflow workflow : all.reversed()) {
            store.write(new Write.PutWorkflow(workflow, false));
        }
        assertThat(store.workflows(WorkflowQuery.all(100))).isEqualTo(all);
        assertThat(store.workflows(WorkflowQuery.all(5))).isEqualTo(all.subList(0, 5));
        assertThat(store.workflows(WorkflowQuery.all(5).withAfter("a", "z", "1.0.0")))
                .isEqualTo(all.subList(5, 10));
        assertThat(store.workflows(WorkflowQuery.versions("b", "y", 5))).isEqualTo(all.subList(8, 10));
        assertThat(store.workflows(new WorkflowQuery("b", null, null, 100))).isEqualTo(all.subList(6, 12));
        assertThat(store.workflows(WorkflowQuery.versions("c", "y", 5))).isEmpty();
    }

    @Test
    void unfinishedRunsAreFoundAmongAll() {
        store.write(new Write.PutProgram(HELLO));
        Status[] all = Status.values();
        for (int i = 0; i < 70; i++) {
            store.write(createRun("run-" + i));
            store.write(new Write.UpdateRun("run-" + i, all[i % all.length], null, null, null, null));
        }
        assertThat(store.unfinished())
                .isEqualTo(
                        Map.of(Status.PENDING, 10L, Status.RUNNING, 10L, Status.WAITING, 10L, Status.SUSPENDED, 10L));
        RunQuery waiting = RunQuery.newest(4).withStatuses(Set.of(Status.WAITING, Status.PENDING));
        assertThat(ids(waiting)).containsExactly("run-65", "run-63", "run-58", "run-56");
        assertThat(ids(waiting.withAfter("run-56"))).containsExactly("run-51", "run-49", "run-44", "run-42");
        assertThat(ids(RunQuery.newest(2).withStatuses(Set.of(Status.COMPLETED, Status.WAITING))))
                .containsExactly("run-69", "run-65");
    }

    @Test
    void faultedRunsAreGroupedByTheirErrors() {
        StoredProgram other = StoredProgram.of("shop", "order", "2.0.0", "json", "{}");
        store.write(new Write.PutProgram(HELLO), new Write.PutProgram(other));
        for (int i = 0; i < 9; i++) {
            store.write(new Write.CreateRun(
                    "run-" + i,
                    i < 7 ? HELLO.hash() : other.hash(),
                    Status.RUNNING,
                    1,
                    100 + i,
                    JsonObject.EMPTY,
                    null));
            WorkflowError error = WorkflowError.of(
                            WorkflowError.Kind.COMMUNICATION, i % 3 == 0 ? "order " + i + " is gone" : "100% full")
                    .at("/do/0/pay");
            store.write(new Write.UpdateRun(
                    "run-" + i,
                    i == 6 ? Status.COMPLETED : Status.FAULTED,
                    null,
                    200L + i,
                    null,
                    i == 6 ? null : error.toJson()));
        }
        List<FaultGroup> groups = store.faultGroups(RunQuery.newest(10));
        assertThat(groups.stream().map(group -> group.example().id())).containsExactly("run-8", "run-5", "run-3");
        assertThat(groups.stream().map(FaultGroup::count)).containsExactly(2L, 4L, 2L);
        assertThat(groups.get(1).first()).isEqualTo(201);
        assertThat(groups.get(1).last()).isEqualTo(205);
        assertThat(groups.get(2).example().fault().summary()).isEqualTo("Communication error: order 3 is gone");
        assertThat(ids(RunQuery.newest(9).withFingerprint(groups.get(1).fingerprint())))
                .containsExactly("run-5", "run-4", "run-2", "run-1");
        assertThat(store.faultGroups(RunQuery.newest(1).withAfter("run-8"))).containsExactly(groups.get(1));
        assertThat(store.faultGroups(RunQuery.newest(9).withName("shop", "order")))
                .containsExactly(groups.get(0));
        assertThat(ids(RunQuery.newest(9).withText("100%")))
                .containsExactly("run-8", "run-7", "run-5", "run-4", "run-2", "run-1");
        assertThat(ids(RunQuery.newest(9).withText("0% f").within(null, 102L))).containsExactly("run-2", "run-1");
        assertThat(ids(RunQuery.newest(9).withText("shop/or"))).containsExactly("run-8", "run-7");
        assertThat(ids(RunQuery.newest(9).withText("run-7"))).containsExactly("run-7");
        assertThat(ids(RunQuery.newest(9).within(101L, 103L))).containsExactly("run-3", "run-2", "run-1");

        store.write(new Write.UpdateRun("run-4", Status.RUNNING, null, null, null, null));
        assertThat(store.run("run-4").orElseThrow().fault())
                .as("a run that goes on has no fault")
                .isNull();
        assertThat(store.faultGroups(RunQuery.newest(10)).get(1).count()).isEqualTo(3);
    }

    @Test
    void runsAreListedNewestFirst() {
        StoredProgram other = StoredProgram.of("shop", "order", "2.0.0", "json", "{}");
        store.write(new Write.PutProgram(HELLO), new Write.PutProgram(other));
        for (int i = 0; i < 10; i++) {
            String program = i % 2 == 0 ? HELLO.hash() : other.hash();
            ParentRun parent = i == 9 ? new ParentRun("run-1", "k") : null;
            store.write(
                    new Write.CreateRun("run-" + i, program, Status.RUNNING, 1, 100 + i / 2, JsonObject.EMPTY, parent));
        }
        store.write(new Write.UpdateRun("run-3", Status.FAULTED, null, null, null, null));
        assertThat(ids(RunQuery.newest(3))).containsExactly("run-9", "run-8", "run-7");
        assertThat(ids(RunQuery.newest(3).withAfter("run-7"))).containsExactly("run-6", "run-5", "run-4");
        assertThat(ids(RunQuery.newest(9).withName(null, "order")))
                .containsExactly("run-9", "run-7", "run-5", "run-3", "run-1");
        assertThat(ids(RunQuery.newest(2)
                        .withName("shop", "order")
                        .withStatuses(Set.of(Status.RUNNING))
                        .withAfter("run-5")))
                .containsExactly("run-1");
        assertThat(ids(RunQuery.newest(9).withName("examples", "order"))).isEmpty();
        assertThat(ids(RunQuery.childrenOf("run-1", 9))).containsExactly("run-9");
    }

    private List<String> ids(RunQuery query) {
        return store.runs(query).stream().map(RunRecord::id).toList();
    }

    @Test
    void theBeginningOfAnIdFindsTheRun() {
        store.write(
                new Write.PutProgram(HELLO), createRun("01ab"), createRun("01ac"), createRun("02%_"), createRun("é"));
        assertThat(store.runIds("01", 9)).containsExactly("01ab", "01ac");
        assertThat(store.runIds("01", 1)).containsExactly("01ab");
        assertThat(store.runIds("01ac", 9)).containsExactly("01ac");
        assertThat(store.runIds("02%", 9)).containsExactly("02%_");
        assertThat(store.runIds("%", 9)).isEmpty();
        assertThat(store.runIds("é", 9)).containsExactly("é");
        assertThat(store.runIds("", 9)).hasSize(4);
    }

    @Test
    void aSnapshotIsFoundByWhatItPrecedes() {
        store.write(new Write.PutProgram(HELLO), createRun("run-1"), append("run-1", entries(0, 10)));
        byte[] large = new byte[100_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) ((i * i) >> 5);
        }
        store.write(
                new Write.PutSnapshot(new Snapshot("run-1", 0, 3, 9, new byte[] {1, 2}, -1)),
                new Write.PutSnapshot(new Snapshot("run-1", 0, 7, 21, large, 5)));
        assertThat(store.snapshot("run-1", 0, 2)).isEmpty();
        assertThat(store.snapshot("run-1", 0, 6).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(new Snapshot("run-1", 0, 3, 9, new byte[] {1, 2}, -1));
        assertThat(store.snapshot("run-1", 0, 7).orElseThrow().state()).isEqualTo(large);
        assertThat(store.deleteSnapshots("run-1")).isEqualTo(2);
        assertThat(store.snapshot("run-1", 0, 9)).isEmpty();
        assertThat(store.entries("run-1", 0, 0, 100)).hasSize(10);
    }

    @Test
    void aPayloadOfAnySizeComesBack() {
        store.write(new Write.PutProgram(HELLO), createRun("run-1"));
        List<JournalEntry> entries = new ArrayList<>();
        int[] sizes = {0, 1, 4_080, 4_095, 4_096, 4_097, 20_000, 3_000_000};
        for (int size : sizes) {
            JsonString text = JsonString.of("ab\u0000ü".repeat(size / 4) + "x".repeat(size % 4));
            entries.add(entry(entries.size(), JsonObject.of("v", text)));
        }
        store.write(append("run-1", entries));
        assertThat(store.entries("run-1", 0, 0, 100)).isEqualTo(entries);
        assertThat(store.verify("run-1").intact()).isTrue();
    }

    @Test
    void appendingToALargeListStoresItsTailOnly() {
        store.write(new Write.PutProgram(HELLO), createRun("run-1"));
        JsonArray list = Fixtures.orders(100_000);
        store.write(append("run-1", entry(0, JsonObject.of("list", list))));
        long first = store.sizes().chunks();
        int versions = 20;
        for (int i = 1; i <= versions; i++) {
            list = list.append(Fixtures.order(100_000 + i));
            store.write(append("run-1", entry(i, JsonObject.of("list", list))));
        }
        assertThat(first).isGreaterThan(200);
        assertThat(store.sizes().chunks() - first).isLessThan(versions * 7L);
        assertThat(store.entries("run-1", 0, versions, 1).getFirst().payload().get("list"))
                .isEqualTo(list);
    }

    @Test
    void equalPayloadsAreStoredOnce() {
        store.write(new Write.PutProgram(HELLO));
        JsonObject large = JsonObject.of("list", Fixtures.orders(10_000));
        store.write(createRun("run-1"), append("run-1", entry(0, large)));
        long chunks = store.sizes().chunks();
        store.write(createRun("run-2"), append("run-2", entry(0, large)));
        assertThat(store.sizes().chunks()).isEqualTo(chunks);
        assertThat(store.sealed("run-1", 0, 0, 1).getFirst().commitment())
                .as("the salt hides that payloads are equal")
                .isNotEqualTo(store.sealed("run-2", 0, 0, 1).getFirst().commitment());
    }

    @Test
    void secretsComeBackAsHandles() {
        JsonSecret secret = JsonSecret.of(new JsonSecret.Handle("token", List.of("access")));
        store.write(
                new Write.PutProgram(HELLO),
                createRun("run-1"),
                append("run-1", entry(0, JsonObject.of("header", secret))));
        assertThat(store.entries("run-1", 0, 0, 1).getFirst().payload().get("header"))
                .isEqualTo(secret);
    }

    @Test
    void manyThreadsAppendToTheirRunsAtOnce() throws Exception {
        int runs = 64;
        int steps = 50;
        store.write(new Write.PutProgram(HELLO));
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> drivers = new ArrayList<>();
            for (int r = 0; r < runs; r++) {
                String run = "run-" + r;
                drivers.add(executor.submit(() -> {
                    store.write(createRun(run));
                    for (int seq = 0; seq < steps; seq++) {
                        store.write(append(run, entry(seq)));
                        if (seq % 10 == 0) {
                            assertThat(store.sealed(run, 0, 0, 1_000)).hasSize(seq + 1);
                        }
                    }
                }));
            }
            for (Future<?> driver : drivers) {
                driver.get();
            }
        }
        assertThat(IntStream.range(0, runs).mapToObj(r -> store.verify("run-" + r)))
                .allMatch(v -> v.intact() && v.entries() == steps);
    }

    @Test
    void ofManyWhoDriveOneRunOneSucceedsAtEachEntry() throws Exception {
        store.write(new Write.PutProgram(HELLO), createRun("run-1"));
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int seq = 0; seq < 20; seq++) {
                JournalEntry entry = entry(seq);
                List<Future<Boolean>> attempts = IntStream.range(0, 8)
                        .mapToObj(i -> executor.submit(() -> appended(entry)))
                        .toList();
                int succeeded = 0;
                for (Future<Boolean> attempt : attempts) {
                    succeeded += attempt.get() ? 1 : 0;
                }
                assertThat(succeeded).isEqualTo(1);
            }
        }
        assertThat(store.verify("run-1")).isEqualTo(new Verification("run-1", 20, 0, null));
    }

    private boolean appended(JournalEntry entry) {
        try {
            store.write(append("run-1", entry));
            return true;
        } catch (StoreException e) {
            assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
            return false;
        }
    }

    @Test
    void whatWasSubmittedBeforeClosingIsStored() {
        store.write(new Write.PutProgram(HELLO), createRun("run-1"));
        List<CompletableFuture<Void>> writes = LongStream.range(0, 500)
                .mapToObj(seq -> store.submit(List.of(append("run-1", entry(seq)))))
                .toList();
        store.close();
        assertThat(writes).allMatch(write -> write.isDone() && !write.isCompletedExceptionally());
        assertThat(failure(append("run-1", entry(500))).kind()).isEqualTo(Kind.CLOSED);
        assertThat(catchThrowableOfType(StoreException.class, () -> store.run("run-1"))
                        .kind())
                .isEqualTo(Kind.CLOSED);
        store = open();
        assertThat(store.entries("run-1", 0, 0, 1_000)).isEqualTo(entries(0, 500));
    }

    @Test
    void sealedEntriesMoveBetweenStoresWithTheirProof() {
        store.write(
                new Write.PutProgram(HELLO), createRun("run-1"), createRun("run-2"), append("run-1", entries(0, 5)));
        List<SealedEntry> sealed = store.sealed("run-1", 0, 0, 100);
        assertThat(failure(new Write.AppendSealed("run-2", 0, sealed)))
                .as("an entry belongs to its run")
                .hasMessageContaining("Entry 0 of run run-2 does not verify");
        SealedEntry last = sealed.getLast();
        SealedEntry forged = new SealedEntry(
                last.seq(),
                last.t(),
                last.time(),
                last.kind(),
                last.stateHash() + 1,
                last.payload(),
                last.salt(),
                last.commitment(),
                last.chain());
        List<SealedEntry> changed = new ArrayList<>(sealed.subList(0, 4));
        changed.add(forged);
        assertThat(failure(new Write.AppendSealed("run-2", 0, changed)).kind()).isEqualTo(Kind.DAMAGED);
        assertThat(store.entries("run-2", 0, 0, 9)).isEmpty();
    }

    @Test
    void anUnknownRunIsNotFound() {
        assertThat(store.run("x")).isEmpty();
        assertThat(store.sealed("x", 0, 0, 9)).isEmpty();
        assertThatThrownBy(() -> store.data("x"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no run x");
        assertThatThrownBy(() -> store.verify("x")).isInstanceOf(StoreException.class);
    }

    private StoreException failure(Write... writes) {
        StoreException failure = catchThrowableOfType(StoreException.class, () -> store.write(writes));
        assertThat(failure).as("the write should have failed").isNotNull();
        return failure;
    }
}
