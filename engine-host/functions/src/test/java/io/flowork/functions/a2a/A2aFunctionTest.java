package io.flowork.functions.a2a;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.error.WorkflowError;
import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.testkit.Calls;
import io.flowork.functions.testkit.HttpStub;
import io.flowork.functions.testkit.HttpStub.Answer;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class A2aFunctionTest {
    private final HttpStub stub = new HttpStub();
    private final A2aFunction a2a = new A2aFunction(new HttpCaller(HttpSettings.DEFAULT));
    private final Calls calls = new Calls();

    @AfterEach
    void stop() {
        stub.close();
    }

    private static String quoted(String text) {
        return JsonString.of(text).toString();
    }

    private String with(String method, String parameters) {
        return "{\"server\": \"" + stub.uri("/rpc") + "\", \"method\": \"" + method + "\", \"parameters\": "
                + parameters + "}";
    }

    private JsonObject sent() {
        return Calls.object(stub.last().text());
    }

    @ParameterizedTest
    @CsvSource({
        "tasks/get, GetTask",
        "tasks/list, ListTasks",
        "tasks/cancel, CancelTask",
        "tasks/pushNotificationConfig/set, CreateTaskPushNotificationConfig",
        "tasks/pushNotificationConfig/get, GetTaskPushNotificationConfig",
        "tasks/pushNotificationConfig/list, ListTaskPushNotificationConfigs",
        "tasks/pushNotificationConfig/delete, DeleteTaskPushNotificationConfig",
        "agent/getAuthenticatedExtendedCard, GetExtendedAgentCard",
    })
    void everyMethodIsAJsonRpcRequest(String method, String newName) throws Exception {
        stub.on("/rpc", asked -> Answer.json("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{\"ok\":true}}"));
        JsonValue result = calls.call(a2a, with(method, "{\"id\": \"t1\"}"));
        assertThat(result).isEqualTo(JsonReader.parse("{\"ok\":true}"));
        assertThat(sent())
                .isEqualTo(Calls.object("{\"jsonrpc\":\"2.0\",\"id\":\"" + Calls.KEY + "\",\"method\":\"" + method
                        + "\",\"params\":{\"id\":\"t1\"}}"));
        assertThat(stub.last().header("Idempotency-Key")).isEqualTo(Calls.KEY);

        String card = "{\"supportedInterfaces\": [{\"url\": \"grpc://x\", \"protocolBinding\": \"GRPC\"},"
                + " {\"url\": \"" + stub.uri("/rpc")
                + "\", \"protocolBinding\": \"JSONRPC\", \"protocolVersion\": \"1.0\"}]}";
        calls.call(a2a, "{" + fetched(card) + ", \"method\": \"" + method + "\"}");
        assertThat(sent().get("method")).isEqualTo(JsonString.of(newName));
        assertThat(sent().has("params")).isFalse();
        assertThat(stub.last().header("A2A-Version")).isEqualTo("1.0");
    }

    private String fetched(String card) {
        return "\"agentCard\": {\"uri\": \"" + stub.uri("/.well-known/agent-card.json") + "\", \"content\": "
                + quoted(card) + ", \"authentication\": {\"bearer\": {\"token\": \"s3cret-token\"}}}";
    }

    @Test
    void aMessageGetsAnIdByWhichARepetitionIsKnown() throws Exception {
        stub.on("/rpc", asked -> Answer.json("{\"result\":{\"kind\":\"message\"}}"));
        calls.call(a2a, with("message/send", "{\"message\": {\"parts\": []}, \"metadata\": {}}"));
        assertThat(sent().get("params"))
                .isEqualTo(JsonReader.parse("{\"message\":{\"parts\":[],\"messageId\":\"" + Calls.KEY
                        + "\",\"role\":\"user\",\"kind\":\"message\"},\"metadata\":{}}"));
        assertThat(calls.error(a2a, with("message/send", "{\"text\": \"hi\"}")).detail())
                .contains("'message'");
    }

    @Test
    void aStreamIsLeftAtItsLastEventThoughTheConnectionStaysOpen() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread agent = Thread.ofVirtual().start(() -> stream(server, answered));
            String uri = "http://127.0.0.1:" + server.getLocalPort() + "/";
            JsonValue result = calls.call(
                    a2a,
                    "{\"server\": \"" + uri
                            + "\", \"method\": \"message/stream\", \"parameters\": {\"message\": {\"parts\": []}}}");
            assertThat(result)
                    .isEqualTo(
                            JsonReader.parse(
                                    "[{\"kind\":\"task\",\"id\":\"1\"},{\"kind\":\"artifact-update\",\"text\":\"ä\"},{\"kind\":\"status-update\",\"final\":true}]"));
            answered.countDown();
            agent.join();
        }
    }

    private static void stream(ServerSocket server, CountDownLatch answered) {
        try (Socket socket = server.accept()) {
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n".getBytes(UTF_8));
            out.write(String.join(
                            "\r\n",
                            ": hello",
                            "",
                            "id: 1",
                            "data: {\"jsonrpc\":\"2.0\",",
                            "data:  \"result\":{\"kind\":\"task\",\"id\":\"1\"}}",
                            "",
                            "")
                    .getBytes(UTF_8));
            byte[] two = "data: {\"result\":{\"kind\":\"artifact-update\",\"text\":\"ä\"}}\n\n".getBytes(UTF_8);
            for (byte each : two) {
                out.write(each);
                out.flush();
            }
            out.write("data: {\"result\":{\"kind\":\"status-update\",\"final\":true}}\n\n".getBytes(UTF_8));
            out.flush();
            answered.await();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void cancellingEndsAStreamAtOnce() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        stub.on("/rpc", request -> {
            asked.countDown();
            never.await();
            return Answer.status(200);
        });
        List<Throwable> ends = new ArrayList<>();
        Thread call = Thread.ofVirtual().start(() -> {
            try {
                calls.call(a2a, with("tasks/resubscribe", "{\"id\": \"1\"}"));
            } catch (Exception e) {
                ends.add(e);
            }
        });
        asked.await();
        call.interrupt();
        call.join();
        assertThat(ends).hasSize(1).first().isInstanceOf(InterruptedException.class);
    }

    @Test
    void aRefusalIsAnErrorWithTheAgentsOwn() throws Exception {
        stub.on("/rpc", asked -> Answer.json("{\"error\":{\"code\":-32001,\"message\":\"Task not found\"}}"));
        WorkflowError error = calls.error(a2a, with("tasks/get", "{\"id\": \"gone\"}"));
        assertThat(error.type()).isEqualTo(WorkflowError.Kind.RUNTIME.uri());
        assertThat(error.detail()).contains("Task not found").contains("-32001");
        assertThat(error.data()).isEqualTo(JsonReader.parse("{\"code\":-32001,\"message\":\"Task not found\"}"));
    }

    @Test
    void whatIsNoAnswerIsSaid() throws Exception {
        stub.on("/rpc", asked -> Answer.of(200, "text/html", "<p>hello</p>"));
        assertThat(calls.error(a2a, with("tasks/get", "{\"id\": \"1\"}")).detail())
                .contains("no JSON");
        stub.on("/rpc/empty", asked -> Answer.json("{}"));
        assertThat(calls.error(a2a, with("tasks/get", "{\"id\": \"1\"}").replace("/rpc", "/rpc/empty"))
                        .detail())
                .contains("no JSON-RPC response");
        stub.on("/rpc/401", asked -> Answer.status(401));
        assertThat(calls.error(a2a, with("tasks/get", "{\"id\": \"1\"}").replace("/rpc", "/rpc/401"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void theCardSaysWhereTheAgentIsAndItsCredentialsStayWithItsOrigin() throws Exception {
        stub.on("/", asked -> Answer.json("{\"result\":{}}"));
        calls.call(a2a, "{" + fetched("{\"url\": \"/agent\"}") + ", \"method\": \"tasks/list\"}");
        assertThat(stub.last().target()).isEqualTo("/agent");
        assertThat(stub.last().header("Authorization")).isEqualTo("Bearer s3cret-token");
        try (HttpStub other = new HttpStub()) {
            other.on("/", asked -> Answer.json("{\"result\":{}}"));
            calls.call(
                    a2a, "{" + fetched("{\"url\": \"" + other.uri("/agent") + "\"}") + ", \"method\": \"tasks/list\"}");
            assertThat(other.last().header("Authorization")).isNull();
        }
    }

    @Test
    void aCardWithoutJsonRpcIsSaid() throws Exception {
        String grpc = "{\"url\": \"https://x\", \"preferredTransport\": \"GRPC\"}";
        assertThat(calls.error(a2a, "{" + fetched(grpc) + ", \"method\": \"tasks/list\"}")
                        .detail())
                .contains("GRPC")
                .contains("server");
        assertThat(calls.error(a2a, "{" + fetched("[]") + ", \"method\": \"tasks/list\"}")
                        .detail())
                .contains("no agent card");
        assertThat(calls.error(a2a, "{\"method\": \"tasks/list\"}").detail()).contains("agentCard");
    }

    @Test
    void secretsAreMasked() throws Exception {
        stub.on("/rpc", asked -> Answer.json("{\"result\": {\"echo\": \"" + asked.header("Authorization") + "\"}}"));
        Calls secret = new Calls(Map.of("key", JsonString.of("very-secret")), Set.of());
        JsonValue result = secret.call(
                a2a,
                "{\"server\": {\"uri\": \"" + stub.uri("/rpc")
                        + "\", \"authentication\": {\"bearer\": {\"use\": \"key\"}}}, \"method\": \"tasks/list\"}");
        assertThat(stub.last().header("Authorization")).isEqualTo("Bearer very-secret");
        assertThat(result.toString()).doesNotContain("very-secret");
    }
}
