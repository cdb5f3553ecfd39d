package io.flowork.functions.http.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.flowork.core.error.WorkflowError;
import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpFunction;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.testkit.Calls;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that asks for a certificate, over real TLS; the keys are made by the JDK's {@code keytool}. */
class ClientCertificateTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    static Path folder;

    private static HttpsServer server;
    private static KeyStore client;
    private static SSLContext before;

    @BeforeAll
    static void start() throws Exception {
        KeyStore own = keys("server", "-ext", "san=ip:127.0.0.1");
        client = keys("client");
        before = SSLContext.getDefault();

        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers(own).getKeyManagers(), trust(client).getTrustManagers(), null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters asked = context.getDefaultSSLParameters();
                asked.setNeedClientAuth(true);
                parameters.setSSLParameters(asked);
            }
        });
        server.createContext("/", exchange -> {
            SSLSession session = ((com.sun.net.httpserver.HttpsExchange) exchange).getSSLSession();
            byte[] body = ("\"" + session.getPeerPrincipal().getName() + "\"").getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();

        // Whom this machine trusts; the client under test has no setting of its own for that.
        Path trusted = folder.resolve("trusted.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("server", own.getCertificate("server"));
        try (var out = Files.newOutputStream(trusted)) {
            store.store(out, PASSWORD.toCharArray());
        }
        System.setProperty("javax.net.ssl.trustStore", trusted.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust(own).getTrustManagers(), null);
        SSLContext.setDefault(trusting);
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
        SSLContext.setDefault(before);
    }

    private static KeyStore keys(String name, String... more) throws Exception {
        Path file = folder.resolve(name + ".p12");
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        process.getInputStream().transferTo(said);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said.toString(UTF_8)).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static KeyManagerFactory managers(KeyStore store) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD.toCharArray());
        return factory;
    }

    private static TrustManagerFactory trust(KeyStore keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (String alias : java.util.Collections.list(keys.aliases())) {
            store.setCertificateEntry(alias, keys.getCertificate(alias));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind
                + "-----\n";
    }

    private static JsonObject identity() throws Exception {
        Certificate certificate = client.getCertificate("client");
        Key key = client.getKey("client", PASSWORD.toCharArray());
        return new JsonObject.Builder()
                .put("certificate", pem("CERTIFICATE", certificate.getEncoded()))
                .put("key", pem("PRIVATE KEY", key.getEncoded()))
                .build();
    }

    private static JsonObject arguments(String authentication) {
        return Calls.object("{\"method\":\"get\",\"endpoint\":{\"uri\":\"https://127.0.0.1:"
                + server.getAddress().getPort() + "/\"" + authentication + "}}");
    }

    @Test
    void theClientShowsItsCertificate() throws Exception {
        HttpFunction http = new HttpFunction(new HttpCaller(HttpSettings.DEFAULT));
        Calls calls = new Calls(Map.<String, JsonValue>of("me", identity()), Set.of());
        JsonObject call = arguments(",\"authentication\":{\"certificate\":{\"use\":\"me\"}}");
        assertThat(calls.call(http, call)).isEqualTo(JsonString.of("CN=client"));
        // Connections are not shared with calls that do not show it.
        assertThat(calls.error(http, arguments("")).type()).isEqualTo(WorkflowError.STANDARD + "communication");
        assertThat(calls.call(http, call)).isEqualTo(JsonString.of("CN=client"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"certificate", "key"})
    void whatCannotBeReadIsSaidWithoutShowingIt(String broken) throws Exception {
        HttpFunction http = new HttpFunction(new HttpCaller(HttpSettings.DEFAULT));
        JsonObject identity = identity().with(broken, JsonString.of("c4nary-secret"));
        Calls calls = new Calls(Map.<String, JsonValue>of("me", identity), Set.of());
        WorkflowError error = calls.error(http, arguments(",\"authentication\":{\"certificate\":{\"use\":\"me\"}}"));
        assertThat(error.detail())
                .contains("certificate or its key cannot be read")
                .doesNotContain("c4nary");
    }
}
