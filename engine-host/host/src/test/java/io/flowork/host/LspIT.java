package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowork.grammar.json.JsonString;
import io.flowork.host.serve.Processes;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code flowork lsp} as a process: clients that are killed, several of them, and caches of the JVM that are wrong. */
@EnabledOnOs(
        value = {OS.LINUX, OS.MAC},
        disabledReason = "kills processes with signals, and runs scripts")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LspIT {
    private static final String LISTENING = "listening on 127.0.0.1:";

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    private Process start(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
        started.add(process);
        return process;
    }

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    private static void say(OutputStream out, String message) throws IOException {
        out.write(("Content-Length: " + message.length() + "\r\n\r\n" + message).getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String initialize(long process) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"processId\":%d,\"capabilities\":{}}}"
                .formatted(process);
    }

    /** Reads an answer; what comes before it is not the protocol's if it does not start so. */
    private static String answer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            assertThat(next).as("after " + head).isNotNegative();
            head.append((char) next);
        }
        assertThat(head.toString()).startsWith("Content-Length: ");
        int length = Integer.parseInt(head.substring("Content-Length: ".length(), head.indexOf("\r\n"))
                .strip());
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Test
    void theEndOfItsClientEndsItThoughThePipeStaysOpen() throws Exception {
        Process client = start(List.of("sleep", "1000"));
        Process server = start(Processes.command("lsp"));
        say(server.getOutputStream(), initialize(client.pid()));
        assertThat(answer(server.getInputStream())).contains("\"capabilities\"");
        assertThat(server.isAlive()).isTrue();
        client.destroyForcibly().waitFor();
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isEqualTo(1);
    }

    @Test
    void aClosedPipeEndsIt() throws Exception {
        Process server = start(Processes.command("lsp", "--stdio"));
        say(server.getOutputStream(), initialize(ProcessHandle.current().pid()));
        assertThat(answer(server.getInputStream())).contains("\"capabilities\"");
        server.getOutputStream().close();
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isEqualTo(1);
    }

    @Test
    void severalEditorsAreServedAndAKilledOneHindersNobody() throws Exception {
        Process server = start(Processes.command("lsp", "--port", "0"));
        BufferedReader said =
                new BufferedReader(new InputStreamReader(server.getErrorStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        assertThat(line).startsWith(LISTENING);
        int port = Integer.parseInt(line.substring(LISTENING.length()));
        // bash becomes sleep, which then is the one process that holds the socket
        Process killed = start(
                List.of("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + port + "; echo connected; exec sleep 1000"));
        assertThat(killed.getInputStream().read()).isEqualTo('c');
        try (Socket first = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket second = new Socket(InetAddress.getLoopbackAddress(), port)) {
            for (Socket client : List.of(first, second)) {
                say(client.getOutputStream(), initialize(killed.pid()));
                assertThat(answer(client.getInputStream())).contains("\"capabilities\"");
            }
            killed.destroyForcibly().waitFor();
            say(first.getOutputStream(), "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"shutdown\"}");
            assertThat(answer(first.getInputStream())).contains("\"id\":2");
            say(first.getOutputStream(), "{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}");
            assertThat(first.getInputStream().read()).as("the server closes it").isEqualTo(-1);
            say(second.getOutputStream(), "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"shutdown\"}");
            assertThat(answer(second.getInputStream())).contains("\"id\":2");
        }
        try (Socket third = new Socket(InetAddress.getLoopbackAddress(), port)) {
            say(third.getOutputStream(), initialize(killed.pid()));
            assertThat(answer(third.getInputStream())).contains("\"capabilities\"");
        }
        assertThat(server.isAlive()).isTrue();
    }

    /** Makes caches as they may lie beside a program: none, of another program, half written, of something else. */
    private List<String> caches() throws Exception {
        Path jar = Files.copy(libraryWithMain(), folder.resolve("other.jar"));
        Process made = start(List.of(
                Processes.command().getFirst(),
                "-XX:AOTCacheOutput=" + folder.resolve("stale-lsp.aot"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                jar.toString(),
                "picocli.AutoComplete",
                "--help"));
        made.getInputStream().readAllBytes();
        made.waitFor();
        byte[] stale = Files.readAllBytes(folder.resolve("stale-lsp.aot"));
        Files.write(folder.resolve("half-lsp.aot"), Arrays.copyOf(stale, stale.length / 2));
        Files.write(folder.resolve("empty-lsp.aot"), new byte[0]);
        Files.writeString(folder.resolve("wrong-lsp.aot"), "this is no cache");
        return Stream.of("stale", "half", "empty", "wrong", "missing")
                .map(name -> folder.resolve(name + ".aot").toString())
                .toList();
    }

    private static Path libraryWithMain() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(each -> each.getFileName().toString().matches("picocli-\\d.*\\.jar"))
                .findFirst()
                .orElseThrow();
    }

    /** The JVM writes warnings to standard output, if nobody stops it. */
    @Test
    void nothingButTheProtocolIsWrittenWhateverTheCacheIs() throws Exception {
        Path launcher = Path.of("../../dist/launch.sh").toAbsolutePath().normalize();
        assumeTrue(Files.exists(launcher), "needs the launcher of a checkout");
        List<String> program = Processes.command();
        String java = program.getFirst();
        String classPath = program.get(program.indexOf("-cp") + 1);
        // a java that takes the launcher's arguments but for the jar, which tests do not have
        Path stub = Files.writeString(folder.resolve("java"), """
                #!/bin/sh
                for each; do
                    shift
                    case $each in -jar) set -- "$@" -cp %s ;; JAR) set -- "$@" io.flowork.host.Main ;; *) set -- "$@" "$each" ;; esac
                done
                exec %s "$@"
                """.formatted(quoted(classPath), quoted(java)));
        assertThat(stub.toFile().setExecutable(true)).isTrue();
        List<String> caches = new ArrayList<>(caches());
        caches.add("");
        for (String cache : caches) {
            Process server = start(List.of(
                    "sh",
                    "-c",
                    ". " + quoted(launcher.toString()) + "; launch \"$0\" JAR \"$1\" '' lsp --stdio",
                    stub.toString(),
                    cache));
            say(server.getOutputStream(), initialize(ProcessHandle.current().pid()));
            assertThat(answer(server.getInputStream()))
                    .as(JsonString.of(cache).toString())
                    .contains("\"capabilities\"");
            say(server.getOutputStream(), "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"shutdown\"}");
            assertThat(answer(server.getInputStream())).contains("\"id\":2");
            say(server.getOutputStream(), "{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}");
            assertThat(server.getInputStream().readAllBytes()).isEmpty();
            assertThat(server.waitFor()).isZero();
        }
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
