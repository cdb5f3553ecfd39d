package io.flowork.host;

import static io.flowork.host.Workbench.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.api.DeployRequest;
import io.flowork.api.EngineClient;
import io.flowork.api.EngineSession;
import io.flowork.api.StartRequest;
import io.flowork.api.WorkflowRef;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonReader;
import io.flowork.host.recorded.EditorRuns;
import io.flowork.host.serve.CoreSocket;
import io.flowork.host.serve.LocalEngine;
import io.flowork.host.serve.ServeOptions;
import io.flowork.host.serve.StartedHost;
import io.flowork.host.terminal.Screen;
import io.flowork.host.terminal.Stopping;
import io.flowork.host.terminal.Surroundings;
import io.flowork.lsp.recorded.PastRun;
import io.flowork.lsp.recorded.RecordedPlace;
import io.flowork.lsp.recorded.RecordedWorkflow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an editor is told of the runs in a store that real runs have written. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EditorRunsTest {
    private static final String FILE = "orders.flow.yaml";

    private static final String TASKS = """
            - price:
                set: {sum: '${ .items | map(.price) | add }', note: 'a ${ text }', who: {name: '${ .name }'}}
            - each:
                for: {in: '${ [1, 2, 3] }'}
                while: $item < 3
                do:
                  - add: {set: '${ {sum: (.sum + $item)} }'}
            - choose:
                switch:
                  - large: {when: .sum > 100, then: last}
                  - other: {then: last}
            - last:
                if: .sum != null
                input: {from: '{total: .sum}'}
                set: {total: '${ .total }'}
                output: {as: .total}
                export: {as: '{seen: .}'}
            """;

    @TempDir
    Path folder;

    private Workbench bench;
    private EditorRuns runs;
    private final BlockingQueue<Boolean> news = new LinkedBlockingQueue<>();

    @BeforeEach
    void prepare() throws IOException {
        bench = new Workbench(folder);
        bench.file(FILE, workflow("orders", TASKS));
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        Surroundings surroundings = new Surroundings(
                new ByteArrayInputStream(new byte[0]),
                nowhere,
                nowhere,
                Map.of("XDG_DATA_HOME", folder.toString()),
                folder,
                Screen.NONE,
                Stopping.NEVER);
        runs = new EditorRuns(surroundings, new LocalEngine(surroundings));
        var _ = runs.listen(() -> news.add(true));
    }

    @AfterEach
    void leave() {
        runs.close();
    }

    private Optional<RecordedWorkflow> ask() {
        return runs.of(bench.path(FILE).toString(), "test", "orders");
    }

    /** What is known once there is news. */
    private RecordedWorkflow learned() throws InterruptedException {
        var _ = ask();
        assertThat(news.poll(60, TimeUnit.SECONDS)).as("news").isTrue();
        return ask().orElseThrow();
    }

    private void order(String input) {
        bench.run("run", FILE, "--input", input).ended(0);
    }

    private static RecordedPlace at(RecordedWorkflow seen, String place, String text) {
        return seen.expression(place, text).orElseThrow(() -> new AssertionError(place + " in " + seen.evaluated()));
    }

    @Test
    void theRunsOfAWorkflowAreKnownSoonAfterSomebodyAsks() throws Exception {
        order("{\"name\": \"Ann\", \"items\": [{\"price\": 3}]}");
        order("{\"name\": null, \"items\": [{\"price\": 500}, {\"price\": 1}]}");
        bench.run("run", FILE, "--input", "{\"items\": 1}").ended(1);
        assertThat(ask()).as("nobody waits for a disk").isEmpty();
        RecordedWorkflow seen = learned();
        assertThat(seen.runs())
                .extracting(PastRun::outcome)
                .containsExactly(PastRun.Outcome.FAULTED, PastRun.Outcome.COMPLETED, PastRun.Outcome.COMPLETED);
        assertThat(seen.runs()).allSatisfy(run -> assertThat(run.millis()).isNotNegative());
        assertThat(seen.looked()).isEqualTo(3);
        assertThat(seen.ended()).isEqualTo(3);
        assertThat(seen.completed()).isEqualTo(2);
        assertThat(seen.text()).isEqualTo(Files.readString(bench.path(FILE)));

        RecordedPlace price = seen.task("/do/0/price").orElseThrow();
        assertThat(price.visits()).isEqualTo(3);
        assertThat(price.input().runs()).isEqualTo(3);
        assertThat(price.output().runs()).isEqualTo(2);
        assertThat(price.output().type()).hasToString("{sum: number, note: string, who: {name: string | null}}");
        assertThat(seen.task("/").orElseThrow().output().last()).isEqualTo(JsonNumber.of(504));
        assertThat(seen.task("/do/1/each/do/0/add").orElseThrow().visits()).isEqualTo(4);
    }

    @Test
    void eachKindOfExpressionIsFoundByItsPlace() throws Exception {
        order("{\"name\": \"Ann\", \"items\": [{\"price\": 3}]}");
        order("{\"name\": null, \"items\": [{\"price\": 500}, {\"price\": 1}]}");
        RecordedWorkflow seen = learned();
        RecordedPlace who = at(seen, "/do/0/price/set/who/name", "${ .name }");
        assertThat(who.output().nullRuns()).isOne();
        assertThat(who.output().runs()).isEqualTo(2);
        assertThat(who.input().type()).hasToString("{name: string | null, items: [{price: number}, …]}");
        assertThat(at(seen, "/do/1/each/for/in", "${ [1, 2, 3] }").output().last())
                .isEqualTo(JsonReader.parse("[1,2,3]"));
        assertThat(at(seen, "/do/1/each/while", "$item < 3").visits()).isEqualTo(6);
        assertThat(at(seen, "/do/2/choose/switch/0/large/when", ".sum > 100")
                        .output()
                        .type())
                .hasToString("boolean");
        assertThat(at(seen, "/do/3/last/if", ".sum != null").input().type()).hasToString("{sum: number}");
        assertThat(at(seen, "/do/3/last/input/from", "{total: .sum}").output().last())
                .isEqualTo(JsonReader.parse("{\"total\":504}"));
        assertThat(at(seen, "/do/3/last/output/as", ".total").input().last())
                .isEqualTo(JsonReader.parse("{\"total\":504}"));
        assertThat(at(seen, "/do/3/last/export/as", "{seen: .}").output().last())
                .isEqualTo(JsonReader.parse("{\"seen\":504}"));
    }

    @Test
    void aRunThatComesLaterIsNews() throws Exception {
        order("{\"name\": 1, \"items\": []}");
        assertThat(learned().ended()).isOne();
        order("{\"name\": 2, \"items\": []}");
        assertThat(learned().ended()).isEqualTo(2);
    }

    @Test
    void ofAnEarlierTextThatCountsWhichStandsThereStill() throws Exception {
        order("{\"name\": null, \"items\": []}");
        bench.file(FILE, workflow("orders", TASKS.replace(".sum + $item", ".sum + $item + 0")));
        order("{\"name\": \"Ann\", \"items\": []}");
        RecordedWorkflow seen = learned();
        assertThat(at(seen, "/do/0/price/set/who/name", "${ .name }").output().nullRuns())
                .isOne();
        assertThat(seen.task("/do/1/each/do/0/add").orElseThrow().output().runs())
                .isOne();
    }

    @Test
    void aSecretIsASecret() throws Exception {
        bench.variable("FLOWORK_SECRET_TOKEN", "s3cr3t-value");
        bench.file(
                "secret.flow.yaml",
                workflow("secret", "- use: {set: {header: '${ \"Bearer \" + $secrets.token }'}}")
                        .replace("do:\n", "use: {secrets: [token]}\ndo:\n"));
        bench.run("run", "secret.flow.yaml").ended(0);
        var _ = runs.of(bench.path("secret.flow.yaml").toString(), "test", "secret");
        assertThat(news.poll(60, TimeUnit.SECONDS)).isTrue();
        RecordedWorkflow seen = runs.of(bench.path("secret.flow.yaml").toString(), "test", "secret")
                .orElseThrow();
        RecordedPlace use = seen.task("/do/0/use").orElseThrow();
        assertThat(use.output().type()).hasToString("{header: secret}");
        assertThat(String.valueOf(use.output().last())).contains("••••").doesNotContain("s3cr3t");
    }

    @Test
    void lookingChangesNothing() throws Exception {
        order("{\"name\": 1, \"items\": []}");
        Map<String, byte[]> before = files();
        assertThat(learned().ended()).isOne();
        runs.close();
        assertThat(files().keySet()).isEqualTo(before.keySet());
        files().forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(before.get(name)));
    }

    private Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder.resolve(".flowork"))) {
            for (Path file : all.toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    @Test
    void whereNothingRanThereIsNothingAndNothingIsMade() throws Exception {
        assertThat(ask()).isEmpty();
        assertThat(news.poll(100, TimeUnit.MILLISECONDS)).isNull();
        assertThat(folder.resolve(".flowork")).doesNotExist();
        assertThat(runs.of("untitled:Untitled-1", "test", "orders")).isEmpty();
    }

    @Test
    void aNewerStoreIsLeftAloneUntilItIsReadable() throws Exception {
        order("{\"name\": 1, \"items\": []}");
        sql("PRAGMA user_version = 999");
        assertThat(ask()).isEmpty();
        assertThat(news.poll(300, TimeUnit.MILLISECONDS)).isNull();
        assertThat(ask()).isEmpty();
    }

    private void sql(String statement) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(".flowork/flowork.db"));
                Statement execute = connection.createStatement()) {
            execute.execute(statement);
        }
    }

    @Test
    void aDamagedStoreGivesWhatCanStillBeRead() throws Exception {
        order("{\"name\": 1, \"items\": []}");
        Path file = folder.resolve(".flowork/flowork.db");
        try (RandomAccessFile store = new RandomAccessFile(file.toFile(), "rw")) {
            store.seek(0);
            store.write(new byte[100]);
        }
        assertThat(ask()).isEmpty();
        assertThat(news.poll(300, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void aDamagedJournalGivesTheRunAllTheSame() throws Exception {
        order("{\"name\": 1, \"items\": []}");
        order("{\"name\": 2, \"items\": []}");
        sql("UPDATE event SET payload = x'00' WHERE key = (SELECT max(key) FROM event)");
        RecordedWorkflow seen = learned();
        assertThat(seen.runs()).hasSize(2);
        assertThat(seen.task("/do/0/price").orElseThrow().input().runs()).isPositive();
    }

    @Test
    void whereNothingRanTheEngineIsAsked() throws Exception {
        Path data = folder.resolve("flowork");
        StartedHost started = StartedHost.of(StartedHost.options(data, 0, ServeOptions.Parts.BOTH));
        try (EngineSession engine = CoreSocket.to(data).open(EngineClient.NONE)) {
            var deployed = engine.deploy(new DeployRequest(Files.readString(bench.path(FILE)), null, false))
                    .get();
            assertThat(deployed).isNotNull();
            StartRequest start = new StartRequest(
                    new WorkflowRef("test", "orders", null),
                    JsonReader.parse("{\"name\": \"Ann\", \"items\": [{\"price\": 500}]}"),
                    null,
                    60_000L);
            assertThat(engine.start(start).get().run()).isNotNull();
            RecordedWorkflow seen = learned();
            assertThat(seen.runs()).extracting(PastRun::outcome).containsExactly(PastRun.Outcome.COMPLETED);
            assertThat(at(seen, "/do/0/price/set/who/name", "${ .name }")
                            .output()
                            .last())
                    .hasToString("\"Ann\"");
            assertThat(engine.start(start).get().run()).isNotNull();
            assertThat(learned().ended()).isEqualTo(2);
        } finally {
            started.host().stop();
        }
    }

    @Test
    void aStoreThatIsBeingWrittenCanBeRead() throws Exception {
        order("{\"name\": 1, \"items\": []}");
        try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(".flowork/flowork.db"));
                Statement execute = writer.createStatement()) {
            execute.execute("BEGIN IMMEDIATE");
            execute.execute("UPDATE run SET status = 'cancelled'");
            assertThat(learned().runs()).extracting(PastRun::outcome).isEqualTo(List.of(PastRun.Outcome.COMPLETED));
            execute.execute("ROLLBACK");
        }
    }
}
