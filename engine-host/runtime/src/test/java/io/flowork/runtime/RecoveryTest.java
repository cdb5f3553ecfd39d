package io.flowork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.store.sqlite.SqliteStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine goes on with what another one left, and with what left its memory. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RecoveryTest {
    @TempDir
    Path folder;

    private SqliteStore store;
    private Engine engine;
    private final TestWorkflows workflows = new TestWorkflows();

    @BeforeEach
    void open() {
        store = SqliteStore.open(folder);
        engine = engine();
    }

    private Engine engine() {
        return workflows.engine(EngineSettings.of("test"), store);
    }

    @AfterEach
    void close() {
        engine.close();
        store.close();
    }

    private LoadedWorkflow workflow(String name, String tasks) {
        return workflows.add(name, tasks);
    }

    private static JsonValue json(String text) {
        return JsonReader.parse(text);
    }

    private static JsonObject event(String type) {
        return JsonObject.of("type", JsonString.of(type), "data", JsonString.of(type));
    }

    /** Ends this engine as a crash would, and goes on with another one. */
    private void crash() {
        engine.stop(Duration.ofSeconds(5));
        engine = engine();
        new Recovery(engine, workflows).recoverAll();
    }

    private void publish(String type) {
        while (engine.events().publish(event(type)).join() == 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void aSubscriptionDoesNotHoldUpTheEnd() throws Exception {
        CountDownLatch subscribed = new CountDownLatch(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/messages", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0); // and no message, ever
            exchange.getResponseBody().flush();
            subscribed.countDown();
        });
        server.createContext("/document", exchange -> {
            byte[] document = """
                    {"asyncapi": "3.0.0", "servers": {"web": {"host": "127.0.0.1:%d", "protocol": "http"}},
                     "channels": {"messages": {"address": "messages"}},
                     "operations": {"see": {"action": "receive", "channel": {"$ref": "#/channels/messages"}}}}
                    """.formatted(server.getAddress().getPort()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, document.length);
            exchange.getResponseBody().write(document);
            exchange.close();
        });
        server.start();
        try {
            engine.start(workflow("consumes", """
                            - a:
                                call: asyncapi
                                with:
                                  document: {endpoint: 'http://127.0.0.1:%d/document'}
                                  operation: see
                                  subscription: {consume: {amount: 1}}
                            """.formatted(server.getAddress().getPort())), json("{}"), null);
            subscribed.await();
            assertThat(engine.stop(Duration.ofDays(1))).isZero(); // the test's own time would be up long before
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aRunThatWaitsForAnEventGoesOnAfterACrash() {
        Run run = engine.start(workflow("waits", """
                        - before: {set: {n: 1}, export: {as: .}}
                        - a: {listen: {to: {one: {with: {type: go}}}}, output: {as: '.[0]'}}
                        - b: {set: {got: '${ . }', n: '${ $context.n }'}}
                        """), json("{}"), null).awaitAccepted();
        crash();
        Run again = engine.run(run.id()).orElseThrow();
        publish("go");
        assertThat(again.await().output()).isEqualTo(json("{\"got\": \"go\", \"n\": 1}"));
    }

    private static JsonObject event(String type, String id) {
        return event(type).with("source", JsonString.of("/test")).with("id", JsonString.of(id));
    }

    private long eventsOf(Run run) {
        return store.entries(run.id(), 0, 0, 100).stream()
                .filter(entry -> entry.kind().equals("event"))
                .count();
    }

    @Test
    void anEventThatIsAnsweredIsInTheJournalOnce() {
        Run run = engine.start(
                        workflow(
                                "collects",
                                "- a: {listen: {to: {any: [{with: {type: go}}], until: '${ length == 2 }'}}}"),
                        json("{}"),
                        null)
                .awaitAccepted();
        JsonObject first = event("go", "1");
        while (engine.events().publish(first).join() == 0) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(eventsOf(run)).isEqualTo(1);
        assertThat(engine.events().publish(event("go", "1")).join())
                .as("it is known")
                .isEqualTo(1);
        crash();
        assertThat(engine.events().publish(event("go", "1")).join())
                .as("nobody is missed after a start")
                .isEqualTo(1);
        assertThat(eventsOf(run)).isEqualTo(1);
        Run again = engine.run(run.id()).orElseThrow();
        assertThat(engine.events().publish(event("go", "2")).join()).isEqualTo(1);
        assertThat(again.await().output()).isEqualTo(json("[\"go\", \"go\"]"));
        assertThat(eventsOf(run)).isEqualTo(2);
    }

    @Test
    void twoTasksOfARunMayListenForOneEvent() {
        Run run = engine.start(workflow("both", """
                        - both:
                            fork:
                              branches:
                                - a: {listen: {to: {one: {with: {type: go, subject: now}}}}}
                                - b: {listen: {to: {one: {with: {type: go, subject: now}}}}}
                        """), json("{}"), null).awaitAccepted();
        while (engine.events().publish(event("go", "early")).join() < 2) {
            LockSupport.parkNanos(1_000_000);
        }
        engine.events()
                .publish(event("go", "1").with("subject", JsonString.of("now")))
                .join();
        assertThat(run.await().status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void aCommandDoesNotInterruptTheFoldOfTheRunItIsFor() {
        LoadedWorkflow waits = workflow("waits", """
                - before: {set: {n: '${ [range(200000)] | add }'}, export: {as: .}}
                - a: {listen: {to: {one: {with: {type: go}}}}}
                - b: {listen: {to: {one: {with: {type: never}}}}}
                """);
        List<String> runs = Stream.generate(() ->
                        engine.start(waits, json("{}"), null).awaitAccepted().id())
                .limit(10)
                .toList();
        for (String id : runs) {
            while (store.entries(id, 0, 0, 10).size() < 2) {
                engine.events().publish(event("go")).join();
            }
        }
        crash();
        List<Run> folded = runs.stream().map(id -> engine.run(id).orElseThrow()).toList();
        folded.forEach(run -> run.cancel("while it is folded"));
        assertThat(folded).allSatisfy(run -> assertThat(run.await().status()).isEqualTo(Status.CANCELLED));
    }

    @Test
    void timersThatCameDueMeanwhileFire() {
        Run run = engine.start(
                        workflow("timer", "- a: {wait: {milliseconds: 300}}\n- b: {set: {done: true}}"),
                        json("{}"),
                        null)
                .awaitAccepted();
        crash();
        assertThat(engine.run(run.id()).map(Run::await).orElseThrow().output()).isEqualTo(json("{\"done\": true}"));
    }

    @Test
    void parentAndChildFindEachOtherAgain() {
        workflow("child", "- a: {listen: {to: {one: {with: {type: go}}}}, output: {as: '.[0]'}}");
        Run run = engine.start(
                        workflow("parent", "- a: {run: {workflow: {namespace: test, name: child, version: 1.0.0}}}"),
                        json("{}"),
                        null)
                .awaitAccepted();
        while (engine.runs() < 2) {
            Thread.onSpinWait();
        }
        crash();
        Run again = engine.run(run.id()).orElseThrow();
        publish("go");
        assertThat(again.await().output()).isEqualTo(json("\"go\""));
    }

    @Test
    void aSuspendedRunStaysSuspended() {
        Run run = engine.start(workflow("suspended", "- a: {wait: PT0.2S}\n- b: {set: {done: true}}"), json("{}"), null)
                .awaitAccepted();
        run.suspend("me");
        while (store.run(run.id()).orElseThrow().status() != Status.SUSPENDED) {
            Thread.onSpinWait();
        }
        crash();
        Run again = engine.run(run.id()).orElseThrow();
        again.resume("me");
        assertThat(again.await().output()).isEqualTo(json("{\"done\": true}"));
    }

    @Test
    void aRunThatRestsLeavesMemoryAndComesBack() {
        Run run = engine.start(workflow("rests", """
                        - loop:
                            for: {in: '${ [range(200)] }', each: n}
                            do: [{short: {wait: {milliseconds: 1}}}]
                        - a: {listen: {to: {one: {with: {type: go}}}}, output: {as: '.[0]'}}
                        """), json("{}"), null);
        while (!run.isAway()) {
            LockSupport.parkNanos(1_000_000);
        }
        while (store.snapshot(run.id(), 0, Long.MAX_VALUE).isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        }
        publish("go");
        assertThat(run.await().output()).isEqualTo(json("\"go\""));
    }

    /** Few entries are folded without a snapshot; the steps after the last one were made before it left. */
    @Test
    void whatReachesARunThatLeftWithoutASnapshotIsNotLost() {
        Run run = engine.start(workflow("leaves", """
                        - a: {listen: {to: {one: {with: {type: go}}}}, output: {as: '.[0]'}}
                        """), json("{}"), null);
        while (!run.isAway()) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(store.snapshot(run.id(), 0, Long.MAX_VALUE)).isEmpty();
        run.suspend("me");
        while (store.run(run.id()).orElseThrow().status() != Status.SUSPENDED) {
            Thread.onSpinWait();
        }
        run.resume("me");
        while (!run.isAway()) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(engine.events().publish(event("go")).join()).isEqualTo(1);
        assertThat(run.await().output()).isEqualTo(json("\"go\""));
        assertThat(store.entries(run.id(), 0, 0, 10))
                .extracting(JournalEntry::kind, JournalEntry::t)
                .startsWith(tuple("started", 0L), tuple("suspend", 3L), tuple("resume", 3L), tuple("event", 3L));
    }

    @Test
    void aRunWhoseJournalGivesAnotherStateDoesNotGoOn() {
        Run run = engine.start(
                        workflow("differs", "- w: {wait: PT0.001S}\n- a: {listen: {to: {one: {with: {type: go}}}}}"),
                        json("{}"),
                        null)
                .awaitAccepted();
        while (store.entries(run.id(), 0, 0, 10).size() < 2) {
            LockSupport.parkNanos(1_000_000);
        }
        LoadedWorkflow other = workflow("other", "- x: {set: {y: 1}}");
        engine.stop(Duration.ofSeconds(5));
        engine = engine();
        new Recovery(engine, hash -> other).recoverAll();
        while (engine.run(run.id()).isPresent()) {
            Thread.onSpinWait();
        }
        assertThat(store.run(run.id()).orElseThrow().status()).isEqualTo(Status.WAITING);
    }
}
