package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.host.serve.Caller.Answer;
import io.flowork.host.serve.Processes.Outcome;
import io.flowork.host.serve.Processes.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator does to an engine host that is at work, with processes as they are on a server. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OperateIT {
    private static final String STEPS =
            "do: [{a: {wait: PT0.05S}}, {b: {wait: PT0.05S}}, {c: {set: {key: '${ $workflow.input.key }'}}}]";

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

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        return processes.run(arguments);
    }

    private Server serve(String data) throws IOException {
        return processes.serve("--port", "0", "--data", data);
    }

    @Test
    void aBackupThatIsMadeAtWorkHoldsWhatWasAcceptedBefore() throws Exception {
        Server server = serve("data");
        Caller caller = server.caller(folder.resolve("data"));
        caller.deploy("steps", STEPS);
        Map<String, String> accepted = new ConcurrentHashMap<>();
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean more = new AtomicBoolean(true);
        Map<String, String> before;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> starters = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                starters.add(threads.submit(() -> {
                    while (more.get()) {
                        String key = "key-" + next.getAndIncrement();
                        Answer answer = caller.post("/v1/runs", Caller.start("steps", "{\"key\": \"" + key + "\"}"));
                        accepted.put(key, answer.is(202).text("runId"));
                    }
                }));
            }
            while (accepted.size() < 200) {
                Thread.onSpinWait();
            }
            before = Map.copyOf(accepted);
            assertThat(run("backup", "copy.db", "--data", "data").ended(0).err())
                    .contains("every entry was verified");
            more.set(false);
            for (Future<?> starter : starters) {
                starter.get();
            }
        }
        assertThat(run("backup", "copy.db", "--data", "data").ended(2).err()).contains("add --replace");
        assertThat(run("restore", "copy.db", "--data", "data").ended(5).err())
                .contains("in use by process " + server.process().pid());
        run("restore", "copy.db", "--data", "other").ended(0);
        assertThat(folder.resolve("other").resolve("token")).doesNotExist();
        Caller restored = serve("other").caller(folder.resolve("other"));
        for (Map.Entry<String, String> each : before.entrySet()) {
            JsonObject run = restored.awaitStatus(each.getValue(), "completed");
            assertThat(run.get("output")).isEqualTo(JsonObject.of("key", JsonString.of(each.getKey())));
        }
    }

    @Test
    void aDamagedBackupIsRefused() throws Exception {
        Server server = serve("data");
        server.caller(folder.resolve("data")).deploy("steps", STEPS);
        run("backup", "copy.db", "--data", "data").ended(0);
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("copy.db").toFile(), "rw")) {
            file.setLength(file.length() - 4096);
        }
        assertThat(run("restore", "copy.db", "--data", "other").ended(5).err())
                .contains("copy.db is damaged")
                .contains("Use another backup");
        assertThat(folder.resolve("other").resolve("flowork.db")).doesNotExist();
        assertThat(run("restore", "absent.db", "--data", "third").ended(3).err())
                .contains("there is no such file");
        assertThat(folder.resolve("third")).doesNotExist();
    }

    @Test
    void endedRunsAreRemovedAsTheSettingsSay() throws Exception {
        Server server = serve("data");
        Caller caller = server.caller(folder.resolve("data"));
        caller.deploy("steps", STEPS);
        caller.deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
        String waiting = caller.started("wait");
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            runs.add(caller.post("/v1/runs", Caller.start("steps", "{\"key\": \"" + i + "\"}"))
                    .is(202)
                    .text("runId"));
        }
        for (String run : runs) {
            caller.awaitStatus(run, "completed");
        }
        caller.post("/v1/runs/prune").is(400);
        caller.post("/v1/runs/prune", "{\"olderThan\": \"soon\"}").is(400);
        caller.post("/v1/runs/prune", "{\"keep\": -1}").is(400);
        caller.post("/v1/runs/prune", "{\"dryRun\": 1}").is(400);
        caller.post("/v1/runs/prune", "{\"older\": 1}").is(400);
        assertThat(run("runs", "prune", "--data", "data").ended(2).err()).contains("--older-than AGE");
        assertThat(run("runs", "prune", "--data", "data", "--older-than", "soon")
                        .ended(2)
                        .err())
                .contains("a number of days");
        JsonObject preview = caller.post("/v1/runs/prune", "{\"dryRun\": true, \"keep\": 5}")
                .is(200)
                .json();
        assertThat(preview.get("runIds")).hasToString("[\"" + runs.getFirst() + "\"]");
        Outcome offline = run("runs", "prune", "--data", "data", "--keep", "5", "--dry-run")
                .ended(0);
        assertThat(offline.out().strip()).isEqualTo(runs.getFirst());
        assertThat(offline.err()).contains("would remove 1 runs");
        caller.get("/v1/runs/" + runs.getFirst()).is(200);
        JsonObject pruned = caller.post("/v1/runs/prune", "{\"keep\": 5, \"olderThan\": \"P9D\"}")
                .is(200)
                .json();
        assertThat(pruned.get("runIds")).isEqualTo(preview.get("runIds"));
        assertThat(pruned.get("bytes")).isEqualTo(preview.get("bytes"));
        caller.get("/v1/runs/" + runs.getFirst()).is(404);
        assertThat(run("runs", "prune", "--data", "data", "--keep", "4")
                        .ended(0)
                        .out()
                        .strip())
                .as("while the engine is at work")
                .isEqualTo(runs.get(1));
        caller.get("/v1/runs/" + runs.get(1)).is(404);

        server.process().destroyForcibly().waitFor();
        Files.writeString(folder.resolve("flowork.toml"), "[retention]\ncount = 2\nage = \"P3650D\"\n");
        Caller next = serve("data").caller(folder.resolve("data"));
        while (next.get("/v1/runs/" + runs.get(3)).status() == 200) {
            Thread.onSpinWait();
        }
        next.get("/v1/runs/" + runs.get(2)).is(404);
        next.publish("go");
        next.awaitStatus(waiting, "completed");
        for (int i = 4; i < 6; i++) {
            assertThat(next.run(runs.get(i)).get("output").toString()).contains("" + i);
        }
        Files.writeString(folder.resolve("flowork.toml"), "[retention]\ncount = \"many\"\n");
        assertThat(run("serve", "--data", "other").ended(2).err()).contains("retention.count is a whole number");
    }

    private static final String CANARY = "canary-6c1f";

    @ParameterizedTest
    @ValueSource(strings = {"json", "text"})
    void theLogHasNeitherSecretsNorPayloads(String format) throws Exception {
        Files.writeString(
                folder.resolve("flowork.toml"),
                "[serve]\nlog = \"%s\"\nlog-level = \"debug\"\n[secrets]\nfiles = \"secrets\"\n".formatted(format));
        Path secret = Files.createDirectory(folder.resolve("secrets")).resolve("key");
        Files.writeString(secret, CANARY + "-secret");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Server server = processes.serve("--port", "0", "--data", "data", "--config", "flowork.toml");
        Caller caller = server.caller(folder.resolve("data"));
        String data = "\"" + CANARY + "\"";
        caller.deploy("secret", """
                use: {secrets: [key]}
                do:
                - refused:
                    call: http
                    with:
                      method: post
                      endpoint: {uri: 'http://127.0.0.1:1/%1$s?q=%1$s', authentication: {bearer: {token: '${ $secrets.key }'}}}
                      body: {data: '${ $workflow.input.data }'}
                """.formatted(CANARY));
        String run = caller.post("/v1/runs", Caller.start("secret", "{\"data\": " + data + "}"))
                .is(202)
                .text("runId");
        caller.awaitStatus(run, "faulted");
        caller.get("/v1/runs?name=" + CANARY).is(200);
        caller.get("/v1/runs?" + CANARY + "=1").is(400);
        caller.get("/" + CANARY).is(404);
        caller.post("/v1/runs", "{\"" + CANARY + "\": " + data).is(400);
        caller.post("/v1/runs", Caller.start(CANARY, "{}")).is(404);
        caller.post(
                        "/v1/events",
                        "application/cloudevents+json",
                        "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"test\", \"type\": %s, \"data\": %s}"
                                .formatted(data, data))
                .is(202);
        server.process().destroy();
        assertThat(server.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
        server.reading().join();
        List<String> lines = List.copyOf(server.said());
        assertThat(lines).hasSizeGreaterThan(8);
        String whole = String.join("\n", lines);
        assertThat(whole)
                .doesNotContain(CANARY)
                .doesNotContain(Files.readString(folder.resolve("data/token")).strip())
                .contains("GET /v1/runs 200", "POST /v1/runs 202", "The run " + run + " is faulted");
        if (format.equals("json")) {
            boolean found = false;
            for (String line : lines) {
                JsonObject json = (JsonObject) JsonReader.parse(line);
                assertThat(json.keys()).startsWith("time", "level", "logger", "message");
                assertThat(Instant.parse(((JsonString) json.get("time")).value()))
                        .isBeforeOrEqualTo(Instant.now());
                found |= JsonString.of(run).equals(json.get("runId"))
                        && JsonString.of("test/secret 1.0.0").equals(json.get("workflow"));
            }
            assertThat(found).as(whole).isTrue();
        } else {
            assertThat(whole).contains("flowork: debug: ").doesNotContain("\u001b");
        }
    }

    /** Receives datagrams, which Java cannot, and prints them. */
    private static final String RECEIVER = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind('\\0' + sys.argv[1][1:] if sys.argv[1].startswith('@') else sys.argv[1])
            print('bound', flush=True)
            while True:
                print(s.recv(4096).decode().replace('\\n', '|'), flush=True)
            """;

    @ParameterizedTest
    @ValueSource(strings = {"notify.sock", "@flowork-operate-it-%d"})
    void systemdIsToldHowItIs(String name) throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "systemd is Linux's");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "needs python3 (apt install python3)");
        String socket = name.startsWith("@")
                ? name.formatted(ProcessHandle.current().pid())
                : folder.resolve(name).toString();
        Process receiver = processes.start(
                new ProcessBuilder("/usr/bin/python3", "-c", RECEIVER, socket).redirectErrorStream(true));
        BufferedReader told = receiver.inputReader();
        assertThat(told.readLine()).isEqualTo("bound");
        Server server = processes.serve(
                Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "300000"), "--port", "0", "--data", "data");
        assertThat(told.readLine()).isEqualTo("READY=1|STATUS=listening on " + server.address());
        for (int i = 0; i < 3; i++) {
            assertThat(told.readLine()).isEqualTo("WATCHDOG=1");
        }
        server.process().destroy();
        String last = told.readLine();
        while (last.equals("WATCHDOG=1")) {
            last = told.readLine();
        }
        assertThat(last).startsWith("STOPPING=1|STATUS=");
        assertThat(server.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
        server.reading().join();
        assertThat(server.said()).as("nothing went wrong").hasSize(1);
    }

    @Test
    void aSupervisorThatCannotBeToldHoldsNothingUp() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "systemd is Linux's");
        Server server = processes.serve(
                Map.of("NOTIFY_SOCKET", folder.resolve("absent").toString()), "--port", "0", "--data", "data");
        server.caller(folder.resolve("data")).get("/readyz").is(200);
        server.process().destroy();
        server.reading().join();
        assertThat(server.said().get(1)).contains("systemd could not be told");
    }

    @Test
    void whatCannotStartIsSaidInTheLogsForm() throws Exception {
        Files.writeString(folder.resolve("notAFolder"), "");
        String err = run("serve", "--data", "notAFolder/data", "--log", "json")
                .ended(5)
                .err();
        JsonObject line = (JsonObject) JsonReader.parse(err.strip());
        assertThat(line.get("level")).isEqualTo(JsonString.of("error"));
        assertThat(line.get("message").toString()).contains("notAFolder/data");
        assertThat(run("serve", "--data", "data", "--log", "xml").ended(2).err())
                .contains("--log: serve.log is one of text, json");
    }

    /** The shell commands of docs/operate.md, one after the other. */
    @Test
    void everyCommandOnThePageWorks() throws Exception {
        assumeTrue(
                Stream.of("/usr/bin/curl", "/bin/bash").allMatch(each -> Files.isExecutable(Path.of(each))),
                "needs curl and bash (apt install curl)");
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        Files.copy(root.resolve("testdata/workflows/hello.flow.yaml"), folder.resolve("hello.flow.yaml"));
        Path java = Files.createDirectory(folder.resolve("bin")).resolve("flowork");
        Files.writeString(
                java,
                "#!/bin/sh\nexec %s \"$@\"\n".formatted(String.join(" ", Processes.command())),
                StandardCharsets.UTF_8);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        StringBuilder script = new StringBuilder("set -euo pipefail\nPATH=$PWD/bin:$PATH\n");
        boolean shell = false;
        int commands = 0;
        for (String line : Files.readAllLines(root.resolve("docs/operate.md"))) {
            if (line.startsWith("```")) {
                shell = line.equals("```sh");
            } else if (shell) {
                commands++;
                script.append(line).append('\n');
            }
        }
        assertThat(commands).isGreaterThan(8);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path file = Files.writeString(
                folder.resolve("page.sh"),
                script.toString().replace("7411", Integer.toString(port)) + "kill $(jobs -p)\nwait || true\n");
        String out = processes.bash(file, "-x");
        assertThat(out).contains("Hello, Ada!", "every entry was verified", "before-restore");
    }
}
