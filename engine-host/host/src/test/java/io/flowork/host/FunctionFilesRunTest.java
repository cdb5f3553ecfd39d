package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions that are kept in files: beside a workflow, and on the network. */
class FunctionFilesRunTest {
    private static final String GREET = """
            input: {schema: {document: {type: object, required: [name]}}}
            do:
              - greeting: {set: {text: '${ "Hello " + .name }'}}
            """;

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void prepare() {
        bench = new Workbench(folder);
    }

    private static String calling(String function) {
        return Workbench.workflow("caller", "- greet: {call: '" + function + "', with: {name: '${ .who }'}}");
    }

    @Test
    void aFunctionFromTheNetworkIsReplayedWithoutIt() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] text = GREET.getBytes(StandardCharsets.UTF_8);
        server.createContext("/greet.yaml", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, text.length);
                exchange.getResponseBody().write(text);
            }
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/greet.yaml";
            bench.file("a.flow.yaml", calling(url));
            assertThat(bench.run("check", ".").ended(0).out()).doesNotContain("FW");
            assertThat(bench.run("run", "a.flow.yaml", "--input", "{\"who\": \"Ann\"}")
                            .ended(0)
                            .out())
                    .contains("Hello Ann");
        } finally {
            server.stop(0);
        }
        String run = bench.run("runs", "list", "--json")
                .ended(0)
                .out()
                .replaceAll("(?s).*?\"runId\": ?\"([^\"]+)\".*", "$1");
        assertThat(bench.run("runs", "replay", run).ended(0).out()).doesNotContain("differ");
        assertThat(bench.run("runs", "show", run).ended(0).out()).contains("greeting");
    }

    @Test
    void theDefaultCatalogIsTheNearestAboveInTheWorkspace() throws IOException {
        bench.file("functions/greet/1.0.0/function.yaml", GREET);
        bench.file("deep/er/a.flow.yaml", calling("greet:1.0.0@default"));
        assertThat(bench.run("check", ".").ended(0).out()).doesNotContain("FW");
        assertThat(bench.run("run", "deep/er/a.flow.yaml", "--input", "{\"who\": \"Bo\"}")
                        .ended(0)
                        .out())
                .contains("Hello Bo");
    }

    @Test
    void whatItsSchemaRefusesIsAnErrorOfTheFunction() throws IOException {
        bench.file("functions/greet/1.0.0/function.yaml", GREET);
        bench.file("a.flow.yaml", Workbench.workflow("caller", "- greet: {call: 'greet:1.0.0@default', with: {}}"));
        assertThat(bench.run("run", "a.flow.yaml").ended(1).err())
                .contains("'name' is missing")
                .contains("functions/greet/1.0.0/function.yaml");
    }

    @Test
    void aFunctionThatIsInNoCatalogSaysWhereItWouldBe() throws IOException {
        bench.file("a.flow.yaml", calling("gone:1.0.0@default"));
        assertThat(bench.run("run", "a.flow.yaml", "--input", "{\"who\": \"Bo\"}")
                        .ended(1)
                        .err())
                .contains("functions/gone/1.0.0/function.yaml");
    }
}
