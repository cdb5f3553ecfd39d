package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowork.host.serve.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * VS Code's client library, and the program as a process that it starts. What both say is compared with
 * {@code testdata/dap}; {@code -Dupdate.golden=true} writes it anew.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DapIT {
    private static final Path DATA =
            Path.of("../../testdata/dap").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private static boolean isInstalled() {
        String path = System.getenv("PATH");
        return Files.isDirectory(DATA.resolve("client/node_modules"))
                && Stream.of((path == null ? "" : path).split(":", -1))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "node")));
    }

    /** The program by the name that people call it by. */
    private Path program() throws IOException {
        String command = Processes.command().stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        Path program = Files.createDirectory(folder.resolve("bin")).resolve("flowork");
        Files.writeString(program, "#!/bin/sh\nexec " + command + " \"$@\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    @ParameterizedTest
    @ValueSource(strings = {"steps", "live", "breakpoints", "values", "inner", "recording", "refusals"})
    void saysWhatItSaid(String scenario) throws Exception {
        assumeTrue(isInstalled(), "needs Node.js, and 'npm ci' in testdata/dap/client, as .ci/run does it");
        Path work = Files.createDirectory(folder.resolve("work")).toRealPath();
        for (String flow : List.of("orders.flow.yaml", "inner.flow.yaml", "prices.flow.yaml")) {
            Files.copy(DATA.resolve(flow), work.resolve(flow));
        }
        Files.writeString(work.resolve("damaged.flowrec"), "this is no recording");
        if (scenario.equals("recording")) {
            Workbench bench = new Workbench(work);
            bench.run("run", "orders.flow.yaml", "--input", "{\"orders\": [3, 5, 8]}")
                    .ended(1);
            bench.run("runs", "export", "last", "orders.flowrec").ended(0);
        }
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(
                        "node", "session.js", program().toString(), work.toString(), scenario)
                .directory(DATA.resolve("client").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("FLOWORK_ENGINE_TOKEN", "none");
        Process node = builder.start();
        node.getOutputStream().close();
        boolean ended = node.waitFor(150, TimeUnit.SECONDS);
        if (!ended) {
            node.destroyForcibly().waitFor();
        }
        String said = Files.readString(out, StandardCharsets.UTF_8);
        String context = said + "\n" + Files.readString(err, StandardCharsets.UTF_8);
        assertThat(ended).as(context).isTrue();
        assertThat(node.exitValue()).as(context).isZero();

        Path golden = DATA.resolve(scenario + ".transcript");
        if (Boolean.getBoolean("update.golden")) {
            Files.writeString(golden, said);
        }
        assertThat(said)
                .as("%s, which -Dupdate.golden=true writes anew", golden.getFileName())
                .isEqualTo(Files.readString(golden));
    }

    /** Whoever debugs is cut off while the run is held: the store is whole, and says that the run has not ended. */
    @Test
    void aDebuggerThatIsKilledLeavesAWholeStore() throws Exception {
        Path work = Files.createDirectory(folder.resolve("work")).toRealPath();
        Files.copy(DATA.resolve("orders.flow.yaml"), work.resolve("orders.flow.yaml"));
        ProcessBuilder builder = new ProcessBuilder(Processes.command("dap"))
                .directory(work.toFile())
                .redirectError(folder.resolve("err").toFile());
        Process adapter = builder.start();
        try {
            OutputStream in = adapter.getOutputStream();
            for (String request : List.of(
                    "'command':'initialize','arguments':{'adapterID':'flowork'}",
                    "'command':'launch','arguments':{'program':'orders.flow.yaml','stopOnEntry':true}",
                    "'command':'configurationDone'",
                    "'command':'next','arguments':{'threadId':1}")) {
                String json = "{\"type\":\"request\",\"seq\":1," + request.replace('\'', '"') + "}";
                in.write(("Content-Length: " + json.length() + "\r\n\r\n" + json).getBytes(StandardCharsets.UTF_8));
            }
            in.flush();
            awaitText(adapter.getInputStream(), "\"reason\":\"step\"");
        } finally {
            adapter.destroyForcibly().waitFor();
        }
        Workbench bench = new Workbench(work);
        assertThat(bench.run("runs", "list").ended(0).out()).contains("running").doesNotContain("completed");
        assertThat(bench.run("runs", "replay", "last").ended(0).out()).isNotEmpty();
        assertThat(bench.run("debug", "last", "--command", ":back").ended(0).out())
                .contains("There is nothing before this");
    }

    private static void awaitText(InputStream out, String text) throws IOException {
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(text) < 0) {
            int next = out.read();
            assertThat(next).as(seen.toString()).isNotNegative();
            seen.append((char) next);
        }
    }
}
