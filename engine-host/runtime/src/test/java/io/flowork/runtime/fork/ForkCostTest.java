package io.flowork.runtime.fork;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.api.BranchInfo;
import io.flowork.api.ForkRequest;
import io.flowork.core.codec.ValueCodec;
import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Effect;
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
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.store.SealedEntry;
import io.flowork.store.Snapshot;
import io.flowork.store.Store;
import io.flowork.store.StoredProgram;
import io.flowork.store.Write;
import io.flowork.store.sqlite.SqliteStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A fork costs the same wherever it is: what it reads is counted, not timed. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForkCostTest {
    private static final int EVENTS = Integer.getInteger("fork.events", 20_000);
    private static final int SNAPSHOT_EVERY = 64;
    private static final String TEXT = """
            document: {dsl: '1.0.3', namespace: test, name: long, version: 1.0.0}
            do:
              - each:
                  for: {in: '[range(.count)]'}
                  do: [{ask: {wait: PT1S}}]
            """;

    @TempDir
    Path folder;

    private SqliteStore store;
    private long read;

    @BeforeEach
    void record() {
        store = SqliteStore.open(folder);
        Program program = Program.compile(
                Objects.requireNonNull(WorkflowAnalysis.analyze(SourceText.of("long.flow.yaml", TEXT))
                        .workflow()),
                StoredProgram.hash(TEXT));
        StoredProgram stored = StoredProgram.of("test", "long", "1.0.0", "yaml", TEXT);
        Machine machine = new Machine(new JqMachine(JqLimits.DEFAULT, new Interrupt()));
        store.write(
                new Write.PutProgram(stored),
                new Write.CreateRun("run", stored.hash(), Status.RUNNING, 1, 0, JsonNull.NULL, null));
        State state = State.initial(program);
        List<JournalEntry> entries = new ArrayList<>();
        Input next =
                new Input.Started("run", JsonObject.of("count", JsonNumber.of(EVENTS)), Machine.runtime("test"), null);
        for (long seq = 0; seq < EVENTS; seq++) {
            Fold.Applied applied = Fold.apply(machine, state, seq, state.now() + 1_000, next, null);
            entries.add(applied.entry());
            state = machine.advance(applied.outcome().state(), Long.MAX_VALUE, null)
                    .state();
            Effect waits = state.pendingEffects().getFirst();
            next = new Input.Fired(waits.key());
            if (seq % SNAPSHOT_EVERY == SNAPSHOT_EVERY - 1) {
                store.write(
                        new Write.Append("run", 0, entries),
                        new Write.PutSnapshot(new Snapshot(
                                "run", 0, seq, state.t(), ValueCodec.encode(state.toJson()), state.hash())));
                entries.clear();
            }
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** The store, which counts the entries that are read of it. */
    private Store counting() {
        InvocationHandler handler = (proxy, method, arguments) -> {
            try {
                if (method.isDefault()) {
                    return InvocationHandler.invokeDefault(proxy, method, arguments);
                }
                Object result = method.invoke(store, arguments);
                if (result instanceof List<?> list) {
                    read += list.stream().filter(SealedEntry.class::isInstance).count();
                }
                return result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (Store) Proxy.newProxyInstance(Store.class.getClassLoader(), new Class<?>[] {Store.class}, handler);
    }

    private long cost(long seq) {
        long t = store.line("run", 0, seq, 1).getFirst().t();
        Store counted = counting();
        Forks forks = new Forks(counted, new ProgramTexts(counted, FunctionSignatures.ANY));
        read = 0;
        BranchInfo made = forks.fork(
                new ForkRequest("run", 0, t, List.of(), List.of(), null, null, null, null, true, null, "at " + seq),
                () -> false);
        assertThat(made.t()).isEqualTo(t);
        return read;
    }

    @Test
    void whatAForkReadsDoesNotGrowWithItsPlace() {
        long early = cost(10);
        long late = cost(EVENTS - 100);
        System.out.println(
                "a fork at entry 10 of " + EVENTS + " reads " + early + " entries, at " + (EVENTS - 100) + " " + late);
        assertThat(late).isLessThan(6 * SNAPSHOT_EVERY);
        assertThat(early).isLessThan(6 * SNAPSHOT_EVERY);
        assertThat(store.verify("run").problem()).isNull();
    }
}
