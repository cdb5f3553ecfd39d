package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The language server over the gateway's WebSocket. */
class ServeLspTest extends ServeContract {
    private static final String TEXT = """
            document: {dsl: 1.0.3, namespace: a, name: b, version: 1.0.0}
            do:
              - one: {set: {a: 1}, then: two}
              - tow: {set: {b: 1}}
            """;

    /** An editor. */
    private static final class Client implements WebSocket.Listener {
        private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
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

        /** What comes first that answers a question, or tells something by this name. */
        JsonObject next(JsonValue idOrMethod) throws InterruptedException {
            while (true) {
                JsonObject message = messages.take();
                if (idOrMethod.equals(message.get("id")) || idOrMethod.equals(message.get("method"))) {
                    return message;
                }
            }
        }
    }

    private WebSocket connect(Client client, String token) throws Exception {
        return caller.http()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create(caller.base().toString().replace("http:", "ws:") + "/v1/lsp"), client)
                .get();
    }

    private static void say(WebSocket socket, String message) {
        socket.sendText(message, true).join();
    }

    private static void open(WebSocket socket, String uri) {
        say(socket, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":{}}}");
        say(socket, "{\"jsonrpc\":\"2.0\",\"method\":\"initialized\",\"params\":{}}");
        say(
                socket,
                "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\"%s\",\"languageId\":\"yaml\",\"version\":1,\"text\":%s}}}"
                        .formatted(uri, JsonString.of(TEXT)));
    }

    @Test
    void anEditorIsServedUntilItSaysGoodbye() throws Exception {
        Client client = new Client();
        WebSocket socket = connect(client, caller.token());
        open(socket, "inmemory://model/1.flow.yaml");
        JsonObject initialized = (JsonObject) client.next(JsonNumber.of(1)).get("result");
        assertThat(((JsonObject) initialized.get("serverInfo")).get("name")).isEqualTo(JsonString.of("Flowork"));
        JsonObject told = (JsonObject)
                client.next(JsonString.of("textDocument/publishDiagnostics")).get("params");
        assertThat(((JsonArray) told.get("diagnostics")).get(0).toString()).contains("'two'");
        say(
                socket,
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"textDocument/hover\",\"params\":{\"textDocument\":{\"uri\":\"inmemory://model/1.flow.yaml\"},\"position\":{\"line\":2,\"character\":5}}}");
        assertThat(client.next(JsonNumber.of(2)).get("result").toString()).contains("one");
        say(socket, "this is no JSON");
        assertThat(client.next(JsonNull.NULL).get("error").toString()).contains("-32700");
        say(socket, "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"no/such\",\"params\":{}}");
        assertThat(client.next(JsonNumber.of(3)).get("error").toString()).contains("-32601");
        say(socket, "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"shutdown\"}");
        assertThat(client.next(JsonNumber.of(4)).get("error")).isNull();
        say(socket, "{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}");
        assertThat(client.closed.get()).isEqualTo(WebSocket.NORMAL_CLOSURE);
    }

    @Test
    void manyEditorsHaveTheirOwnTexts() throws Exception {
        List<Client> clients = new ArrayList<>();
        List<WebSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Client client = new Client();
            clients.add(client);
            sockets.add(connect(client, caller.token()));
            open(sockets.get(i), "inmemory://model/" + i + ".flow.yaml");
        }
        for (int i = 0; i < 20; i++) {
            JsonObject told = (JsonObject) clients.get(i)
                    .next(JsonString.of("textDocument/publishDiagnostics"))
                    .get("params");
            assertThat(told.get("uri")).isEqualTo(JsonString.of("inmemory://model/" + i + ".flow.yaml"));
            sockets.get(i).abort();
        }
    }

    @Test
    void whoDoesNotKnowTheTokenIsNotServed() {
        assertThatThrownBy(() -> connect(new Client(), "wrong"))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(401));
    }

    @Test
    void aMessageLargerThanTheLimitClosesItsConnectionOnly() throws Exception {
        String hello = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":{}}}";
        Client one = new Client();
        WebSocket within = connect(one, caller.token());
        say(within, hello + " ".repeat((int) StartedHost.BODY_BYTES - hello.length()));
        assertThat(one.next(JsonNumber.of(1)).has("result")).isTrue();
        Client other = new Client();
        WebSocket beyond = connect(other, caller.token());
        var _ = beyond.sendText(hello + " ".repeat((int) StartedHost.BODY_BYTES + 1 - hello.length()), true);
        assertThat(other.closed.get()).as("message too big, by RFC 6455").isEqualTo(1009);
        assertThat(other.messages).isEmpty();
        say(within, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"shutdown\"}");
        assertThat(one.next(JsonNumber.of(2)).has("error")).isFalse();
        within.abort();
    }

    @Test
    void theAddressIsDescribed() throws Exception {
        caller.get("/v1/lsp").is(400);
        assertThat(caller.get("/openapi.json").body()).contains("/v1/lsp");
    }
}
