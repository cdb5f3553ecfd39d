package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.host.serve.Caller.Answer;
import io.flowork.host.serve.Processes.Server;
import io.flowork.store.sqlite.SqliteStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine host as processes of their own: killed, stopped, started again. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeIT {
    @TempDir
    Path folder;

    private Processes processes;

    @BeforeEach
    void prepare() {
        processes = new Processes(folder);
    }

    @AfterEach
    void end() throws InterruptedException {
        processes.end();
    }

    private Server start(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("--data", "data"));
        all.addAll(List.of(arguments));
        return processes.serve(all.toArray(String[]::new));
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static @Nullable Answer tried(Caller caller, String key) {
        try {
            return caller.post(
                    "/v1/runs",
                    "application/json",
                    Caller.start("steps", "{\"key\": \"" + key + "\"}"),
                    "Idempotency-Key",
                    key);
        } catch (UncheckedIOException e) {
            return null; // the server was killed meanwhile
        }
    }

    @Test
    void afterAKillEveryAcceptedRunEndsAndNoneTwice() throws Exception {
        Map<String, String> accepted = new ConcurrentHashMap<>();
        Server server = start("--port", "0");
        Caller first = server.caller(data());
        first.deploy(
                "steps",
                "do: [{a: {wait: PT0.05S}}, {b: {wait: PT0.05S}}, {c: {wait: PT0.05S}}, {d: {set: {key: '${ $workflow.input.key }'}}}]");
        AtomicInteger next = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> starters = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                starters.add(threads.submit(() -> {
                    boolean up = true;
                    while (up) {
                        String key = "key-" + next.getAndIncrement();
                        Answer answer = tried(first, key);
                        up = answer != null;
                        if (up) {
                            accepted.put(key, answer.is(202).text("runId"));
                        }
                    }
                }));
            }
            while (accepted.size() < 200) {
                Thread.onSpinWait();
            }
            server.kill();
            for (Future<?> starter : starters) {
                starter.get();
            }
        }
        Caller second = start("--port", "0").caller(data());
        for (Map.Entry<String, String> each : accepted.entrySet()) {
            JsonObject run = second.awaitStatus(each.getValue(), "completed");
            assertThat(run.get("output")).isEqualTo(JsonObject.of("key", JsonString.of(each.getKey())));
            Answer again = tried(second, each.getKey());
            assertThat(again).isNotNull();
            assertThat(again.text("runId")).isEqualTo(each.getValue());
        }
        Set<String> inputs = new HashSet<>();
        int runs = 0;
        String path = "/v1/runs?limit=1000";
        while (path != null) {
            Answer page = second.get(path).is(200);
            for (var each : (JsonArray) page.json().get("runs")) {
                runs++;
                inputs.add(second.run(((JsonString) ((JsonObject) each).get("runId")).value())
                        .get("input")
                        .toString());
            }
            String link = page.headers().get("link");
            path = link == null ? null : link.substring(1, link.indexOf('>'));
        }
        assertThat(inputs).as("each key started one run").hasSize(runs);
        assertThat(runs).isBetween(accepted.size(), next.get());
    }

    @Test
    void runsAreToldWhatToDoFromTheCommandLine() throws Exception {
        Caller caller = start("--port", "0").caller(data());
        caller.deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
        String run = caller.started("wait");
        caller.awaitStatus(run, "waiting");
        assertThat(told(0, "suspend", run, "--reason", "lunch")).isEqualTo(run + "  suspended\n");
        assertThat(told(0, "resume", "last")).startsWith(run);
        assertThat(told(1, "retry", run)).contains("only one that has ended can be retried");
        assertThat(told(0, "cancel", run.substring(0, 20))).isEqualTo(run + "  cancelled\n");
        assertThat(told(0, "retry", run, "--from", "a")).startsWith(run);
        caller.awaitStatus(run, "waiting");
        assertThat(told(0, "terminate", run)).isEqualTo(run + "  cancelled\n");
        assertThat(told(3, "cancel", "none")).contains("there is no run none");
        end();
        assertThat(told(5, "resume", run)).contains("There is no engine at", "flowork serve --data");
    }

    /** What a command of {@code flowork runs} says. */
    private String told(int exit, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("runs"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", "data"));
        Process process =
                processes.start(processes.builder(all.toArray(String[]::new)).redirectErrorStream(true));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(exit);
        return said;
    }

    @Test
    void aRunGoesOnWhenItsGatewayIsKilled() throws Exception {
        Server core = start("--core-only");
        assertThat(core.address()).endsWith("core.sock");
        Server gateway = start("--gateway-only", "--port", "0");
        Caller caller = gateway.caller(data());
        caller.deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
        String run = caller.started("wait");
        caller.awaitStatus(run, "waiting");
        gateway.kill();
        Caller again = start("--gateway-only", "--port", "0").caller(data());
        assertThat(again.run(run).get("status")).isEqualTo(JsonString.of("waiting"));
        core.kill();
        start("--core-only");
        again.publish("go");
        again.awaitStatus(run, "completed");
    }

    @Test
    void aProcessThatIsToldToEndLeavesItsRunsForTheNext() throws Exception {
        Server server = start("--port", "0");
        Caller caller = server.caller(data());
        caller.deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
        String run = caller.started("wait");
        server.process().destroy();
        assertThat(server.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(server.process().exitValue()).isEqualTo(143);
        Caller next = start("--port", "0").caller(data());
        next.publish("go");
        next.awaitStatus(run, "completed");
    }

    /** A server that takes one request and answers when it is told to. */
    private static final class SlowServer implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0);
        private final AtomicInteger requests = new AtomicInteger();
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch answer = new CountDownLatch(1);

        SlowServer() throws IOException {
            Thread.ofVirtual().start(this::serve);
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (Socket one = socket.accept()) {
                    requests.incrementAndGet();
                    asked.countDown();
                    answer.await();
                    one.getOutputStream()
                            .write(
                                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n42"
                                            .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    assertThat(socket.isClosed() || requests.get() > 0).isTrue();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        String workflow() {
            return "do: [{call: {call: http, with: {method: get, endpoint: 'http://127.0.0.1:%d/'}}}]"
                    .formatted(socket.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void aCallAtWorkMayEndWhileTheEngineStops() throws Exception {
        try (SlowServer slow = new SlowServer()) {
            Server server = start("--port", "0");
            Caller caller = server.caller(data());
            caller.deploy("slow", slow.workflow());
            String run = caller.started("slow");
            slow.asked.await();
            server.process().destroy();
            while (caller.get("/readyz").status() == 200) {
                Thread.onSpinWait();
            }
            assertThat(caller.get("/readyz").is(503).text("detail")).isEqualTo("The engine is stopping");
            caller.get("/livez").is(200);
            caller.post("/v1/runs", Caller.start("slow", "{}")).is(503);
            slow.answer.countDown();
            assertThat(server.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(server.process().exitValue()).isEqualTo(143);
            Caller next = start("--port", "0").caller(data());
            assertThat(next.awaitStatus(run, "completed").get("output")).hasToString("42");
            assertThat(slow.requests).as("the call was not made again").hasValue(1);
        }
    }

    @Test
    void aSecondSignalEndsTheProcessAtOnceAndTheCallIsMadeAgain() throws Exception {
        try (SlowServer slow = new SlowServer()) {
            Server server = start("--port", "0");
            Caller caller = server.caller(data());
            caller.deploy("slow", slow.workflow());
            String run = caller.started("slow");
            slow.asked.await();
            server.process().destroy();
            while (caller.get("/readyz").status() == 200) {
                Thread.onSpinWait();
            }
            server.process().destroy();
            assertThat(server.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(server.process().exitValue()).isEqualTo(143);
            slow.answer.countDown();
            Caller next = start("--port", "0").caller(data());
            next.awaitStatus(run, "completed");
            assertThat(slow.requests).hasValue(2);
        }
    }

    private void fails(int exit, String says, String... arguments) throws Exception {
        assertThat(processes.run(arguments).ended(exit).err()).contains(says);
    }

    @Test
    void whatItCannotServeIsSaid() throws Exception {
        Server server = start("--port", "0");
        fails(5, "in use by process " + server.process().pid(), "serve", "--data", "data", "--port", "0");
        String port = Integer.toString(URI.create(server.address()).getPort());
        fails(5, "--port 0", "serve", "--data", "other", "--port", port);
        fails(2, "SSH tunnel", "serve", "--data", "other", "--bind", "0.0.0.0");
        fails(2, "from 0 to 65535", "serve", "--port", "70000");
        fails(2, "choose one of", "serve", "--core-only", "--gateway-only");
        Files.writeString(folder.resolve("wrong.toml"), "[serve]\nprot = 1\n");
        fails(2, "did you mean 'serve.port'?", "serve", "--config", "wrong.toml");
        Path newer = Files.createDirectory(folder.resolve("newer"));
        SqliteStore.open(newer).close();
        try (var file = FileChannel.open(newer.resolve("flowork.db"), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {0, 0, 0, 99}), 60); // SQLite's user_version
        }
        fails(5, "newer Flowork", "serve", "--data", "newer", "--port", "0");
    }

    /** The shell commands of docs/serve.md, one after the other. */
    @Test
    void everyCommandOnThePageWorks() throws Exception {
        assumeTrue(
                Stream.of("/usr/bin/curl", "/bin/bash").allMatch(each -> Files.isExecutable(Path.of(each))),
                "needs curl and bash (apt install curl)");
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        for (String name : List.of("hello.flow.yaml", "nightly.flow.yaml")) {
            Files.copy(root.resolve("testdata/workflows").resolve(name), folder.resolve(name));
        }
        StringBuilder script = new StringBuilder("set -euo pipefail\nflowork() { exec "
                + String.join(" ", Processes.command()).replace("'", "'\\''") + " \"$@\"; }\n");
        boolean shell = false;
        int blocks = 0;
        for (String line : Files.readAllLines(root.resolve("docs/serve.md"))) {
            if (line.startsWith("```")) {
                shell = line.equals("```sh");
                blocks += shell ? 1 : 0;
            } else if (shell) {
                script.append(line).append('\n');
            }
        }
        assertThat(blocks).isEqualTo(6);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path file = Files.writeString(
                folder.resolve("page.sh"),
                script.toString()
                                .replace("7411", Integer.toString(port))
                                .replace("\nflowork runs", "\n(flowork runs")
                                .replace("--store data\n", "--store data)\n")
                                .replace(" --data data\n", " --data data)\n")
                        + "kill $(jobs -p)\nwait || true\n");
        String out = processes.bash(file);
        assertThat(out).contains("Hello, Ada!", "flowork_runs_active", "examples/hello");
    }
}
