package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workflows that call services of others' making, and replay without them. */
class ProtocolsRunTest {
    @TempDir
    Path folder;

    private Workbench bench(String... files) throws IOException {
        Workbench bench = new Workbench(folder);
        for (String file : files) {
            bench.file(
                    file,
                    Files.readString(Workbench.root()
                            .resolve("testdata/workflows/protocols")
                            .resolve(file)));
        }
        assertThat(bench.run("check", ".").ended(0).out()).doesNotContain("FW");
        return bench;
    }

    private static void replays(Workbench bench) {
        String list = bench.run("runs", "list", "--json").ended(0).out();
        bench.run("runs", "replay", list.replaceAll("(?s).*?\"runId\": ?\"([^\"]+)\".*", "$1"))
                .ended(0);
    }

    @Test
    void everyKindOfMethodOfAServiceInJavaScript() throws Exception {
        Workbench bench = bench("grpc.flow.yaml", "greeter.proto", "greetings/types.proto");
        try (Peer service = Peer.node("grpc", "greeter.mjs", folder.toString())) {
            assertThat(bench.run(
                                    "run",
                                    "grpc.flow.yaml",
                                    "--input",
                                    "{\"names\": [\"Ann\", \"Bob\"]}",
                                    "--http-host",
                                    "localhost:50051=" + service.lineWith("http"))
                            .ended(0)
                            .json())
                    .isEqualTo(JsonReader.parse("{\"one\": \"Hello Ann\", \"streamIn\": \"Hello Ann and Bob\","
                            + "\"streamOut\": [\"Hello Ann 1\", \"Hello Ann 2\", \"Hello Ann 3\"],"
                            + "\"both\": [\"Hello Ann\", \"Hello Bob\"]}"));
        }
        replays(bench);
    }

    @Test
    void theProtocolsOwnServerOverHttpAndAsAProgram() throws Exception {
        Workbench bench =
                bench("mcp.flow.yaml").variable("PATH", System.getenv("PATH")).variable("HOME", System.getenv("HOME"));
        try (Peer server = Peer.node("mcp", "everything.mjs")) {
            String input = "{\"server\": \"" + server.lineWith("http") + "\", \"name\": \"Ann\"}";
            assertThat(bench.run("run", "mcp.flow.yaml", "--input", input)
                            .ended(1)
                            .err())
                    .contains("--allow mcp:stdio");
            Workbench.Outcome outcome = bench.run("run", "mcp.flow.yaml", "--input", input, "--allow", "mcp:stdio")
                    .ended(0);
            assertThat(outcome.json().get("said")).isEqualTo(JsonString.of("Echo: Hello Ann"));
            assertThat(String.valueOf(outcome.json().get("tools"))).contains("echo");
        }
        replays(bench);
    }
}
