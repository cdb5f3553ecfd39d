package io.flowork.functions.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.flowork.core.error.WorkflowError;
import io.flowork.functions.testkit.Calls;
import io.flowork.functions.testkit.HttpStub;
import io.flowork.functions.testkit.HttpStub.Answer;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFunctionTest {
    private static final String ERRORS = WorkflowError.STANDARD;

    private final HttpStub stub = new HttpStub();
    private final HttpFunction http = new HttpFunction(new HttpCaller(HttpSettings.DEFAULT));
    private final Calls calls = new Calls();

    @AfterEach
    void stop() {
        stub.close();
    }

    private JsonValue get(String path, String more) throws Exception {
        return calls.call(http, "{\"method\":\"get\",\"endpoint\":\"" + stub.uri(path) + "\"" + more + "}");
    }

    private WorkflowError failure(String path, String more) throws Exception {
        return calls.error(http, "{\"method\":\"get\",\"endpoint\":\"" + stub.uri(path) + "\"" + more + "}");
    }

    private static void check(@Nullable JsonValue actual, String expected) {
        assertThat(actual).isEqualTo(JsonReader.parse(expected));
    }

    private static JsonObject requestOf(JsonObject response) {
        return (JsonObject) requireNonNull(response.get("request"));
    }

    @Test
    void jsonIsDeserialised() throws Exception {
        stub.on("/pet", asked -> Answer.of(200, "application/problem+json; charset=utf-8", "{\"id\":1}"));
        check(get("/pet", ""), "{\"id\":1}");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, {nope, {nope",
        "text/plain, grün, grün",
        "application/xml, <a/>, <a/>",
        "application/octet-stream, abc, YWJj",
    })
    void otherContentIsTextOrBase64(String type, String body, String expected) throws Exception {
        stub.on("/", asked -> Answer.of(200, type, body));
        assertThat(get("/", "")).isEqualTo(JsonString.of(expected));
    }

    @Test
    void textIsReadInItsCharset() throws Exception {
        stub.on(
                "/",
                asked -> new Answer(200, Map.of("Content-Type", "text/plain; charset=ISO-8859-1"), new byte[] {
                    'g', 'r', (byte) 0xfc, 'n'
                }));
        assertThat(get("/", "")).isEqualTo(JsonString.of("grün"));
    }

    @Test
    void contentWithoutTypeIsTextIfItCanBe() throws Exception {
        stub.on("/text", asked -> new Answer(200, Map.of(), "grün".getBytes(UTF_8)));
        stub.on("/bytes", asked -> new Answer(200, Map.of(), new byte[] {(byte) 0xff, 0}));
        assertThat(get("/text", "")).isEqualTo(JsonString.of("grün"));
        assertThat(get("/bytes", "")).isEqualTo(JsonString.of("/wA="));
    }

    @Test
    void anEmptyBodyIsNull() throws Exception {
        stub.on("/", asked -> Answer.status(204));
        assertThat(get("/", "")).isEqualTo(JsonNull.NULL);
        assertThat(get("/", ",\"output\":\"raw\"")).isEqualTo(JsonString.EMPTY);
    }

    @Test
    void rawIsBase64OfTheBody() throws Exception {
        stub.on("/", asked -> Answer.json("{ \"a\" : 1 }"));
        String expected = Base64.getEncoder().encodeToString("{ \"a\" : 1 }".getBytes(UTF_8));
        assertThat(get("/", ",\"output\":\"raw\"")).isEqualTo(JsonString.of(expected));
    }

    @Test
    void responseHasRequestStatusHeadersAndContent() throws Exception {
        stub.on("/pet/1", asked -> Answer.json("{\"id\":1}").with("x-trace", "t1"));
        JsonObject response =
                (JsonObject) get("/pet/1", ",\"output\":\"response\",\"headers\":{\"accept\":\"application/json\"}");
        check(
                response.without("headers"),
                "{\"request\":{\"method\":\"get\",\"uri\":\"" + stub.uri("/pet/1")
                        + "\",\"headers\":{\"Accept\":\"application/json\"}},\"statusCode\":200,\"content\":{\"id\":1}}");
        JsonObject headers = (JsonObject) requireNonNull(response.get("headers"));
        assertThat(headers.get("Content-Type")).isEqualTo(JsonString.of("application/json"));
        assertThat(headers.get("X-Trace")).isEqualTo(JsonString.of("t1"));
    }

    @Test
    void queryIsEncodedAndMergedWithTheUris() throws Exception {
        stub.on("/", asked -> Answer.json("1"));
        get("/find?a=1", ",\"query\":{\"q\":\"x y&z=ü\",\"tag\":[\"a\",\"b\"],\"n\":1.5,\"none\":null}");
        assertThat(stub.last().target()).isEqualTo("/find?a=1&q=x%20y%26z%3D%C3%BC&tag=a&tag=b&n=1.5");
    }

    @Test
    void charactersThatCannotStandInAUriAreEncoded() throws Exception {
        stub.on("/", asked -> Answer.json("1"));
        get("/a b/ü?q=50%&x=[1]", "");
        assertThat(stub.last().target()).isEqualTo("/a%20b/%C3%BC?q=50%25&x=%5B1%5D");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":[1]}     |                                   | application/json                    | {\"a\":[1]}",
                "{\"a\":1}       | application/merge-patch+json      | application/merge-patch+json        | {\"a\":1}",
                "\"plain\"       |                                   | text/plain; charset=utf-8           | plain",
                "\"{}\"          | application/json                  | application/json                    | {}",
                "{\"a\":[1,\"x y\"]} | application/x-www-form-urlencoded | application/x-www-form-urlencoded | a=1&a=x%20y",
                "42              |                                   | application/json                    | 42",
            })
    void bodiesAreEncodedByTheirType(String body, String type, String expectedType, String expected) throws Exception {
        stub.on("/", asked -> Answer.json("1"));
        String headers = type == null ? "" : ",\"headers\":{\"content-type\":\"" + type + "\"}";
        calls.call(
                http, "{\"method\":\"post\",\"endpoint\":\"" + stub.uri("/") + "\",\"body\":" + body + headers + "}");
        assertThat(stub.last().method()).isEqualTo("POST");
        assertThat(stub.last().header("Content-Type")).isEqualTo(expectedType);
        assertThat(stub.last().text()).isEqualTo(expected);
    }

    @Test
    void multipartFormsHaveOnePartAMember() throws Exception {
        stub.on("/", asked -> Answer.json("1"));
        calls.call(
                http,
                "{\"method\":\"post\",\"endpoint\":\"" + stub.uri("/")
                        + "\",\"headers\":{\"Content-Type\":\"multipart/form-data; boundary=B\"},\"body\":{\"a\":\"x\",\"b\":{\"c\":1}}}");
        assertThat(stub.last().text())
                .isEqualTo(String.join(
                        "\r\n",
                        "--B",
                        "Content-Disposition: form-data; name=\"a\"",
                        "",
                        "x",
                        "--B",
                        "Content-Disposition: form-data; name=\"b\"",
                        "Content-Type: application/json",
                        "",
                        "{\"c\":1}",
                        "--B--",
                        ""));
    }

    @Test
    void anObjectCannotBeSentAsAnUnknownType() throws Exception {
        WorkflowError error = failure("/", ",\"headers\":{\"Content-Type\":\"application/xml\"},\"body\":{\"a\":1}");
        assertThat(error.type()).isEqualTo(ERRORS + "validation");
        assertThat(error.detail()).contains("application/xml");
    }

    @ParameterizedTest
    @CsvSource({"post, run-1/main/0", "patch, run-1/main/0", "get,", "put,", "delete,"})
    void callsThatAreNotIdempotentCarryTheirKey(String method, String expected) throws Exception {
        stub.on("/", asked -> Answer.json("1"));
        calls.call(http, "{\"method\":\"" + method + "\",\"endpoint\":\"" + stub.uri("/") + "\"}");
        assertThat(stub.last().header("Idempotency-Key")).isEqualTo(expected);
    }

    @Test
    void aKeyOfTheWorkflowsOwnIsKept() throws Exception {
        stub.on("/", asked -> Answer.json("1"));
        calls.call(
                http,
                "{\"method\":\"post\",\"endpoint\":\"" + stub.uri("/")
                        + "\",\"headers\":{\"idempotency-key\":\"mine\"}}");
        assertThat(stub.last().headers().get("Idempotency-key")).containsExactly("mine");
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 304, 400, 404, 418, 500, 503})
    void anythingButSuccessIsAnError(int status) throws Exception {
        stub.on(
                "/x",
                asked -> status == 304
                        ? Answer.status(status)
                        : Answer.of(status, "application/json", "{\"why\":\"because\"}"));
        WorkflowError error = failure("/x?token=1", "");
        assertThat(error.type()).isEqualTo(ERRORS + "communication");
        assertThat(error.status()).isEqualTo(status);
        assertThat(error.detail())
                .isEqualTo("GET " + stub.uri("/x?token=1") + " was answered with status " + status + ".");
        check(error.data(), status == 304 ? "null" : "{\"why\":\"because\"}");
    }

    @Test
    void theTitleOfAnErrorIsTheStatusPhrase() throws Exception {
        stub.on("/", asked -> Answer.status(404));
        assertThat(failure("/", "").title()).isEqualTo("Not Found");
    }

    @Test
    void theDataOfAnErrorIsBounded() throws Exception {
        stub.on("/", asked -> Answer.of(500, "text/plain", "x".repeat(1_000_000)));
        assertThat(failure("/", "").data())
                .isInstanceOfSatisfying(
                        JsonString.class,
                        text -> assertThat(text.value())
                                .hasSize(HttpCaller.MOST_ERROR_DATA + 1)
                                .endsWith("x…"));
    }

    @Test
    void redirectionsAreFollowedOnlyWhenAskedFor() throws Exception {
        stub.on("/old", asked -> Answer.status(302).with("Location", "/new?x=1"));
        stub.on("/new", asked -> Answer.json("\"here\""));
        assertThat(failure("/old", "").status()).isEqualTo(302);
        assertThat(get("/old", ",\"redirect\":true")).isEqualTo(JsonString.of("here"));
        JsonObject response = (JsonObject) get("/old", ",\"redirect\":true,\"output\":\"response\"");
        check(requestOf(response).get("uri"), "\"" + stub.uri("/new?x=1") + "\"");
    }

    @Test
    void aRedirectionWithoutLocationIsTheResultWhenAccepted() throws Exception {
        stub.on("/", asked -> Answer.status(304));
        JsonObject response = (JsonObject) get("/", ",\"redirect\":true,\"output\":\"response\"");
        check(response.get("statusCode"), "304");
    }

    @ParameterizedTest
    @CsvSource({"301, GET", "302, GET", "303, GET", "307, POST", "308, POST"})
    void theMethodAfterARedirectionFollowsItsStatus(int status, String expected) throws Exception {
        stub.on("/old", asked -> Answer.status(status).with("Location", stub.uri("/new")));
        stub.on("/new", asked -> Answer.json("1"));
        calls.call(
                http,
                "{\"method\":\"post\",\"endpoint\":\"" + stub.uri("/old") + "\",\"redirect\":true,\"body\":{\"a\":1}}");
        assertThat(stub.last().method()).isEqualTo(expected);
        assertThat(stub.last().text()).isEqualTo(expected.equals("POST") ? "{\"a\":1}" : "");
    }

    @Test
    void aRedirectionNeverGivesUpEncryption() throws Exception {
        HttpFunction overridden = new HttpFunction(
                new HttpCaller(HttpSettings.DEFAULT.withHostOverrides(Map.of("safe.example", stub.base()))));
        stub.on("/", asked -> Answer.status(302).with("Location", "http://plain.example/"));
        WorkflowError error = calls.error(
                overridden, "{\"method\":\"get\",\"endpoint\":\"https://safe.example/\",\"redirect\":true}");
        assertThat(error.detail()).contains("redirected from https to http");
        assertThat(stub.asked()).hasSize(1);
    }

    @Test
    void aCircleOfRedirectionsEnds() throws Exception {
        stub.on("/", asked -> Answer.status(302).with("Location", "/"));
        WorkflowError error = failure("/", ",\"redirect\":true");
        assertThat(error.detail()).contains("more than 10 redirections");
        assertThat(stub.asked()).hasSize(11);
    }

    @Test
    void credentialsStayAtTheirOrigin() throws Exception {
        try (HttpStub other = new HttpStub()) {
            other.on("/", asked -> Answer.json("1"));
            stub.on("/", asked -> Answer.status(307).with("Location", other.uri("/")));
            String arguments =
                    "{\"method\":\"get\",\"redirect\":true,\"headers\":{\"Cookie\":\"c=1\",\"X-Other\":\"kept\"},"
                            + "\"endpoint\":{\"uri\":\"" + stub.uri("/")
                            + "\",\"authentication\":{\"bearer\":{\"token\":\"t0ken\"}}}}";
            calls.call(http, arguments);
            assertThat(stub.last().header("Authorization")).isEqualTo("Bearer t0ken");
            assertThat(other.last().header("Authorization")).isNull();
            assertThat(other.last().header("Cookie")).isNull();
            assertThat(other.last().header("X-Other")).isEqualTo("kept");
        }
    }

    private static Answer compressed(String encoding, byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var packed = switch (encoding) {
            case "gzip" -> new GZIPOutputStream(out);
            case "zlib" -> new DeflaterOutputStream(out);
            default -> new DeflaterOutputStream(out, new Deflater(6, true));
        }) {
            packed.write(plain);
        }
        return new Answer(
                200,
                Map.of("Content-Type", "text/plain", "Content-Encoding", encoding.equals("gzip") ? "gzip" : "deflate"),
                out.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zlib", "bare"})
    void compressedResponsesAreDecompressed(String encoding) throws Exception {
        stub.on("/", asked -> compressed(encoding, "hello hello hello".getBytes(UTF_8)));
        assertThat(get("/", "")).isEqualTo(JsonString.of("hello hello hello"));
        assertThat(stub.last().header("Accept-Encoding")).isEqualTo("gzip, deflate");
    }

    @Test
    void responsesLargerThanAllowedAreRefused() throws Exception {
        HttpFunction small = new HttpFunction(new HttpCaller(new HttpSettings(Map.of(), 1_000, Duration.ofSeconds(5))));
        stub.on("/large", asked -> Answer.of(200, "text/plain", "x".repeat(1_001)));
        stub.on("/bomb", asked -> compressed("gzip", new byte[100_000]));
        stub.on("/fits", asked -> Answer.of(200, "text/plain", "x".repeat(1_000)));
        for (String path : new String[] {"/large", "/bomb"}) {
            WorkflowError error = calls.error(small, "{\"method\":\"get\",\"endpoint\":\"" + stub.uri(path) + "\"}");
            assertThat(error.type()).isEqualTo(ERRORS + "communication");
            assertThat(error.detail()).endsWith("failed: the response is larger than 1000 bytes.");
        }
        calls.call(small, "{\"method\":\"get\",\"endpoint\":\"" + stub.uri("/fits") + "\"}");
    }

    @Test
    void aHostCanBeOverriddenAndKeepsItsName() throws Exception {
        HttpFunction overridden = new HttpFunction(new HttpCaller(
                HttpSettings.DEFAULT.withHostOverrides(Map.of("petstore.example", URI.create(stub.uri("/prefix"))))));
        stub.on("/prefix/v2/pet/1", asked -> Answer.json("{\"id\":1}"));
        JsonObject response = (JsonObject) calls.call(
                overridden,
                "{\"method\":\"get\",\"endpoint\":\"https://petstore.example/v2/pet/1?a=b\",\"output\":\"response\"}");
        assertThat(stub.last().target()).isEqualTo("/prefix/v2/pet/1?a=b");
        check(requestOf(response).get("uri"), "\"https://petstore.example/v2/pet/1?a=b\"");
    }

    @Test
    void aServerThatIsNotThereIsSaidInPlainWords() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        WorkflowError error =
                calls.error(http, "{\"method\":\"get\",\"endpoint\":\"http://127.0.0.1:" + port + "/x\"}");
        assertThat(error.type()).isEqualTo(ERRORS + "communication");
        assertThat(error.status()).isEqualTo(500);
        assertThat(error.detail())
                .isEqualTo("GET http://127.0.0.1:" + port + "/x failed: nothing answers at http://127.0.0.1:" + port
                        + ".");
    }

    @Test
    void anUnknownHostIsSaidInPlainWords() throws Exception {
        WorkflowError error = calls.error(http, "{\"method\":\"get\",\"endpoint\":\"http://nowhere.invalid/\"}");
        assertThat(error.detail()).isEqualTo("GET http://nowhere.invalid/ failed: the host is unknown.");
    }

    @Test
    void aServerWithoutTlsIsSaidInPlainWords() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> {
                try (Socket client = socket.accept()) {
                    client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
                    client.getInputStream().readAllBytes();
                } catch (IOException e) {
                    assertThat(socket.isClosed()).isTrue();
                }
            });
            String uri = "https://127.0.0.1:" + socket.getLocalPort() + "/";
            WorkflowError error = calls.error(http, "{\"method\":\"get\",\"endpoint\":\"" + uri + "\"}");
            assertThat(error.detail()).isEqualTo("GET " + uri + " failed: a TLS connection could not be made.");
        }
    }

    @Test
    void aCertificateNobodyVouchesForIsSaidInPlainWords(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("store");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.start();
        try {
            String uri = "https://127.0.0.1:" + server.getAddress().getPort() + "/";
            WorkflowError error = calls.error(http, "{\"method\":\"get\",\"endpoint\":\"" + uri + "\"}");
            assertThat(error.status()).isEqualTo(500);
            assertThat(error.detail()).isEqualTo("GET " + uri + " failed: the server's certificate is not trusted.");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aConnectionThatBreaksIsAnErrorWithoutTheUserInIt() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        socket.accept().close();
                    }
                } catch (IOException e) {
                    assertThat(socket.isClosed()).isTrue();
                }
            });
            WorkflowError error = calls.error(
                    http,
                    "{\"method\":\"get\",\"endpoint\":\"http://me:hidden@127.0.0.1:" + socket.getLocalPort() + "/\"}");
            assertThat(error.status()).isEqualTo(500);
            assertThat(error.detail()).startsWith("GET http://127.0.0.1:").doesNotContain("hidden");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"endpoint\":\"http://x/\"}                                    | call: http needs 'method'.",
                "{\"method\":\"get\"}                                            | call: http needs 'endpoint'.",
                "{\"method\":\"get\",\"endpoint\":\"/relative\"}                 | absolute http or https URI",
                "{\"method\":\"get\",\"endpoint\":\"ftp://x/\"}                  | absolute http or https URI",
                "{\"method\":\"g et\",\"endpoint\":\"http://x/\"}                | 'method' of call: http must be an HTTP method",
                "{\"method\":\"get\",\"endpoint\":\"http://x/\",\"query\":[]}    | 'query' of call: http must be an object, but it is an array.",
                "{\"method\":\"get\",\"endpoint\":\"http://x/\",\"output\":\"x\"}| must be raw, content or response",
                "{\"method\":\"get\",\"endpoint\":\"http://x/\",\"headers\":{\"Host\":\"y\"}} | The header 'Host' cannot be set",
                "{\"method\":\"get\",\"endpoint\":\"http://x/\",\"headers\":{\"a\":\"x\\ny\"}} | such as a line break",
            })
    void wrongArgumentsAreNamed(String arguments, String expected) throws Exception {
        WorkflowError error = calls.error(http, arguments);
        assertThat(error.type()).isEqualTo(ERRORS + "validation");
        assertThat(error.detail()).contains(expected);
    }

    @Test
    void anInterruptedCallStopsAtOnce() throws Exception {
        SynchronousQueue<Boolean> arrived = new SynchronousQueue<>();
        CountDownLatch release = new CountDownLatch(1);
        stub.on("/", asked -> {
            arrived.put(true);
            release.await();
            return Answer.json("1");
        });
        List<Duration> taken = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread call = Thread.ofVirtual().start(() -> {
                try {
                    get("/", "");
                } catch (Exception e) {
                    thrown.set(e);
                }
            });
            assertThat(arrived.poll(30, TimeUnit.SECONDS)).isTrue();
            long start = System.nanoTime();
            call.interrupt();
            assertThat(call.join(Duration.ofSeconds(30))).isTrue();
            taken.add(Duration.ofNanos(System.nanoTime() - start));
            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        }
        release.countDown();
        assertThat(Collections.min(taken))
                .as("the quickest of five, on a machine that may be busy")
                .isLessThan(Duration.ofMillis(100));
    }
}
