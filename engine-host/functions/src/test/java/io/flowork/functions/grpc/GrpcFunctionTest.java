package io.flowork.functions.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.error.WorkflowError;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.testkit.Calls;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.grpc.Metadata;
import io.grpc.TlsServerCredentials;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrpcFunctionTest {
    private static final String TOKEN = "t0ken-of-the-canary";

    private final Greeter greeter;
    private final GrpcFunction grpc = new GrpcFunction(HttpSettings.DEFAULT);
    private final Calls calls = new Calls(Map.of("canary", JsonString.of(TOKEN)), Set.of());

    GrpcFunctionTest() throws Exception {
        greeter = new Greeter();
    }

    @AfterEach
    void stop() {
        greeter.close();
    }

    private static JsonObject document(String text) {
        return JsonObject.of("uri", JsonString.of("greeter.proto"), "content", JsonString.of(text));
    }

    private static JsonObject arguments(String method, int port, JsonValue arguments) {
        return new JsonObject.Builder()
                .put("proto", document(Greeter.PROTO))
                .put(
                        "service",
                        new JsonObject.Builder()
                                .put("name", "greetings.v1.Greeter")
                                .put("host", "localhost")
                                .put("port", port)
                                .build())
                .put("method", method)
                .put("arguments", arguments)
                .build();
    }

    private JsonObject arguments(String method, String arguments) {
        return arguments(method, greeter.port(), JsonReader.parse(arguments));
    }

    private JsonObject authenticated(JsonObject arguments, JsonValue token) {
        JsonObject service = (JsonObject) arguments.get("service");
        return arguments.with(
                "service", service.with("authentication", JsonObject.of("bearer", JsonObject.of("token", token))));
    }

    private JsonValue call(String method, String arguments) throws Exception {
        return calls.call(grpc, arguments(method, arguments));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                       | {}",
                "{\"displayName\":\"Ada\"}                | {\"displayName\":\"Ada\"}",
                "{\"display_name\":\"Ada\"}               | {\"displayName\":\"Ada\"}",
                "{\"big\":9007199254740993}               | {\"big\":\"9007199254740993\"}",
                "{\"big\":\"-5\",\"maybe\":0}             | {\"big\":\"-5\",\"maybe\":0}",
                "{\"raw\":\"AQI=\"}                       | {\"raw\":\"AQI=\"}",
                "{\"mood\":\"GLAD\"}                      | {\"mood\":\"GLAD\"}",
                "{\"mood\":1}                             | {\"mood\":\"GLAD\"}",
                "{\"scores\":{\"a\":1.5,\"b\":\"NaN\"}}   | {\"scores\":{\"a\":1.5,\"b\":\"NaN\"}}",
                "{\"at\":\"2026-11-22T10:00:00.500Z\"}    | {\"at\":\"2026-11-22T10:00:00.500Z\"}",
                "{\"anything\":{\"a\":[1,null,\"x\"]}}    | {\"anything\":{\"a\":[1.0,null,\"x\"]}}",
                "{\"inner\":[{\"displayName\":\"B\"},{}]} | {\"inner\":[{\"displayName\":\"B\"},{}]}",
            })
    void messagesAreJsonByProtobufsMapping(String given, String expected) throws Exception {
        assertThat(call("Echo", given)).isEqualTo(JsonReader.parse(expected));
    }

    @Test
    void streamsAreArrays() throws Exception {
        assertThat(call("Collect", "[{\"displayName\":\"a\"},{\"displayName\":\"b\"}]"))
                .isEqualTo(JsonReader.parse("{\"inner\":[{\"displayName\":\"a\"},{\"displayName\":\"b\"}]}"));
        assertThat(call("Collect", "{\"messages\":[{\"displayName\":\"a\"}]}"))
                .isEqualTo(JsonReader.parse("{\"inner\":[{\"displayName\":\"a\"}]}"));
        assertThat(call("Collect", "[]")).isEqualTo(JsonObject.EMPTY);
        assertThat(call("Repeat", "{\"big\":3}")).isEqualTo(JsonReader.parse("[{},{\"big\":\"1\"},{\"big\":\"2\"}]"));
        assertThat(call("Repeat", "{\"big\":0}")).isEqualTo(JsonArray.EMPTY);
        assertThat(call("Chat", "[{\"displayName\":\"a\"},{\"displayName\":\"b\"}]"))
                .isEqualTo(
                        JsonReader.parse(
                                "[{\"displayName\":\"a\"},{\"displayName\":\"a\"},{\"displayName\":\"b\"},{\"displayName\":\"b\"}]"));
        assertThat(((JsonArray) call("Repeat", "{\"big\":5000}")).size()).isEqualTo(5000);
    }

    @Test
    void theKeyOfTheCallGoesAlong() throws Exception {
        call("Echo", "{}");
        Metadata sent = greeter.asked().getLast();
        assertThat(sent.get(Metadata.Key.of("idempotency-key", Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo(Calls.KEY);
        assertThat(greeter.deadlineMillis()).isEqualTo(-1);
    }

    @Test
    void tokensAuthenticateAndNeverComeBack() throws Exception {
        greeter.requireToken(TOKEN);
        JsonObject good = authenticated(
                arguments("Echo", "{\"displayName\":\"says " + TOKEN + "\"}"),
                JsonSecret.of(new JsonSecret.Handle("canary", List.of())));
        assertThat(calls.call(grpc, good).toString()).contains("displayName").doesNotContain(TOKEN);

        WorkflowError error = calls.error(grpc, authenticated(arguments("Echo", "{}"), JsonString.of("wrong-token")));
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "authentication");
        assertThat(error.status()).isEqualTo(401);
        assertThat(error.toJson().toString()).contains("not you").doesNotContain("wrong-token");
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_ARGUMENT, validation, 400",
        "OUT_OF_RANGE, validation, 400",
        "UNAUTHENTICATED, authentication, 401",
        "PERMISSION_DENIED, authorization, 403",
        "NOT_FOUND, communication, 404",
        "DEADLINE_EXCEEDED, timeout, 408",
        "ALREADY_EXISTS, communication, 409",
        "RESOURCE_EXHAUSTED, communication, 429",
        "UNKNOWN, communication, 500",
        "UNIMPLEMENTED, communication, 501",
        "UNAVAILABLE, communication, 503",
    })
    void statusesAreTheStandardsErrors(String code, String type, int status) throws Exception {
        WorkflowError error = calls.error(grpc, arguments("Fail", "{\"displayName\":\"" + code + "\"}"));
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + type);
        assertThat(error.status()).isEqualTo(status);
        assertThat(error.detail())
                .isEqualTo("greetings.v1.Greeter/Fail at localhost:" + greeter.port() + " ended with " + code
                        + ": it was " + code + ".");
        JsonObject data = (JsonObject) error.data();
        assertThat(data.get("code")).isEqualTo(JsonString.of(code));
        assertThat(((JsonObject) data.get("metadata")).get("why")).isEqualTo(JsonString.of("because"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Echo    | {\"nope\":1}        | validation    | 'arguments' of call: grpc is no greetings.v1.Greeting: Cannot find field: nope",
                "Echo    | {\"big\":\"x\"}     | validation    | Not an int64",
                "Echo    | [1]                 | validation    | must be an object: the fields of greetings.v1.Greeting",
                "Collect | [{},{\"nope\":1}]   | validation    | Message 2 of 'arguments'",
                "Collect | 5                   | validation    | takes a stream",
                "Ecko    | {}                  | configuration | has no method 'Ecko'. Did you mean 'Echo'?",
            })
    void whatDoesNotFitTheDocumentIsNotSent(String method, String given, String type, String detail) throws Exception {
        WorkflowError error = calls.error(grpc, arguments(method, given));
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + type);
        assertThat(error.detail()).contains(detail);
        assertThat(greeter.asked()).isEmpty();
    }

    @Test
    void documentsThatAreNoneAreErrors() throws Exception {
        WorkflowError error =
                calls.error(grpc, arguments("Echo", "{}").with("proto", document("message M { int32 x }")));
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "configuration");
        assertThat(error.detail())
                .isEqualTo("The proto document cannot be used: greeter.proto:1:21: expected '=', but found '}'.");
    }

    @Test
    void nobodyThereIsACommunicationError() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        WorkflowError error = calls.error(grpc, arguments("Echo", free, JsonObject.EMPTY));
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "communication");
        assertThat(error.status()).isEqualTo(503);
        assertThat(error.detail()).endsWith("nothing answers at localhost:" + free + ".");
    }

    @Test
    void anInterruptCancelsTheCallAtTheServer() throws Exception {
        for (String method : List.of("Hang")) {
            AtomicReference<Throwable> end = new AtomicReference<>();
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    call(method, "{}");
                } catch (Exception e) {
                    end.set(e);
                }
            });
            greeter.awaitHanging();
            caller.interrupt();
            assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
            assertThat(end.get()).isInstanceOf(InterruptedException.class);
            assertThat(greeter.wasCancelled()).isTrue();
        }
    }

    @Test
    void endlessStreamsAreBounded() throws Exception {
        GrpcFunction small = new GrpcFunction(new HttpSettings(Map.of(), 100_000, Duration.ofSeconds(10)));
        WorkflowError error = calls.error(small, arguments("Forever", "{\"displayName\":\"again and again\"}"));
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "communication");
        assertThat(error.detail()).contains("100000 messages or 100000 bytes");
        assertThat(greeter.wasCancelled()).isTrue();
    }

    @Test
    void theServerIsToldTheDeadline() throws Exception {
        Instant deadline = Instant.now().plusSeconds(60);
        grpc.call(new FunctionCall(Calls.KEY, arguments("Echo", "{}"), new Until(deadline)));
        assertThat(greeter.deadlineMillis()).isBetween(1L, 60_000L);
    }

    /** Calls that have to end by some time. */
    private record Until(Instant deadline) implements FunctionCall.Context {
        @Override
        public JsonValue secret(String name) {
            throw new IllegalStateException("no secret was asked for");
        }

        @Override
        public Path folder() {
            throw new IllegalStateException("no file was asked for");
        }

        @Override
        public boolean allows(String ability) {
            return false;
        }
    }

    @Test
    void connectionsAreByTlsWhereTheOwnerSaysSo(@TempDir Path folder) throws Exception {
        char[] password = "changeit".toCharArray();
        Path file = folder.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        assertThat(new ProcessBuilder(List.of(
                                keytool,
                                "-genkeypair",
                                "-alias",
                                "s",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                "changeit"))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start()
                        .waitFor())
                .isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        TrustManager[] trust = trusted.getTrustManagers();
        try (Greeter secure = new Greeter(TlsServerCredentials.newBuilder()
                .keyManager(keys.getKeyManagers())
                .build())) {
            HttpSettings settings = HttpSettings.DEFAULT.withHostOverrides(
                    Map.of("localhost:443", URI.create("https://localhost:" + secure.port())));
            JsonObject arguments = arguments("Echo", 443, JsonReader.parse("{\"displayName\":\"safe\"}"));
            assertThat(calls.call(new GrpcFunction(settings, trust), arguments))
                    .isEqualTo(JsonReader.parse("{\"displayName\":\"safe\"}"));
            WorkflowError error = calls.error(new GrpcFunction(settings), arguments);
            assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "communication");
            assertThat(error.detail()).endsWith("the server's certificate is not trusted.");
        }
        try (Greeter strict = new Greeter(TlsServerCredentials.newBuilder()
                .keyManager(keys.getKeyManagers())
                .trustManager(trust)
                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                .build())) {
            HttpSettings settings = HttpSettings.DEFAULT.withHostOverrides(
                    Map.of("localhost:443", URI.create("https://localhost:" + strict.port())));
            GrpcFunction shared = new GrpcFunction(settings, trust);
            JsonObject arguments = arguments("Echo", 443, JsonReader.parse("{\"displayName\":\"me\"}"));
            JsonObject identity = JsonObject.of(
                    "certificate",
                    JsonString.of(pem("CERTIFICATE", store.getCertificate("s").getEncoded())),
                    "key",
                    JsonString.of(pem("PRIVATE KEY", store.getKey("s", password).getEncoded())));
            JsonObject known = certified(arguments, identity);
            assertThat(calls.call(shared, known)).isEqualTo(JsonReader.parse("{\"displayName\":\"me\"}"));
            // connections are not shared with calls that do not show it
            assertThat(calls.error(shared, arguments).type()).isEqualTo(WorkflowError.STANDARD + "communication");
            assertThat(calls.call(shared, known)).isEqualTo(JsonReader.parse("{\"displayName\":\"me\"}"));
            JsonObject broken = certified(arguments, identity.with("key", JsonString.of("c4nary")));
            assertThat(calls.error(shared, broken).detail())
                    .contains("certificate or its key cannot be read")
                    .doesNotContain("c4nary");
        }
    }

    private static JsonObject certified(JsonObject arguments, JsonObject identity) {
        JsonObject service = (JsonObject) arguments.get("service");
        return arguments.with("service", service.with("authentication", JsonObject.of("certificate", identity)));
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind
                + "-----\n";
    }
}
