package io.flowork.functions.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.error.WorkflowError;
import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.process.ProcessSettings;
import io.flowork.functions.testkit.Calls;
import io.flowork.functions.testkit.HttpStub;
import io.flowork.functions.testkit.HttpStub.Answer;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class McpFunctionTest {
    private static final McpFunction MCP = new McpFunction(
            new HttpCaller(HttpSettings.DEFAULT), McpLimits.of(ProcessSettings.of(System.getenv())), System.getenv());

    private final Calls calls = new Calls(Map.of("canary", JsonString.of("c4nary-secret")), Set.of(McpFunction.STDIO));

    private static JsonObject arguments(String method, String parameters, JsonObject transport) {
        return new JsonObject.Builder()
                .put("method", method)
                .put("parameters", JsonReader.parse(parameters))
                .put("transport", transport)
                .build();
    }

    private static JsonObject http(String uri) {
        return JsonObject.of("http", JsonObject.of("endpoint", JsonString.of(uri)));
    }

    private static JsonObject stdio(String command, List<String> arguments) {
        return JsonObject.of(
                "stdio",
                JsonObject.of(
                        "command",
                        JsonString.of(command),
                        "arguments",
                        JsonArray.of(arguments.stream().map(JsonString::of).toList())));
    }

    private static JsonObject java() {
        return stdio(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        McpPeer.class.getName()));
    }

    private static JsonObject shell(String script) {
        return stdio("sh", List.of("-c", script));
    }

    private void everyMethod(JsonObject transport) throws Exception {
        assertThat(names(transport, "tools/list", "tools"))
                .containsExactlyInAnyOrder("echo", "fail", "surroundings", "asksBack", "hang");
        assertThat(names(transport, "prompts/list", "prompts")).containsExactly("greet");
        assertThat(names(transport, "resources/list", "resources")).containsExactly("one");
        assertThat(names(transport, "resources/templates/list", "resourceTemplates"))
                .containsExactly("memo");
        assertThat(call(transport, "tools/call", "{\"name\":\"echo\",\"arguments\":{\"text\":\"hé\\nllo\"}}")
                        .get("content"))
                .isEqualTo(JsonReader.parse("[{\"type\":\"text\",\"text\":\"hé\\nllo\"}]"));
        assertThat(call(transport, "prompts/get", "{\"name\":\"greet\",\"arguments\":{}}")
                        .toString())
                .contains("Say hello");
        assertThat(call(transport, "resources/read", "{\"uri\":\"memo://one\"}").toString())
                .contains("\"text\":\"first\"");
        assertThat(call(transport, "resources/read", "{\"uri\":\"memo://other\"}")
                        .toString())
                .contains("\"text\":\"some\"");
    }

    private JsonObject call(JsonObject transport, String method, String parameters) throws Exception {
        return (JsonObject) calls.call(MCP, arguments(method, parameters, transport));
    }

    private List<String> names(JsonObject transport, String method, String member) throws Exception {
        JsonArray list = (JsonArray) call(transport, method, "{}").get(member);
        return List.of(list.toArray()).stream()
                .map(element -> ((JsonString) ((JsonObject) element).get("name")).value())
                .toList();
    }

    @Test
    void everyMethodOverHttp() throws Exception {
        try (McpPeer peer = new McpPeer()) {
            everyMethod(http(peer.uri()));
            assertThat(peer.metas())
                    .isNotEmpty()
                    .allSatisfy(meta ->
                            assertThat(meta.get("io.flowork/idempotency-key")).isEqualTo(Calls.KEY));
        }
    }

    @Test
    void everyMethodOverTheStreamsOfAProcess() throws Exception {
        everyMethod(java());
    }

    @Test
    void theServerMayAskBack() throws Exception {
        String call = "{\"name\":\"asksBack\",\"arguments\":{}}";
        try (McpPeer peer = new McpPeer()) {
            assertThat(call(http(peer.uri()), "tools/call", call).toString()).contains("the client is there");
        }
        assertThat(call(java(), "tools/call", call).toString()).contains("the client is there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"})
    void everyRevisionIsSpoken(String revision) throws Exception {
        try (McpPeer peer = new McpPeer()) {
            JsonValue result = calls.call(
                    MCP,
                    arguments("tools/list", "{}", http(peer.uri())).with("protocolVersion", JsonString.of(revision)));
            assertThat(((JsonObject) result).get("tools")).isInstanceOf(JsonArray.class);
        }
    }

    @Test
    void aToolThatFailsIsAnError() throws Exception {
        try (McpPeer peer = new McpPeer()) {
            WorkflowError error = calls.error(
                    MCP,
                    arguments(
                            "tools/call", "{\"name\":\"fail\",\"arguments\":{\"text\":\"twice\"}}", http(peer.uri())));
            assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "runtime");
            assertThat(error.detail()).isEqualTo("The tool 'fail' failed: it broke: twice");
            assertThat(((JsonObject) error.data()).get("isError")).hasToString("true");
        }
    }

    @Test
    void errorsOfTheServerAreTheStandards() throws Exception {
        try (McpPeer peer = new McpPeer()) {
            WorkflowError error = calls.error(MCP, arguments("prompts/get", "{\"name\":\"nope\"}", http(peer.uri())));
            assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "validation");
            assertThat(error.detail()).startsWith("prompts/get failed with code -32602: ");
            error = calls.error(MCP, arguments("resources/read", "{\"uri\":\"nope://x\"}", http(peer.uri())));
            assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "communication");
            assertThat(error.status()).isEqualTo(404);
        }
    }

    @Test
    void processesRunOnlyWhenTheyAreAllowed() throws Exception {
        WorkflowError error = new Calls().error(MCP, arguments("tools/list", "{}", java()));
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "authorization");
        assertThat(error.detail()).contains("--allow mcp:stdio");
    }

    @Test
    void aProcessSeesItsOwnFolderAndNothingOfTheEngine() throws Exception {
        McpFunction mcp = new McpFunction(
                new HttpCaller(HttpSettings.DEFAULT),
                McpLimits.of(ProcessSettings.of(System.getenv())),
                Map.of("PATH", System.getenv("PATH"), "ENGINE_TOKEN", "hidden"));
        JsonObject stdio = (JsonObject) java().get("stdio");
        JsonObject transport = JsonObject.of(
                "stdio",
                stdio.with(
                        "environment",
                        JsonObject.of("GIVEN", JsonSecret.of(new JsonSecret.Handle("canary", List.of())))));
        JsonValue result =
                calls.call(mcp, arguments("tools/call", "{\"name\":\"surroundings\",\"arguments\":{}}", transport));
        assertThat(result.toString())
                .contains("flowork-")
                .contains("GIVEN")
                .doesNotContain("ENGINE_TOKEN")
                .doesNotContain("c4nary-secret")
                .contains(JsonSecret.MASK);
    }

    @Test
    void aTimeoutEndsTheCallAndTheProcess() throws Exception {
        WorkflowError error = calls.error(
                MCP,
                arguments("tools/list", "{}", shell("cat > /dev/null"))
                        .with("timeout", JsonReader.parse("{\"milliseconds\":300}")));
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "timeout");
        assertThat(error.status()).isEqualTo(408);
        try (McpPeer peer = new McpPeer()) {
            error = calls.error(
                    MCP,
                    arguments("tools/call", "{\"name\":\"hang\",\"arguments\":{}}", http(peer.uri()))
                            .with("timeout", JsonString.of("PT1S")));
            assertThat(error.detail()).isEqualTo("call: mcp did not end in time: it was given PT1S.");
        }
    }

    @Test
    void anInterruptKillsTheProcessAndWhatItStarted() throws Exception {
        Path marker = Path.of("flowork-mcp-" + System.nanoTime());
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                calls.call(MCP, arguments("tools/list", "{}", shell("sleep 987654321 # " + marker + "\ntrue")));
            } catch (Exception e) {
                end.set(e);
            }
        });
        ProcessHandle child = null;
        for (long deadline = System.nanoTime() + 10_000_000_000L; child == null && System.nanoTime() < deadline; ) {
            child = ProcessHandle.current()
                    .descendants()
                    .filter(process -> process.info().commandLine().orElse("").contains(marker.toString()))
                    .findFirst()
                    .orElse(null);
        }
        assertThat(child).isNotNull();
        caller.interrupt();
        assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        child.onExit().get(10, TimeUnit.SECONDS);
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void whatAServerStartedEndsWithTheSession() throws Exception {
        String server = """
                sleep 987654322 >/dev/null 2>&1 &
                while read -r line; do
                  case $line in
                    *'"initialize"'*) echo '{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-06-18"}}';;
                    *'"tools/list"'*) echo '{"jsonrpc":"2.0","id":2,"result":{"tools":[]}}';;
                  esac
                done
                """;
        assertThat(call(shell(server), "tools/list", "{}")).isEqualTo(JsonReader.parse("{\"tools\":[]}"));
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("sleep 987654322"))
                .toList();
        for (ProcessHandle process : left) {
            process.onExit().get(10, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exit 3                                   | communication | The server 'sh' ended with exit code 3 before it answered.",
                "echo 'my config is gone' >&2; exit 1     | communication | exit code 1 before it answered: my config is gone",
                "yes 0123456789                           | runtime       | printed more than 100000 bytes",
                "echo greetings; read x; echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"1999-01-01\"}}'; cat >/dev/null | communication | speaks the revision '1999-01-01'",
                "read x; echo '{\"jsonrpc\":\"2.0\",\"id\":1}'; cat >/dev/null | communication | neither a result nor an error",
                "read x; echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-5,\"message\":\"no\"}}'; cat >/dev/null | communication | initialize failed with code -5: no.",
            })
    void serversThatMisbehaveAreErrors(String script, String type, String detail) throws Exception {
        McpFunction small = new McpFunction(
                new HttpCaller(HttpSettings.DEFAULT),
                new McpLimits(Duration.ofSeconds(20), 1L << 30, 100_000),
                System.getenv());
        WorkflowError error = calls.error(small, arguments("tools/list", "{}", shell(script)));
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + type);
        assertThat(error.detail()).contains(detail);
    }

    @Test
    void aProgramThatIsNotThereIsAConfigurationError() throws Exception {
        WorkflowError error = calls.error(MCP, arguments("tools/list", "{}", stdio("no-such-program-here", List.of())));
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "configuration");
        assertThat(error.detail()).contains("'no-such-program-here' cannot be run");
    }

    @Test
    void memoryIsLimited() throws Exception {
        McpFunction small = new McpFunction(
                new HttpCaller(HttpSettings.DEFAULT),
                new McpLimits(Duration.ofSeconds(20), 64L << 20, 100_000),
                System.getenv());
        WorkflowError error = calls.error(
                small,
                arguments(
                        "tools/list", "{}", shell("head -c 500000000 /dev/zero | tail -c 400000000 | wc -c; exit 9")));
        assertThat(error.detail()).contains("exit code 9");
        assertThat(error.detail()).containsIgnoringCase("memory");
    }

    // --- servers that are faked, for what the SDK's does not do ---

    private static Answer rpc(String request, String result) {
        JsonObject asked = Calls.object(request);
        return Answer.json("{\"jsonrpc\":\"2.0\",\"id\":" + asked.get("id") + ",\"result\":" + result + "}");
    }

    private static Answer started(String request) {
        return rpc(request, "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{}}")
                .with("Mcp-Session-Id", "session-1");
    }

    @Test
    void listsInPagesArePutTogether() throws Exception {
        try (HttpStub stub = new HttpStub()) {
            stub.on("/", asked -> {
                String text = asked.text();
                if (asked.method().equals("DELETE")) {
                    return Answer.status(405);
                }
                if (text.contains("\"initialize\"")) {
                    return started(text);
                }
                if (text.contains("notifications/")) {
                    return Answer.status(202);
                }
                return text.contains("two")
                        ? rpc(text, "{\"tools\":[{\"name\":\"b\"}]}")
                        : rpc(text, "{\"tools\":[{\"name\":\"a\"}],\"nextCursor\":\"two\"}");
            });
            assertThat(call(http(stub.uri("/")), "tools/list", "{}"))
                    .isEqualTo(JsonReader.parse("{\"tools\":[{\"name\":\"a\"},{\"name\":\"b\"}]}"));
            assertThat(stub.asked()).hasSize(5);
            assertThat(stub.asked().get(3).header("Mcp-Session-Id")).isEqualTo("session-1");
            assertThat(stub.asked().get(3).header("MCP-Protocol-Version")).isEqualTo("2025-06-18");
            assertThat(stub.last().method()).isEqualTo("DELETE");
            assertThat(stub.asked().stream()
                            .filter(asked -> asked.method().equals("POST"))
                            .map(asked -> asked.header("Idempotency-Key")))
                    .doesNotHaveDuplicates();
            assertThat(call(http(stub.uri("/")), "tools/list", "{\"cursor\":\"one\"}")
                            .get("nextCursor"))
                    .isEqualTo(JsonString.of("two"));
        }
    }

    @Test
    void aRefusedRevisionIsNegotiated() throws Exception {
        try (HttpStub stub = new HttpStub()) {
            stub.on("/", asked -> {
                String text = asked.text();
                if (text.contains("2025-06-18\",\"capabilities")) {
                    return Answer.json("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602,\"message\":\"no\","
                            + "\"data\":{\"supported\":[\"2024-11-05\",\"1999-01-01\"]}}}");
                }
                if (text.contains("\"initialize\"")) {
                    return rpc(text, "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{}}");
                }
                return text.contains("notifications/") ? Answer.status(202) : rpc(text, "{\"tools\":[]}");
            });
            assertThat(call(http(stub.uri("/")), "tools/list", "{}")).isEqualTo(JsonReader.parse("{\"tools\":[]}"));
            assertThat(stub.last().header("MCP-Protocol-Version")).isNull();
        }
    }

    @Test
    void headersAndCredentialsGoAlongAndStayInside() throws Exception {
        try (HttpStub stub = new HttpStub()) {
            stub.on(
                    "/",
                    asked -> asked.text().contains("\"initialize\"")
                            ? started(asked.text())
                            : asked.text().contains("notifications/")
                                    ? Answer.status(202)
                                    : rpc(
                                            asked.text(),
                                            "{\"content\":[{\"type\":\"text\",\"text\":\"c4nary-secret\"}]}"));
            JsonObject transport = Calls.object("""
                    {"http": {"endpoint": {"uri": "%s", "authentication": {"bearer": {"use": "canary"}}},
                              "headers": {"X-Team": "blue"}}}
                    """.formatted(stub.uri("/mcp")));
            JsonValue result = calls.call(MCP, arguments("tools/call", "{\"name\":\"t\"}", transport));
            assertThat(result.toString()).doesNotContain("c4nary-secret").contains(JsonSecret.MASK);
            assertThat(stub.asked()).allSatisfy(asked -> {
                assertThat(asked.header("Authorization")).isEqualTo("Bearer c4nary-secret");
                assertThat(asked.header("X-Team")).isEqualTo("blue");
            });
        }
    }

    @Test
    void statusesOfHttpAreErrors() throws Exception {
        try (HttpStub stub = new HttpStub()) {
            stub.on("/", asked -> Answer.of(503, "text/plain", "later"));
            WorkflowError error = calls.error(MCP, arguments("tools/list", "{}", http(stub.uri("/"))));
            assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "communication");
            assertThat(error.status()).isEqualTo(503);
        }
    }

    @Test
    void aStreamThatStaysOpenIsLeftAfterTheResponse() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (McpPeer peer = new McpPeer()) {
            assertThat(call(http(peer.uri()), "tools/call", "{\"name\":\"echo\",\"arguments\":{\"text\":\"x\"}}"))
                    .isNotNull();
        }
        McpEvents events = new McpEvents(JsonReader.parse("7"), asked -> never.countDown());
        String stream =
                ": comment\r\ndata: {\"method\":\"ping\",\r\ndata:\"id\":1}\r\n\r\nevent: message\ndata: {\"id\":7,\"result\":{}}\n";
        for (byte b : stream.getBytes(UTF_8)) {
            assertThat(events.isEnough(new byte[] {b})).isFalse();
        }
        assertThat(never.getCount()).isZero();
        assertThat(events.isEnough(new byte[] {'\n'})).isTrue();
        assertThat(events.response()).isEqualTo(JsonReader.parse("{\"id\":7,\"result\":{}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"method\":\"tools/delete\"}                     | must be one of prompts/get",
                "{\"method\":\"tools/list\"}                       | needs 'http' or 'stdio'",
                "{\"method\":\"tools/list\",\"parameters\":\"x\"}  | 'parameters' of call: mcp must be an object",
                "{\"method\":\"tools/list\",\"protocolVersion\":\"2030-01-01\"} | The revision '2030-01-01' of the protocol is not spoken here",
                "{\"method\":\"tools/list\",\"timeout\":\"soon\",\"transport\":{\"stdio\":{\"command\":\"true\"}}} | must be a duration",
                "{\"method\":\"tools/list\",\"transport\":{\"http\":{\"endpoint\":\"ftp://x\"}}} | absolute http or https URI",
            })
    void wrongArgumentsAreSaid(String arguments, String detail) throws Exception {
        assertThat(calls.error(MCP, arguments).detail()).contains(detail);
    }
}
