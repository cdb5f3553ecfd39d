package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a run is followed: by server-sent events, and by JSON-RPC over a WebSocket. */
class ServeFollowTest extends ServeContract {
    // --- following ---

    /** Reads server-sent events up to one of a type; gives their ids and types. */
    private List<String> follow(String run, @Nullable String lastId, String until) throws Exception {
        var request = caller.to("/v1/runs/" + run + "/events");
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        var response = caller.http().send(request.build(), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        List<String> events = new ArrayList<>();
        String id = "";
        try (BufferedReader in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    events.add(line.substring(7) + " " + id);
                } else if (line.isEmpty()
                        && !events.isEmpty()
                        && events.getLast().startsWith(until)) {
                    return events;
                }
            }
        }
        return events;
    }

    @Test
    void aRunIsFollowedAndTakenUpAgain() throws Exception {
        caller.deploy("two", "do: [{a: {wait: PT0.001S}}, {b: {listen: {to: {one: {with: {type: go}}}}}}]");
        String run = caller.started("two");
        caller.awaitStatus(run, "waiting");
        while (!caller.get("/v1/runs/" + run + "/journal").body().contains("\"fired\"")) {
            Thread.onSpinWait();
        }
        assertThat(follow(run, null, "status")).startsWith("entry 0", "entry 1");
        caller.publish("go");
        caller.awaitStatus(run, "completed");
        List<String> rest = follow(run, "1", "ended");
        assertThat(rest).startsWith("entry 2").endsWith("ended end");
        caller.send(caller.to("/v1/runs/" + run + "/events")
                        .header("Last-Event-ID", "end")
                        .build())
                .is(204);
        caller.get("/v1/runs/nothing/events").is(404);
    }

    @Test
    void itIsProvedThatEventsGoOn() {
        caller.deploy("hello", "do: [{a: {set: {n: '${ .n + 1 }'}}}]");
        String run = caller.started("hello");
        caller.awaitStatus(run, "completed");
        JsonArray entries = (JsonArray)
                caller.get("/v1/runs/" + run + "/journal").is(200).json().get("entries");
        String path = "/v1/runs/" + run + "/events?after=0&chain=";
        String chain = ((JsonString) ((JsonObject) entries.get(0)).get("chain")).value();
        assertThat(caller.get(path + chain).is(200).body())
                .contains("id: 1\n", "event: ended")
                .doesNotContain("id: 0\n");
        String other = ((JsonString) ((JsonObject) entries.get(1)).get("chain")).value();
        assertThat(caller.get(path + other).is(409).text("detail"))
                .contains("another entry 0", "Begin again without 'after'");
    }

    @Test
    void whoeverKnowsTheOldTokenOnlyIsSentAway() throws Exception {
        caller.deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
        String run = caller.started("wait");
        Client client = new Client();
        WebSocket socket = connect(client);
        var response =
                caller.http().send(caller.to("/v1/runs/" + run + "/events").build(), BodyHandlers.ofInputStream());
        try (BufferedReader in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String line = in.readLine();
            while (!line.equals("event: status")) {
                line = in.readLine();
            }
            Files.writeString(folder.resolve("token"), "another\n");
            while (caller.get("/v1/engine").status() == 200) {
                LockSupport.parkNanos(20_000_000);
            }
            caller.get("/v1/engine").is(401);
            Caller knows = new Caller(gateway.address(), folder);
            knows.publish("go");
            knows.awaitStatus(run, "completed");
            knows.close();
            assertThat(in.lines().toList())
                    .contains(": the token was changed; come again with the new one")
                    .doesNotContain("event: ended");
        }
        say(socket, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"engine/info\"}");
        assertThat(client.closed.get()).isEqualTo("4401 the token was changed; come again with the new one");
        assertThat(client.messages).isEmpty();
    }

    // --- JSON-RPC ---

    /** A client of the WebSocket. */
    private static final class Client implements WebSocket.Listener {
        private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<String> closed = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status + " " + reason);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                messages.add((JsonObject) JsonReader.parse(text.toString()));
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    private WebSocket connect(Client client) throws Exception {
        return caller.http()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + caller.token())
                .buildAsync(URI.create(caller.base().toString().replace("http:", "ws:") + "/v1/rpc"), client)
                .get();
    }

    private static void say(WebSocket socket, String message) {
        socket.sendText(message, true).join();
    }

    @Test
    void jsonRpcIsSpokenOverAWebSocket() throws Exception {
        caller.deploy("hello", "do: [{a: {set: {n: '${ .n + 1 }'}}}]");
        Client client = new Client();
        WebSocket socket = connect(client);
        say(
                socket,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"run/start\",\"params\":{\"workflow\":{\"namespace\":\"test\",\"name\":\"hello\"},\"input\":{\"n\":9007199254740993},\"waitMillis\":20000}}");
        JsonObject result = (JsonObject) client.messages.take().get("result");
        JsonObject run = (JsonObject) result.get("run");
        assertThat(run.get("output")).isEqualTo(JsonReader.parse("{\"n\": 9007199254740994}"));
        say(socket, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"run/get\",\"params\":{\"runId\":\"no\"}}");
        JsonObject error = (JsonObject) client.messages.take().get("error");
        assertThat(error.get("code")).isEqualTo(JsonNumber.of(404));
        assertThat(((JsonObject) error.get("data")).get("type"))
                .isEqualTo(JsonString.of("urn:flowork:problem:not-found"));
        say(socket, "this is no JSON");
        assertThat(((JsonObject) client.messages.take().get("error")).get("code"))
                .isEqualTo(JsonNumber.of(-32700));
        say(socket, "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"no/such\",\"params\":{}}");
        assertThat(((JsonObject) client.messages.take().get("error")).get("code"))
                .isEqualTo(JsonNumber.of(-32601));
        say(
                socket,
                "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"run/subscribe\",\"params\":{\"subscription\":\"s\",\"runId\":"
                        + run.get("runId") + "}}");
        List<String> kinds = new ArrayList<>();
        while (!kinds.contains("\"ended\"")) {
            JsonObject message = client.messages.take();
            if (message.get("params") instanceof JsonObject event) {
                kinds.add(event.get("kind").toString());
            }
        }
        assertThat(kinds).containsExactly("\"entry\"", "\"entry\"", "\"ended\"");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get();
    }

    @Test
    void whoFollowsIsSentAwayWithAHintWhenTheEngineStops() throws Exception {
        caller.deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
        String run = caller.started("wait");
        Client client = new Client();
        WebSocket socket = connect(client);
        say(socket, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"engine/info\"}");
        assertThat(client.messages.take().get("result")).isInstanceOf(JsonObject.class);
        var response =
                caller.http().send(caller.to("/v1/runs/" + run + "/events").build(), BodyHandlers.ofInputStream());
        try (BufferedReader in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String line = in.readLine();
            while (!line.equals("event: status")) {
                line = in.readLine();
            }
            gateway.host().stop();
            assertThat(in.lines().toList())
                    .contains(": the engine is stopping; come again with the id of the last event");
        }
        assertThat(client.closed.get())
                .isEqualTo("1001 the engine is stopping; come again and subscribe after the last entry");
    }
}
