package io.flowork.functions.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowork.core.error.WorkflowError;
import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpFunction;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.testkit.Calls;
import io.flowork.functions.testkit.HttpStub;
import io.flowork.functions.testkit.HttpStub.Answer;
import io.flowork.functions.testkit.HttpStub.Asked;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final String CANARY = "c4nary \"&/ü";
    private static final Calls CALLS = new Calls(
            Map.of(
                    "canary",
                    JsonString.of(CANARY),
                    "api",
                    JsonReader.parse("{\"login\":{\"user\":\"me\",\"pin\":1234}}")),
            Set.of());

    private static JsonSecret handle(String name, String... path) {
        return JsonSecret.of(new JsonSecret.Handle(name, List.of(path)));
    }

    private static JsonSecret encoded(String format, JsonValue of) {
        return JsonSecret.of(new JsonSecret.Encoded(format, of));
    }

    private static JsonValue resolve(JsonValue value) throws FunctionException {
        return new SecretResolver(CALLS).value(value);
    }

    @Test
    void aHandleIsTheSecretOrAValueInsideIt() throws Exception {
        assertThat(resolve(handle("canary"))).isEqualTo(JsonString.of(CANARY));
        assertThat(resolve(handle("api", "login", "pin"))).isEqualTo(JsonReader.parse("1234"));
        assertThat(resolve(JsonObject.of("a", handle("api", "login"))))
                .isEqualTo(JsonReader.parse("{\"a\":{\"user\":\"me\",\"pin\":1234}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text    | me",
                "json    | \"me\"",
                "base64  | bWU=",
                "uri     | me",
            })
    void encodingsAreThoseOfJq(String format, String expected) throws Exception {
        assertThat(resolve(encoded(format, handle("api", "login", "user")))).isEqualTo(JsonString.of(expected));
    }

    @Test
    void encodingsNestAndJoin() throws Exception {
        JsonSecret joined = JsonSecret.of(new JsonSecret.Concat(List.of(
                JsonString.of("u="),
                handle("api", "login", "user"),
                JsonString.of(":"),
                handle("api", "login", "pin"))));
        assertThat(resolve(joined)).isEqualTo(JsonString.of("u=me:1234"));
        assertThat(resolve(encoded("base64d", encoded("base64", joined)))).isEqualTo(JsonString.of("u=me:1234"));
        assertThat(resolve(encoded("uri", handle("canary")))).isEqualTo(JsonString.of("c4nary%20%22%26%2F%C3%BC"));
    }

    @Test
    void aMemberThatIsNotThereIsAnAuthorizationError() {
        assertThatExceptionOfType(FunctionException.class)
                .isThrownBy(() -> resolve(handle("api", "login", "nope")))
                .satisfies(e -> assertThat(e.error().status()).isEqualTo(403))
                .withMessageContaining("'login.nope'");
    }

    /** What a server may do with a secret it was sent. */
    private static Answer echo(Asked asked, int status) {
        String secret = new String(Base64.getDecoder().decode(String.valueOf(asked.header("X-Key"))), UTF_8);
        JsonObject body = new JsonObject.Builder()
                .put("plain", secret)
                .put("inside", "before " + secret + " after")
                .put("encoded", URLEncoder.encode(secret, UTF_8))
                .put("base64", Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)))
                .put(secret, "as a key")
                .put("target", asked.target())
                .build();
        return Answer.of(status, "application/json", body.toString())
                .with("X-Echo", URLEncoder.encode(secret, UTF_8))
                .with("Location", "/?" + URLEncoder.encode(secret, UTF_8));
    }

    private static void assertNoCanary(String text) {
        assertThat(text)
                .doesNotContain("c4nary")
                .doesNotContain(Base64.getEncoder().encodeToString(CANARY.getBytes(UTF_8)))
                .contains(JsonSecret.MASK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "content", "response"})
    void aSecretThatIsEchoedDoesNotComeOut(String output) throws Exception {
        try (HttpStub stub = new HttpStub()) {
            stub.on("/", asked -> echo(asked, 200));
            HttpFunction http = new HttpFunction(new HttpCaller(HttpSettings.DEFAULT));
            JsonValue result = CALLS.call(http, arguments(stub, output));
            String text = output.equals("raw") && result instanceof JsonString raw
                    ? new String(Base64.getDecoder().decode(raw.value()), UTF_8)
                    : result.toString();
            assertNoCanary(text);
            assertThat(stub.last().target()).contains("c4nary%20%22%26%2F%C3%BC");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 500})
    void aSecretIsNotInAnError(int status) throws Exception {
        try (HttpStub stub = new HttpStub()) {
            stub.on("/", asked -> echo(asked, status));
            HttpFunction http = new HttpFunction(new HttpCaller(HttpSettings.DEFAULT));
            WorkflowError error = CALLS.error(http, arguments(stub, "content"));
            assertNoCanary(error.toJson().toString());
        }
    }

    private static JsonObject arguments(HttpStub stub, String output) {
        JsonSecret uri = JsonSecret.of(new JsonSecret.Concat(
                List.of(JsonString.of(stub.uri("/")), encoded("uri", handle("canary")), JsonString.of("?x"))));
        return new JsonObject.Builder()
                .put("method", "post")
                .put("endpoint", uri)
                .put("query", JsonObject.of("key", handle("canary")))
                .put("headers", JsonObject.of("X-Key", encoded("base64", handle("canary"))))
                .put("body", JsonObject.of("key", handle("canary")))
                .put("output", output)
                .build();
    }

    @Test
    void headersWithASecretStayAtTheirOrigin() throws Exception {
        try (HttpStub stub = new HttpStub();
                HttpStub other = new HttpStub()) {
            other.on("/", asked -> Answer.json("1"));
            stub.on("/", asked -> Answer.status(302).with("Location", other.uri("/")));
            HttpFunction http = new HttpFunction(new HttpCaller(HttpSettings.DEFAULT));
            JsonObject call = Calls.object(
                            "{\"method\":\"get\",\"redirect\":true,\"endpoint\":\"" + stub.uri("/") + "\"}")
                    .with("headers", JsonObject.of("X-Pin", handle("api", "login", "pin")));
            CALLS.call(http, call);
            assertThat(stub.last().header("X-Pin")).isEqualTo("1234");
            assertThat(other.last().header("X-Pin")).isNull();
        }
    }

    @Test
    void aShortSecretIsMaskedOnlyAsAWhole() {
        Masking masking = new Masking();
        masking.add("me");
        assertThat(masking.value(JsonReader.parse("[\"me\",\"some\"]")))
                .isEqualTo(JsonReader.parse("[\"••••\",\"some\"]"));
    }

    @Test
    void aSecretInsideAnotherIsMaskedWithIt() {
        Masking masking = new Masking();
        masking.add("abcd");
        masking.add("abcdefgh");
        assertThat(masking.text("x abcdefgh y abcd z")).isEqualTo("x •••• y •••• z");
    }

    @Test
    void deepDataFitsASmallStack() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread small = new Thread(null, SecretsTest::resolveAndMaskDeepData, "small stack", 256 << 10);
        small.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
        small.start();
        small.join();
        assertThat(failure.get()).isNull();
    }

    private static void resolveAndMaskDeepData() {
        JsonValue encoded = handle("api", "login", "user");
        for (int i = 1; i < JsonValue.MAX_DATA_DEPTH / 2; i++) {
            encoded = encoded("uri", encoded);
        }
        SecretResolver resolver = new SecretResolver(CALLS);
        try {
            assertThat(resolver.value(nested(encoded)).equals(nested(JsonString.of("me"))))
                    .isTrue();
        } catch (FunctionException e) {
            throw new AssertionError(e);
        }
        Masking masking = resolver.masking();
        masking.addAll(nested(JsonString.of("another")));
        assertThat(masking.value(nested(JsonString.of("me"))).equals(nested(JsonString.of(JsonSecret.MASK))))
                .isTrue();
        assertThat(masking.value(nested(JsonString.of("another"))).equals(nested(JsonString.of(JsonSecret.MASK))))
                .isTrue();
    }

    /** A value inside as many levels as half of those there can be. */
    private static JsonValue nested(JsonValue inside) {
        JsonValue value = inside;
        for (int i = 0; i < JsonValue.MAX_DATA_DEPTH / 4; i++) {
            value = JsonObject.of("k", JsonArray.of(value));
        }
        return value;
    }
}
