package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workflows that publish to Mosquitto and consume from it. */
class BrokerRunTest {
    @TempDir
    Path folder;

    private Workbench bench;
    private Peer broker;
    private int port;

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        bench = new Workbench(folder);
        Path workflows = Workbench.root().resolve("testdata/workflows/protocols");
        for (String file : new String[] {"asyncapi.flow.yaml", "orders.asyncapi.yaml"}) {
            bench.file(file, Files.readString(workflows.resolve(file)));
        }
        Path mosquitto = Files.isExecutable(Path.of("/usr/sbin/mosquitto"))
                ? Path.of("/usr/sbin/mosquitto")
                : Path.of("mosquitto");
        broker = Peer.start(mosquitto.toString(), "-v", "-p", Integer.toString(port));
        broker.lineWith("running");
    }

    @AfterEach
    void stop() throws IOException {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void messagesArePublishedConsumedAndReplayedWithoutTheBroker() throws IOException {
        assertThat(bench.run("check", ".").ended(0).out()).doesNotContain("FW");
        assertThat(bench.run("run", "asyncapi.flow.yaml", "--input", "{\"port\": " + port + "}")
                        .ended(0)
                        .out()
                        .replaceAll("\\s", ""))
                .doesNotContain("\"seen\":1")
                .contains("{\"seen\":2,\"from\":\"flowork\"},{\"seen\":3,\"from\":\"flowork\"}");
        broker.close();
        String list = bench.run("runs", "list", "--json").ended(0).out();
        String run = list.replaceAll("(?s).*?\"runId\": ?\"([^\"]+)\".*", "$1");
        bench.run("runs", "replay", run).ended(0);
    }

    @Test
    void aMessageThatTheDocumentDoesNotDescribeIsNotSent() throws IOException {
        bench.file("wrong.flow.yaml", Workbench.workflow("wrong", """
                - order:
                    call: asyncapi
                    with:
                      document: { endpoint: orders.asyncapi.yaml }
                      operation: placeOrder
                      server: { name: broker, variables: { port: %d, shop: berlin } }
                      message: { payload: { number: many } }
                """.formatted(port)));
        assertThat(bench.run("run", "wrong.flow.yaml").ended(1).err())
                .contains("shop/berlin/orders")
                .contains("must be")
                .contains("integer");
    }

    @Test
    void aTimeWithoutMessagesEndsWithNone() throws IOException {
        bench.file("none.flow.yaml", Workbench.workflow("none", """
                - see:
                    call: asyncapi
                    with:
                      document: { endpoint: orders.asyncapi.yaml }
                      operation: seeOrders
                      server: { name: broker, variables: { port: %d } }
                      subscription: { consume: { for: PT0.5S, amount: 5 } }
                """.formatted(port)));
        assertThat(bench.run("run", "none.flow.yaml").ended(0).out().strip()).isEqualTo("[]");
        assertThat(broker.lineWith("disconnected")).contains("flowork-");
    }

    @Test
    void aBrokerThatIsNotThereIsSaidInPlainWords() throws IOException {
        broker.close();
        assertThat(bench.run("run", "asyncapi.flow.yaml", "--input", "{\"port\": " + port + "}")
                        .ended(1)
                        .err())
                .contains("no connection to the broker at 127.0.0.1:" + port);
    }
}
