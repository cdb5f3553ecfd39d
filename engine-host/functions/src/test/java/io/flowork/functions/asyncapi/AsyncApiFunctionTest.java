package io.flowork.functions.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.testkit.Calls;
import io.flowork.functions.testkit.HttpStub;
import io.flowork.functions.testkit.HttpStub.Answer;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Documents, HTTP and WebSocket; subscriptions over HTTP have a test of their own, MQTT is tested beside a broker. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AsyncApiFunctionTest {
    private static final String OLD = """
            asyncapi: 2.6.0
            servers:
              web: {url: 'http://127.0.0.1:{port}/base', protocol: http, variables: {port: {default: '1'}}}
              socket: {url: '127.0.0.1:{port}', protocol: ws, variables: {port: {default: '1'}}}
            channels:
              rooms/{room}:
                parameters: {room: {schema: {type: string}}}
                publish:
                  operationId: enter
                  bindings: {http: {method: PUT}}
                  message:
                    oneOf: [{$ref: '#/components/messages/name'}, {payload: {type: integer}}]
                subscribe:
                  operationId: hear
                  message: {payload: {type: object}}
            components:
              messages: {name: {payload: {$ref: '#/components/schemas/name'}}}
              schemas: {name: {type: object, required: [name], properties: {name: {$ref: '#/components/schemas/text'}}}, text: {type: string}}
            """;

    private final AsyncApiFunction asyncapi =
            new AsyncApiFunction(new HttpCaller(HttpSettings.DEFAULT), HttpSettings.DEFAULT);
    private final Calls calls = new Calls();

    private static JsonObject with(String document, String arguments) {
        return Calls.object(arguments.replace('\'', '"'))
                .with("document", JsonObject.of("uri", JsonString.of("x.yaml"), "content", JsonString.of(document)));
    }

    private static String server(String name, int port) {
        return "'server': {'name': '" + name + "', 'variables': {'port': " + port + ", 'room': 'a b'}}";
    }

    @Test
    void aMessageIsARequestOverHttp() throws Exception {
        try (HttpStub stub = new HttpStub()) {
            stub.on("/", asked -> Answer.status(204));
            JsonValue output = calls.call(
                    asyncapi,
                    with(
                            OLD,
                            "{'operation': 'enter', "
                                    + server("web", stub.base().getPort())
                                    + ", 'message': {'payload': {'name': 'Ann'}, 'headers': {'X-Kind': 'k'}},"
                                    + " 'authentication': {'bearer': {'token': 'token-1'}}}"));
            assertThat(output)
                    .isEqualTo(JsonReader.parse("{\"payload\":{\"name\":\"Ann\"},\"headers\":{\"X-Kind\":\"k\"}}"));
            assertThat(stub.last().method()).isEqualTo("PUT");
            assertThat(stub.last().target()).startsWith("/base/rooms/a");
            assertThat(stub.last().text()).isEqualTo("{\"name\":\"Ann\"}");
            assertThat(stub.last().header("X-Kind")).isEqualTo("k");
            assertThat(stub.last().header("Authorization")).isEqualTo("Bearer token-1");
        }
    }

    @Test
    void aMessageMustBeOneOfThoseThatAreDescribed() throws Exception {
        String call = "{'operation': 'enter', " + server("web", 1) + ", 'message': {'payload': {'name': 5}}}";
        assertThat(calls.error(asyncapi, with(OLD, call)).detail())
                .contains("payload/name")
                .contains("string");
    }

    @Test
    void aMessageIsATextOverAWebSocket() throws Exception {
        try (WebSocketPeer peer = new WebSocketPeer(List.of(), true)) {
            calls.call(
                    asyncapi,
                    with(
                            OLD,
                            "{'channel': 'rooms/{room}', " + server("socket", peer.port())
                                    + ", 'message': {'payload': {'name': 'Ann'}},"
                                    + " 'authentication': {'basic': {'username': 'u', 'password': 'p'}}}"));
            assertThat(peer.seen.take()).contains("GET /rooms/a").contains("Authorization: Basic dTpw");
            assertThat(peer.seen.take()).isEqualTo("{\"name\":\"Ann\"}");
            assertThat(peer.seen.take()).isEqualTo("closed");
        }
    }

    @Test
    void messagesAreReceivedUntilTheCallIsCancelled() throws Exception {
        Inbox inbox = new Inbox();
        BlockingQueue<Object> ends = new LinkedBlockingQueue<>();
        try (WebSocketPeer peer = new WebSocketPeer(List.of("{\"n\":1}", "{\"n\":2}"), true)) {
            JsonObject call = with(OLD, "{'operation': 'hear', " + server("socket", peer.port()) + "}");
            Thread receiving = Thread.ofVirtual().start(() -> {
                try {
                    ends.add(asyncapi.call(new FunctionCall(Calls.KEY, call, inbox)));
                } catch (FunctionException | InterruptedException e) {
                    ends.add(e);
                }
            });
            assertThat(inbox.taken()).isEqualTo(Calls.object("{\"payload\":{\"n\":1},\"headers\":{}}"));
            assertThat(inbox.taken()).isEqualTo(Calls.object("{\"payload\":{\"n\":2},\"headers\":{}}"));
            receiving.interrupt();
            assertThat(ends.take()).isInstanceOf(InterruptedException.class);
            assertThat(peer.seen.take()).contains("GET /rooms/a");
            assertThat(peer.seen.take()).isEqualTo("closed");
        }
    }

    @Test
    void aConnectionThatEndsAndAWrongMessageAreErrors() throws Exception {
        try (WebSocketPeer peer = new WebSocketPeer(List.of(), false)) {
            JsonObject call = with(OLD, "{'operation': 'hear', " + server("socket", peer.port()) + "}");
            assertThat(calls.error(asyncapi, call).detail()).contains("ended the connection");
        }
        try (WebSocketPeer peer = new WebSocketPeer(List.of("[1]"), true)) {
            JsonObject call = with(OLD, "{'operation': 'hear', " + server("socket", peer.port()) + "}");
            assertThat(calls.error(asyncapi, call).detail()).contains("object").contains("array");
        }
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        assertThat(error(OLD, "{'operation': 'entre', 'message': {}}"))
                .contains("no operation 'entre'")
                .contains("enter");
        assertThat(error(OLD, "{'operation': 'hear', 'protocol': 'kafka'}"))
                .contains("protocol kafka")
                .contains("socket (ws)");
        assertThat(error(OLD, "{'operation': 'hear', 'server': {'name': 'web'}}"))
                .contains("'room'");
        assertThat(error(OLD, "{'operation': 'hear', " + server("web", 1) + "}"))
                .contains("nothing answers");
        assertThat(error(
                        OLD.replace("operationId: hear", "operationId: hear\n      bindings: {http: {method: POST}}"),
                        "{'operation': 'hear', " + server("web", 1) + "}"))
                .contains("cannot be received over HTTP")
                .contains("POST");
        assertThat(error("openapi: 3.0.0", "{'operation': 'hear'}")).contains("no AsyncAPI document");
        assertThat(error("a: [", "{'operation': 'hear'}")).contains("line 1");
        String circle = "{asyncapi: 3.0.0, operations: {a: {$ref: '#/operations/b'}, b: {$ref: '#/operations/a'}}}";
        assertThat(error(circle, "{'operation': 'a', 'message': {}}")).contains("circle");
    }

    private String error(String document, String call) throws InterruptedException {
        return String.valueOf(calls.error(asyncapi, with(document, call)).detail());
    }
}
