package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.runtime.RunIds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Schedules and events of an engine host that is killed and started again. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventsIT {
    private static final int KILLS = 4;

    @TempDir
    Path folder;

    private Processes processes;

    @BeforeEach
    void prepare() {
        processes = new Processes(folder);
    }

    @AfterEach
    void end() throws InterruptedException {
        processes.end();
    }

    private Caller start() throws IOException {
        return processes
                .serve(Map.of("FLOWORK_SERVE_MISSED_FIRINGS", "all"), "--data", "data", "--port", "0")
                .caller(folder.resolve("data"));
    }

    private static List<String> runs(Caller caller, String name) {
        List<String> ids = new ArrayList<>();
        for (JsonValue run : (JsonArray)
                caller.get("/v1/runs?limit=1000&name=" + name).is(200).json().get("runs")) {
            ids.add(text((JsonObject) run, "runId"));
        }
        return ids;
    }

    private static String text(JsonObject json, String member) {
        return ((JsonString) json.get(member)).value();
    }

    private static JsonObject schedule(Caller caller, String name) {
        return (JsonObject)
                caller.get("/v1/workflows/test/" + name).is(200).json().get("schedule");
    }

    private static String firing(long time) {
        return RunIds.ofFiring("test", "tick", "every", Long.toString(time));
    }

    @Test
    void eachTimeStartsOneRunHoweverOftenTheEngineIsKilled() throws Exception {
        Caller caller = start();
        caller.deploy("tick", "schedule: {every: PT0.2S}\ndo: [{a: {set: {n: 1}}}]");
        long next = Instant.parse(text(schedule(caller, "tick"), "next")).toEpochMilli();
        for (int i = 0; i < KILLS; i++) {
            int before = runs(caller, "tick").size();
            while (runs(caller, "tick").size() < before + 4) {
                LockSupport.parkNanos(20_000_000);
            }
            processes.end();
            caller = start();
        }
        int known = runs(caller, "tick").size();
        while (runs(caller, "tick").size() <= known) {
            LockSupport.parkNanos(20_000_000);
        }
        caller.post( // the newest version has no schedule
                        "/v1/workflows",
                        "application/yaml",
                        "document: {dsl: 1.0.3, namespace: test, name: tick, version: 2.0.0}\ndo: [{a: {set: {n: 2}}}]")
                .is(201);
        List<String> ids = runs(caller, "tick");
        long first = next;
        while (ids.contains(firing(first - 200))) { // it may have started some before it said when it is next
            first -= 200;
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            expected.add(firing(first + i * 200L));
        }
        assertThat(ids).as("every time from the first on has one run").containsExactlyInAnyOrderElementsOf(expected);
        assertThat(ids.size()).isGreaterThan(KILLS * 4);
    }

    /** A receiver that refuses what comes until it is told to take it. */
    private static final class Receiver implements AutoCloseable {
        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final BlockingQueue<String> refused = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
        private volatile boolean takes;

        Receiver() throws IOException {
            server.createContext("/hook", exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                String signature = exchange.getRequestHeaders().getFirst("Flowork-Signature");
                boolean take = takes;
                (take ? taken : refused).add(signature + " " + body);
                exchange.sendResponseHeaders(take ? 204 : 503, -1);
                exchange.close();
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Test
    void aDeliveryOutlivesAKillAndIsSigned() throws Exception {
        String secret = "a secret of some length";
        try (Receiver receiver = new Receiver()) {
            Caller caller = start();
            String id = caller.post(
                            "/v1/webhooks",
                            "application/json",
                            "{\"url\": \"%s\", \"types\": [\"shipped\"], \"secret\": \"%s\"}"
                                    .formatted(receiver.url(), secret))
                    .is(201)
                    .text("id");
            assertThat(caller.get("/v1/webhooks").is(200).body())
                    .contains(id, receiver.url())
                    .doesNotContain(secret);
            caller.deploy(
                    "ships",
                    "do: [{a: {emit: {event: {with: {type: other}}}}}, {b: {emit: {event: {with: {type: shipped, data: {n: 1}}}}}}]");
            String run = caller.started("ships");
            caller.awaitStatus(run, "completed");
            String first = receiver.refused.take();
            processes.end();
            receiver.takes = true;
            caller = start();
            assertThat(receiver.taken.take()).as("the same, signed the same").isEqualTo(first);
            String body = first.substring(first.indexOf(' ') + 1);
            assertThat(body).contains("\"type\":\"shipped\"", "\"data\":{\"n\":1}");
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            assertThat(first)
                    .startsWith("sha256="
                            + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)))
                            + " ");
            String delivery = runs(caller, "webhook-delivery").getFirst();
            assertThat(caller.awaitStatus(delivery, "completed").toString())
                    .contains("\"status\":204")
                    .doesNotContain(secret);
            caller.post("/v1/events", "application/cloudevents+json", body).is(202);
            assertThat(runs(caller, "webhook-delivery"))
                    .as("an event is sent once")
                    .hasSize(1);
            caller.delete("/v1/webhooks/" + id).is(200);
            caller.delete("/v1/webhooks/" + id).is(404);
            assertThat(receiver.taken).isEmpty();
        }
    }

    @Test
    void whatWasAcknowledgedIsNotLost() throws Exception {
        Caller caller = start();
        caller.deploy("waits", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
        caller.deploy("starts", "schedule: {on: {one: {with: {type: go}}}}\ndo: [{a: {set: {got: '${ . }'}}}]");
        for (int i = 1; i <= KILLS; i++) {
            String run = caller.started("waits");
            caller.awaitStatus(run, "waiting");
            caller.publish("go");
            processes.end();
            caller = start();
            assertThat(caller.awaitStatus(run, "completed").get("output")).hasToString("[\"go\"]");
            assertThat(runs(caller, "starts")).hasSize(i);
        }
    }
}
