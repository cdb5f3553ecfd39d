package io.flowork.host;

import static io.flowork.host.Workbench.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowork.host.serve.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own: killed, interrupted, piped, on a terminal. */
class ProcessIT {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void prepare() throws IOException {
        bench = new Workbench(folder);
        bench.file("hello.flow.yaml", workflow("hello", "- greet: {set: {greeting: Hello}}"))
                .file(
                        "long.flow.yaml",
                        workflow(
                                "long", "- first: {set: {a: 1}}\n- nap: {wait: PT0.01S}\n- sleep: {wait: {hours: 5}}"));
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(Processes.command(arguments));
        if (System.getProperty("os.name").equals("Linux")) {
            // whoever ignores Ctrl-C, such as a shell for what it starts with &, passes that on
            command.addAll(0, List.of("env", "--default-signal=INT"));
        }
        return new ProcessBuilder(command).directory(folder.toFile()).start();
    }

    private static String text(java.io.InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** A process that runs the long workflow and has begun to sleep. */
    private Process sleeping() throws IOException {
        Process process = start("run", "long.flow.yaml");
        BufferedReader err =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        for (String line = err.readLine(); line != null; line = err.readLine()) {
            if (line.contains("sleep: waiting")) {
                awaitInputs(2); // a step is told before what led to it is durable
                return process;
            }
        }
        throw new AssertionError("the run ended early with " + process.exitValue());
    }

    private void awaitInputs(int wanted) {
        long inputs = 0;
        while (inputs < wanted) {
            inputs = bench.run("runs", "journal", "--json").out().lines().count();
        }
    }

    @Test
    void aKilledRunShowsAndReplaysWhatWasRecorded() throws Exception {
        Process process = sleeping();
        process.destroyForcibly().waitFor();
        assertThat(process.exitValue()).isEqualTo(137);
        assertThat(bench.run("runs", "list").ended(0).out()).contains("test/long");
        Workbench.Outcome shown = bench.run("runs", "show").ended(0);
        assertThat(shown.out()).contains("✔ first").contains("… sleep").contains("did not end");
        assertThat(shown.err()).contains("stopped unfinished");
        assertThat(bench.run("runs", "replay").ended(0).out()).contains("identical at all 2 inputs");
    }

    @Test
    void ctrlCCancelsTheRunRecordsItAndEndsWith130() throws Exception {
        Process process = sleeping();
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(bench.run("runs", "list").out()).contains("cancelled");
        assertThat(bench.run("runs", "replay").ended(0).out()).contains("identical");
    }

    @Test
    void aLanguageServerEndsThoughItsClientKeepsThePipeOpen() throws Exception {
        Process process = start("lsp");
        for (String message : List.of(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"shutdown\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}")) {
            process.getOutputStream()
                    .write(("Content-Length: " + message.length() + "\r\n\r\n" + message)
                            .getBytes(StandardCharsets.UTF_8));
        }
        process.getOutputStream().flush();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void aPipeGetsTheResultAndNothingElse() throws Exception {
        Process process = start("run", "hello.flow.yaml");
        assertThat(text(process.getInputStream())).isEqualTo("{\n  \"greeting\": \"Hello\"\n}\n");
        assertThat(text(process.getErrorStream())).contains("completed").doesNotContain("\u001b");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void aTerminalIsDrawnOn() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/script")),
                "needs the program script of util-linux (apt install bsdutils)");
        bench.file("wait.flow.yaml", workflow("wait", "- nap: {wait: {milliseconds: 500}}"));
        List<String> command = new ArrayList<>(Processes.command("run", "wait.flow.yaml"));
        command.addAll(1, List.of("-Dflowork.terminal=12", "-Dflowork.screen=20_70"));
        String line = "stty cols 70 rows 20; exec " + String.join(" ", command).replace("20_70", "'20 70'");
        Process process = new ProcessBuilder("script", "-qec", line, "/dev/null")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        assertThat(text(process.getInputStream()))
                .contains("\u001b[?25l", "waiting", "✔", "\u001b[?25h", "completed in", "flowork runs show");
        assertThat(process.waitFor()).isZero();
    }
}
