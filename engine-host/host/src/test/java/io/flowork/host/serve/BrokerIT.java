package io.flowork.host.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.flowork.functions.asyncapi.AsyncApiFunction;
import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.host.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that consumes messages from Mosquitto while its engine is killed. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrokerIT {
    private static final String LISTENING = "listening on ";
    private static final int MESSAGES = 300;
    private static final int BETWEEN_KILLS = 60;
    private static final int WHILE_DOWN = 15;

    private static final String DOCUMENT = """
            asyncapi: 3.0.0
            servers: {broker: {host: '127.0.0.1:PORT', protocol: mqtt5}}
            channels: {orders: {address: orders}}
            operations:
              place: {action: send, channel: {$ref: '#/channels/orders'}, bindings: {mqtt: {qos: QOS}}}
              see: {action: receive, channel: {$ref: '#/channels/orders'}, bindings: {mqtt: {qos: QOS}}}
            """;

    @TempDir
    Path folder;

    private final HttpServer documents;
    private final AsyncApiFunction asyncapi =
            new AsyncApiFunction(new HttpCaller(HttpSettings.DEFAULT), HttpSettings.DEFAULT);
    private String document = "";
    private @Nullable Process engine;
    private @Nullable Process broker;
    private @Nullable BufferedReader log;

    BrokerIT() throws IOException {
        documents = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    /** The publisher's call needs nothing of an engine. */
    private static final class Publishing implements FunctionCall.Context {
        @Override
        public JsonValue secret(String name) {
            throw new IllegalStateException(name);
        }

        @Override
        public @Nullable Path folder() {
            return null;
        }

        @Override
        public boolean allows(String ability) {
            return false;
        }
    }

    @BeforeEach
    void startBroker() throws IOException {
        Path program = Path.of("/usr/sbin/mosquitto");
        assumeTrue(Files.isExecutable(program), "Mosquitto is not installed: apt-get install mosquitto");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        broker = new ProcessBuilder(program.toString(), "-v", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .start();
        log = broker.inputReader(UTF_8);
        logs("running");
        document = DOCUMENT.replace("PORT", Integer.toString(port));
        documents.createContext("/", exchange -> {
            byte[] bytes = document.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        documents.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        documents.stop(0);
        kill();
        if (broker != null) {
            broker.destroyForcibly().waitFor();
        }
    }

    private void kill() throws InterruptedException {
        if (engine != null) {
            engine.destroyForcibly().waitFor();
        }
    }

    /** Waits for a line of the broker's log. */
    private void logs(String text) throws IOException {
        if (log != null) {
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                if (line.contains(text)) {
                    return;
                }
            }
        }
        throw new AssertionError("the broker did not log " + text);
    }

    private Caller start() throws IOException {
        engine = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "serve",
                        "--data",
                        "data",
                        "--port",
                        "0")
                .directory(folder.toFile())
                .start();
        BufferedReader err = engine.errorReader(UTF_8);
        List<String> said = new ArrayList<>();
        for (String line = err.readLine(); line != null; line = err.readLine()) {
            said.add(line);
            if (line.startsWith(LISTENING)) {
                Thread.ofVirtual().start(() -> err.lines().forEach(said::add));
                return new Caller(URI.create(line.substring(LISTENING.length())), folder.resolve("data"));
            }
        }
        throw new AssertionError("it ended: " + said);
    }

    private void publish(int number) throws FunctionException, InterruptedException {
        JsonObject arguments = (JsonObject) JsonReader.parse("""
                {"operation": "place", "message": {"payload":
                  {"specversion": "1.0", "id": "%d", "source": "/test", "type": "order", "data": %d}}}
                """.formatted(number, number));
        asyncapi.call(new FunctionCall(
                "publisher",
                arguments.with(
                        "document", JsonObject.of("uri", JsonString.of("x"), "content", JsonString.of(document))),
                new Publishing()));
    }

    private void everyMessageIsTakenOnce(int qos) throws Exception {
        document = document.replace("QOS", Integer.toString(qos));
        Caller caller = start();
        caller.deploy("orders", """
                do:
                  - see:
                      call: asyncapi
                      with:
                        document: {endpoint: 'http://127.0.0.1:%d/'}
                        operation: see
                        subscription:
                          consume: {amount: %d}
                          foreach: {item: order, output: {as: .payload.data}}
                """.formatted(documents.getAddress().getPort(), MESSAGES));
        String run = caller.started("orders");
        logs("Sending SUBACK to flowork-");
        Process logging = broker; // nobody who logs may have to wait for us
        if (logging != null) {
            Thread.ofVirtual().start(() -> logging.inputReader(UTF_8).lines().forEach(line -> {}));
        }
        for (int number = 0; number < MESSAGES; number++) {
            publish(number);
            if (number % BETWEEN_KILLS == BETWEEN_KILLS / 2) {
                kill();
            } else if (number % BETWEEN_KILLS == BETWEEN_KILLS / 2 + WHILE_DOWN) {
                caller = start();
            }
        }
        List<Integer> taken = new ArrayList<>();
        for (JsonValue each : (JsonArray) caller.awaitStatus(run, "completed").get("output")) {
            taken.add(Integer.parseInt(each.toString()));
        }
        assertThat(taken)
                .containsExactlyElementsOf(IntStream.range(0, MESSAGES).boxed().toList());
    }

    @Test
    void everyMessageIsTakenOnceHoweverOftenTheEngineIsKilled() throws Exception {
        everyMessageIsTakenOnce(1);
    }

    @Test
    void soItIsWithQualityOfServiceTwo() throws Exception {
        everyMessageIsTakenOnce(2);
    }
}
