package io.flowork.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.flowork.api.BranchCommand;
import io.flowork.api.BranchInfo;
import io.flowork.api.DeployRequest;
import io.flowork.api.EngineClient;
import io.flowork.api.EngineSession;
import io.flowork.api.ForkRequest;
import io.flowork.api.RunInfo;
import io.flowork.api.RunRef;
import io.flowork.api.RunStatus;
import io.flowork.api.StartRequest;
import io.flowork.api.WorkflowRef;
import io.flowork.core.journal.JournalEntry;
import io.flowork.functions.Functions;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EngineSettings;
import io.flowork.runtime.Secrets;
import io.flowork.runtime.schedule.MissedFirings;
import io.flowork.store.sqlite.SqliteStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Effects of a branch that are carried out: never by themselves, each once, and the run stays as it is. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LiveForkTest {
    private static final String LIVE = "{\"rules\": [{\"name\": \"pay\", \"does\": [\"live\"]}]}";

    @TempDir
    Path folder;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch slow = new CountDownLatch(0);
    private volatile CountDownLatch arrived = new CountDownLatch(1);
    private HttpServer server;
    private SqliteStore store;
    private Engine engine;
    private LocalEngineService service;
    private EngineSession session;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestURI().getPath() + " " + body);
            if (exchange.getRequestURI().getPath().equals("/slow")) {
                arrived.countDown();
                try {
                    slow.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            byte[] answer = ("{\"number\": " + requests.size() + "}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        begin();
    }

    private void begin() {
        store = SqliteStore.open(folder);
        DeployedWorkflows workflows = new DeployedWorkflows(store, Clock.systemUTC());
        engine = new Engine(
                EngineSettings.of("test"), store, Functions.load(), workflows, Secrets.NONE, Clock.systemUTC());
        service = new LocalEngineService(engine, store, workflows, "test", Clock.systemUTC(), MissedFirings.ONCE);
        session = service.open(EngineClient.NONE);
    }

    @AfterEach
    void close() {
        slow.countDown();
        session.close();
        engine.close();
        store.close();
        server.stop(0);
    }

    private String run(String tasks) {
        String text = "document: {dsl: 1.0.3, namespace: test, name: it, version: 1.0.0}\ndo:\n"
                + tasks.replace(
                        "HOST", "http://127.0.0.1:" + server.getAddress().getPort());
        session.deploy(new DeployRequest(text, null, false)).join();
        StartRequest request = new StartRequest(
                new WorkflowRef("test", "it", null),
                JsonReader.parse("{\"amount\": 1}"),
                null,
                StartRequest.LONGEST_WAIT_MILLIS,
                null);
        String run = session.start(request).join().runId();
        assertThat(info(run).status()).isEqualTo(RunStatus.COMPLETED);
        return run;
    }

    private RunInfo info(String run) {
        return session.getRun(new RunRef(run)).join();
    }

    private BranchInfo fork(String run, @Nullable String effects) {
        return session.fork(new ForkRequest(
                        run,
                        null,
                        0L,
                        List.of(),
                        List.of(),
                        JsonReader.parse("{\"amount\": 5}"),
                        null,
                        effects == null ? null : (JsonObject) JsonReader.parse(effects),
                        null,
                        false,
                        null,
                        null))
                .join();
    }

    private BranchInfo branch(String run, int number) {
        return session.branches(new RunRef(run)).join().branches().stream()
                .filter(each -> each.branch() == number)
                .findFirst()
                .orElseThrow();
    }

    private BranchInfo awaitEnd(String run, int number) {
        BranchInfo at = branch(run, number);
        while (!at.status().ended() || engine.isAtWork(run, number)) {
            LockSupport.parkNanos(1_000_000);
            at = branch(run, number);
        }
        return at;
    }

    private List<JournalEntry> journal(String run) {
        return store.line(run, 0, 0, Integer.MAX_VALUE);
    }

    @Test
    void whatIsLiveIsShownFirstAndCarriedOutWhenTheBranchIsLetGoOn() {
        String run = run("""
                  - price: {call: http, with: {method: get, endpoint: 'HOST/price'}}
                  - pay: {call: http, with: {method: post, endpoint: 'HOST/pay', body: {amount: '${ $workflow.input.amount }'}}}
                  - tell: {call: http, with: {method: post, endpoint: 'HOST/tell', body: {paid: '${ .number }'}}}
                """);
        assertThat(requests).containsExactly("/price ", "/pay {\"amount\":1}", "/tell {\"paid\":2}");
        RunInfo before = info(run);
        List<JournalEntry> journal = journal(run);

        BranchInfo made = fork(run, LIVE);
        assertThat(made.wanted()).singleElement().satisfies(wanted -> {
            assertThat(wanted.live()).isTrue();
            assertThat(wanted.request().value().toString()).contains("/pay", "\"amount\":5");
        });
        assertThat(requests).as("nothing is sent before it is let go on").hasSize(3);
        assertThat(fork(run, null).wanted())
                .singleElement()
                .satisfies(wanted -> assertThat(wanted.live()).isFalse());

        session.continueBranch(new BranchCommand(run, made.branch())).join();
        while (requests.size() == 3 || engine.isAtWork(run, made.branch())) {
            LockSupport.parkNanos(1_000_000);
        }
        BranchInfo then = branch(run, made.branch());
        assertThat(requests).last().isEqualTo("/pay {\"amount\":5}");
        assertThat(then.wanted()).as("what is not live waits").singleElement().satisfies(wanted -> {
            assertThat(wanted.live()).isFalse();
            assertThat(wanted.request().value().toString()).contains("/tell", "\"paid\":4");
        });
        assertThat(requests).hasSize(4);
        assertThat(info(run)).isEqualTo(before);
        assertThat(journal(run)).isEqualTo(journal);
        assertThat(store.verify(run).problem()).isNull();
    }

    @Test
    void timersEventsAndOtherRunsAreCarriedOutToo() {
        session.deploy(new DeployRequest("""
                        document: {dsl: 1.0.3, namespace: test, name: child, version: 1.0.0}
                        do: [{double: {set: {twice: '${ .n * 2 }'}}}]
                        """, null, false)).join();
        String run = run("""
                  - pay: {wait: {milliseconds: 5}}
                  - other: {run: {workflow: {namespace: test, name: child, version: '1.0.0', input: {n: '${ $workflow.input.amount }'}}}}
                  - said: {emit: {event: {with: {source: 'https://example.com', type: paid, data: '${ . }'}}}}
                """);
        BranchInfo made = fork(run, "{\"standard\": [\"live\"]}");
        assertThat(made.status().ended()).isFalse();
        session.continueBranch(new BranchCommand(run, made.branch())).join();
        BranchInfo ended = awaitEnd(run, made.branch());
        assertThat(ended.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(String.valueOf(ended.output())).contains("\"data\":{\"twice\":10}");
        assertThat(String.valueOf(info(run).output())).contains("\"data\":{\"twice\":2}");
    }

    @Test
    void anEngineThatEndsLosesNothingAndRepeatsOnlyWhatHadNoResult() throws InterruptedException {
        String run = run("""
                  - pay: {call: http, with: {method: post, endpoint: 'HOST/pay', body: {amount: '${ $workflow.input.amount }'}}}
                  - late: {call: http, with: {method: post, endpoint: 'HOST/slow', body: {amount: '${ $workflow.input.amount }'}}}
                """);
        requests.clear();
        arrived = new CountDownLatch(1);
        slow = new CountDownLatch(1);
        BranchInfo made = fork(run, "{\"standard\": [\"reuse\", \"live\"]}");
        session.continueBranch(new BranchCommand(run, made.branch())).join();
        arrived.await();
        assertThat(requests).containsExactly("/pay {\"amount\":5}", "/slow {\"amount\":5}");
        assertThatThrownBy(() -> session.deleteBranch(new BranchCommand(run, made.branch()))
                        .join())
                .hasMessageContaining("are being carried out");
        session.continueBranch(new BranchCommand(run, made.branch())).join(); // it is at work: nothing more happens
        session.close();
        service.stop(Duration.ofMillis(50));
        store.close();

        slow.countDown();
        begin();
        service.recover();
        BranchInfo left = branch(run, made.branch());
        assertThat(left.wanted()).singleElement().satisfies(wanted -> {
            assertThat(wanted.live()).isTrue();
            assertThat(wanted.request().value().toString()).contains("/slow");
        });
        assertThat(requests).as("nothing is sent by itself").hasSize(2);
        session.continueBranch(new BranchCommand(run, made.branch())).join();
        assertThat(awaitEnd(run, made.branch()).status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(requests).containsExactly("/pay {\"amount\":5}", "/slow {\"amount\":5}", "/slow {\"amount\":5}");
        assertThat(store.verify(run).problem()).isNull();
        assertThat(info(run).output()).isEqualTo(JsonReader.parse("{\"number\": 2}"));
    }
}
