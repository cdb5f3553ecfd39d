package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.InputJson;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.program.Program;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.text.SourceText;
import io.flowork.host.serve.ServeOptions.Parts;
import io.flowork.store.StoredProgram;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same requests give the same journals, whether core and gateway are one process or two.
 *
 * <p>Idempotency keys give the runs the same ids, and with these their effects the same keys. What differs is when things
 * happened: both journals are folded again with the same times, and then every input and every state is equal.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ApartOrTogetherTest {
    private static final String TASKS = """
            do:
              - first: {set: {n: '${ .n + 1 }', name: '${ "Größe \\(.n)" }'}}
              - call: {call: http, with: {method: post, endpoint: 'http://127.0.0.1:PORT/one', body: {id: '${ $workflow.input.id }'}}, export: {as: '{one: .step}'}}
              - pause: {wait: PT0.01S}
              - retries:
                  try: [{flaky: {call: http, with: {method: post, endpoint: 'http://127.0.0.1:PORT/flaky', body: {id: '${ $workflow.input.id }'}}}}]
                  catch: {errors: {with: {status: 503}}, retry: {delay: PT0.01S, limit: {attempt: {count: 3}}}}
              - each: {for: {in: '${ [1, 2, 3] }', each: i}, do: [{turn: {set: {i: '${ $i }'}}}]}
              - child: {run: {workflow: {namespace: test, name: child, version: 1.0.0, input: {x: 1}}}}
              - fails: {try: [{raise: {raise: {error: {type: 'https://example.com/e', status: 418}}}}], catch: {as: e, do: [{mend: {set: {status: '${ $e.status }'}}}]}}
              - hears: {listen: {to: {one: {with: {type: go}}}}, output: {as: '.[0]'}}
            """;

    @TempDir
    Path folder;

    @Test
    void theJournalsAreTheSame() throws Exception {
        Path together = folder.resolve("together");
        Path apart = folder.resolve("apart");
        try (SoakPeer peer = new SoakPeer()) {
            StartedHost both = StartedHost.of(StartedHost.options(together, 0, Parts.BOTH));
            work(both, together, peer.port());
            both.host().stop();
            StartedHost core = StartedHost.of(StartedHost.options(apart, 0, Parts.CORE));
            StartedHost gateway = StartedHost.of(StartedHost.options(apart, 0, Parts.GATEWAY));
            work(gateway, apart, peer.port());
            gateway.host().stop();
            core.host().stop();
        }
        SortedMap<String, List<String>> journals = journals(together);
        assertThat(journals).hasSize(4).isEqualTo(journals(apart));
        assertThat(journals.values().stream().flatMap(List::stream))
                .anyMatch(entry -> entry.contains(" fired "))
                .anyMatch(entry -> entry.contains(" failed "))
                .anyMatch(entry -> entry.contains(" suspend "))
                .anyMatch(entry -> entry.contains(" event "));
    }

    private static void work(StartedHost host, Path data, int peer) {
        try (Caller caller = new Caller(host.address(), data)) {
            caller.deploy("child", "do: [{a: {set: {x: '${ .x + 1 }'}}}, {b: {wait: PT0.01S}}]");
            caller.deploy("main", TASKS.replace("PORT", Integer.toString(peer)));
            for (int i = 0; i < 2; i++) {
                String input = "{\"id\": \"r%d\", \"n\": %d}".formatted(i, i);
                String run = caller.post(
                                "/v1/runs",
                                "application/json",
                                Caller.start("main", input),
                                "Idempotency-Key",
                                "key-" + i)
                        .is(202)
                        .text("runId");
                listens(caller, run);
                caller.post("/v1/runs/" + run + "/suspend", "{\"reason\": \"lunch\"}")
                        .is(202);
                caller.post("/v1/runs/" + run + "/resume").is(202);
                caller.publish("go-" + i, "go");
                caller.awaitStatus(run, "completed");
            }
        }
    }

    /** Waits until nothing but the event is outstanding: the child has ended. */
    private static void listens(Caller caller, String run) {
        int completed = 0;
        while (completed < 3 || !caller.run(run).get("status").equals(JsonString.of("waiting"))) {
            completed = caller.get("/v1/runs/" + run + "/journal").body().split("\"completed\"", -1).length - 1;
        }
    }

    /** All journals with the same times: for each entry its step, kind and input, and the state's hash after it. */
    private static SortedMap<String, List<String>> journals(Path data) {
        SortedMap<String, List<String>> journals = new TreeMap<>();
        try (SqliteStore store = SqliteStore.openReadOnly(data)) {
            for (String id : store.runIds("", 100)) {
                StoredProgram source =
                        store.program(store.run(id).orElseThrow().program()).orElseThrow();
                Program program = Program.compile(
                        WorkflowAnalysis.analyze(SourceText.of(source.name(), source.text()))
                                .workflow(),
                        source.hash());
                Machine machine = new Machine(new JqMachine(JqLimits.DEFAULT));
                State state = State.initial(program);
                List<String> entries = new ArrayList<>();
                for (JournalEntry entry : store.entries(id, 0, 0, 1_000)) {
                    state = machine.advance(state, entry.t(), null).state();
                    Fold.Applied applied = Fold.apply(
                            machine,
                            state,
                            entry.seq(),
                            1_000 * entry.seq(),
                            InputJson.read(entry.kind(), entry.payload()),
                            null);
                    state = applied.outcome().state();
                    entries.add("%d %s %s %x".formatted(entry.t(), entry.kind(), entry.payload(), state.hash()));
                }
                assertThat(entries).isNotEmpty();
                journals.put(id, entries);
            }
        }
        return journals;
    }
}
