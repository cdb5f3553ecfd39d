package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workflow that calls an agent of the reference SDK for A2A. */
class AgentRunTest {
    @TempDir
    Path folder;

    @Test
    void anAgentAnswersAndIsNotNeededForAReplay() throws Exception {
        Workbench bench = new Workbench(folder);
        bench.file(
                "a2a.flow.yaml",
                Files.readString(Workbench.root().resolve("testdata/workflows/protocols/a2a.flow.yaml")));
        assertThat(bench.run("check", ".").ended(0).out()).doesNotContain("FW");
        try (Peer agent = Peer.node("a2a", "agent.mjs")) {
            String input = "{\"agent\": \"" + agent.lineWith("http") + "\", \"name\": \"Ann\"}";
            assertThat(bench.run("run", "a2a.flow.yaml", "--input", input)
                            .ended(0)
                            .json()
                            .toString())
                    .isEqualTo("{\"greeting\":\"Hello Ann\",\"kinds\":[\"task\",\"artifact-update\",\"status-update\"],"
                            + "\"text\":\"Hello in pieces\"}");
        }
        String list = bench.run("runs", "list", "--json").ended(0).out();
        String run = list.replaceAll("(?s).*?\"runId\": ?\"([^\"]+)\".*", "$1");
        bench.run("runs", "replay", run).ended(0);
    }
}
