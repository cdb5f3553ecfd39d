package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The debug adapter over the gateway's WebSocket. */
class ServeDapTest extends ServeContract {
    /** A debugger. */
    private static final class Client implements WebSocket.Listener {
        private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private int seq;

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

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.add(status);
            return null;
        }

        private JsonObject next(String member, JsonValue value) throws InterruptedException {
            JsonObject message = messages.take();
            while (!value.equals(message.get(member))) {
                message = messages.take();
            }
            return message;
        }

        JsonObject event(String name) throws InterruptedException {
            return next("event", JsonString.of(name));
        }

        /** Sends a request. */
        int send(WebSocket socket, String command, String arguments) {
            int number = ++seq;
            socket.sendText(
                            "{\"seq\":%d,\"type\":\"request\",\"command\":\"%s\",\"arguments\":%s}"
                                    .formatted(number, command, arguments),
                            true)
                    .join();
            return number;
        }

        /** Sends a request, and gives the answer. */
        JsonObject ask(WebSocket socket, String command, String arguments) throws InterruptedException {
            return next("request_seq", JsonNumber.of(send(socket, command, arguments)));
        }
    }

    private final Client client = new Client();

    private WebSocket connect() {
        return caller.http()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + caller.token())
                .buildAsync(URI.create(caller.base().toString().replace("http:", "ws:") + "/v1/dap"), client)
                .join();
    }

    private static void successful(JsonObject answer) {
        assertThat(answer.get("success")).as(answer.toString()).isEqualTo(JsonBoolean.TRUE);
    }

    private void attach(WebSocket socket, String run) throws InterruptedException {
        successful(client.ask(socket, "initialize", "{\"adapterID\":\"flowork\"}"));
        int attach = client.send(socket, "attach", "{\"run\":\"" + run + "\"}");
        client.event("initialized");
        successful(client.ask(socket, "configurationDone", "{}"));
        assertThat(attach).isPositive();
        client.event("stopped");
    }

    private String top(WebSocket socket) throws InterruptedException {
        JsonObject frames = client.ask(socket, "stackTrace", "{\"threadId\":1}");
        successful(frames);
        return frames.toString();
    }

    @Test
    void aRunOfTheEngineIsDebugged() throws InterruptedException {
        caller.deploy("steps", "do: [{first: {set: {n: 1}}}, {second: {set: {n: 2}}}]");
        String run = caller.started("steps");
        caller.awaitStatus(run, "completed");
        WebSocket socket = connect();
        attach(socket, run);
        assertThat(top(socket)).contains("steps");
        successful(client.ask(socket, "disconnect", "{}"));
        socket.abort();
    }

    @Test
    void theRunsThatItStartedAreSteppedInto() throws InterruptedException {
        caller.deploy("inner", "do: [{within: {set: {n: '${ .n + 1 }'}}}]");
        caller.deploy(
                "outer",
                "do: [{calls: {run: {workflow: {namespace: test, name: inner, version: 1.0.0, input: {n: 4}}}}}, {after: {set: {m: '${ .n }'}}}]");
        String run = caller.started("outer");
        caller.awaitStatus(run, "completed");
        WebSocket socket = connect();
        attach(socket, run);
        successful(client.ask(socket, "setFunctionBreakpoints", "{\"breakpoints\":[{\"name\":\"within\"}]}"));
        client.send(socket, "continue", "{\"threadId\":1}");
        assertThat(client.event("breakpoint").toString()).contains("\"verified\":true");
        JsonObject stopped =
                (JsonObject) Objects.requireNonNull(client.event("stopped").get("body"));
        assertThat(stopped.toString()).contains("function breakpoint", "test/inner 1.0.0, run ");
        JsonObject stack = client.ask(socket, "stackTrace", "{\"threadId\":" + stopped.get("threadId") + "}");
        assertThat(stack.toString()).contains("\"within\"", "\"test/inner 1.0.0, run ", "\"calls\"", "\"outer\"");
        successful(client.ask(socket, "stepOut", "{\"threadId\":" + stopped.get("threadId") + "}"));
        client.event("stopped");
        assertThat(client.ask(socket, "evaluate", "{\"expression\":\".n\"}").toString())
                .contains("\"result\":\"5\"");
        successful(client.ask(socket, "flowork/stepBackInto", "{\"threadId\":1}"));
        client.event("stopped");
        assertThat(client.ask(socket, "threads", "{}").toString()).contains("test/inner 1.0.0, run ");
        socket.abort();
    }

    @Test
    void aRunAtWorkIsFollowed() throws InterruptedException {
        caller.deploy("waits", "do: [{hears: {listen: {to: {one: {with: {type: go}}}}}}, {after: {set: {n: 1}}}]");
        String run = caller.started("waits");
        caller.awaitStatus(run, "waiting");
        WebSocket socket = connect();
        attach(socket, run);
        successful(client.ask(socket, "continue", "{\"threadId\":1}"));
        client.event("stopped");
        caller.publish("go");
        caller.awaitStatus(run, "completed");
        String seen = top(socket);
        for (int i = 0; i < 200 && !seen.contains("after"); i++) { // what the engine tells comes a little later
            successful(client.ask(socket, "stepIn", "{\"threadId\":1}"));
            client.event("stopped");
            seen = top(socket);
        }
        assertThat(seen).contains("after");
        socket.abort();
    }

    @Test
    void aRunThatIsNotThereIsRefused() throws InterruptedException {
        WebSocket socket = connect();
        successful(client.ask(socket, "initialize", "{\"adapterID\":\"flowork\"}"));
        JsonObject refused = client.ask(socket, "attach", "{\"run\":\"none\"}");
        assertThat(refused.get("success")).isEqualTo(JsonBoolean.FALSE);
        assertThat(refused.toString()).contains("there is no run none");
        socket.abort();
        caller.get("/v1/dap").is(400);
        assertThat(caller.get("/openapi.json").body()).contains("/v1/dap");
    }
}
