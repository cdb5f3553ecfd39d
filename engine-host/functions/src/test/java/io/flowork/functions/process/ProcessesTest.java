package io.flowork.functions.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowork.core.error.WorkflowError;
import io.flowork.functions.Functions;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.functions.testkit.Calls;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessesTest {
    private static final ProcessSettings SETTINGS = ProcessSettings.of(System.getenv());
    private static final ShellFunction SHELL = new ShellFunction(SETTINGS);
    private static final ScriptFunction SCRIPT = new ScriptFunction(SETTINGS);

    private final Calls calls =
            new Calls(Map.of("canary", JsonString.of("c4nary-secret")), Set.of("shell", "script:python"));

    private static JsonObject command(String command) {
        return JsonObject.of("command", JsonString.of(command));
    }

    private JsonValue shell(String command) throws Exception {
        return calls.call(SHELL, command(command));
    }

    private static void needs(String program) {
        boolean there = List.of(System.getenv("PATH").split(":", -1)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        assumeTrue(there, () -> "'" + program + "' is not on the PATH: install it to run this test");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run:shell     | {\"command\":\"true\"}                     | shell",
                "run:script    | {\"language\":\"python\",\"code\":\"1\"}   | script:python",
                "run:container | {\"image\":\"alpine\"}                     | container",
            })
    void nothingRunsUnlessItIsAllowed(String function, String arguments, String ability) throws Exception {
        FunctionHandler handler = Functions.load().find(function);
        assertThat(handler).isNotNull();
        for (Calls forbidden : List.of(new Calls(), new Calls(Map.of(), Set.of("script", "mcp:stdio")))) {
            WorkflowError error = forbidden.error(handler, arguments);
            assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "authorization");
            assertThat(error.status()).isEqualTo(403);
            assertThat(error.detail()).contains("--allow " + ability, "[allow] of flowork.toml");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stdout | \"out\\n\"",
                "stderr | \"err\\n\"",
                "code   | 0",
                "none   | null",
                "all    | {\"code\":0,\"stdout\":\"out\\n\",\"stderr\":\"err\\n\"}",
            })
    void theWorkflowChoosesWhatComesBack(String result, String expected) throws Exception {
        assertThat(calls.call(SHELL, command("echo out; echo err >&2").with("return", JsonString.of(result))))
                .isEqualTo(JsonReader.parse(expected));
    }

    @Test
    void argumentsInputAndEnvironmentReachTheCommand() throws Exception {
        assertThat(calls.call(
                        SHELL,
                        "{\"command\":\"cat; echo \\\"|$1|$2|$#|$NAME\\\"\",\"stdin\":\"hello\","
                                + "\"arguments\":[\"a b\",2],\"environment\":{\"NAME\":\"value\"}}"))
                .isEqualTo(JsonString.of("hello|a b|2|2|value\n"));
        assertThat(calls.call(SHELL, "{\"command\":\"cat; echo $1\",\"stdin\":{\"a\":1},\"arguments\":{\"k\":\"v\"}}"))
                .isEqualTo(JsonString.of("{\"a\":1}k=v\n"));
    }

    @Test
    void theEnginesEnvironmentStaysOutside() throws Exception {
        ShellFunction engine = new ShellFunction(
                ProcessSettings.of(Map.of("PATH", System.getenv("PATH"), "ENGINE_TOKEN", "hidden", "LANG", "C")));
        List<String> variables = ((JsonString)
                        calls.call(engine, "{\"command\":\"env\",\"environment\":{\"NAMED\":\"1\"}}"))
                .value()
                .lines()
                .map(line -> line.substring(0, line.indexOf('=')))
                .toList();
        // PWD and the like are the shell's own.
        assertThat(variables)
                .contains("NAMED")
                .isSubsetOf("PATH", "LANG", "HOME", "NAMED", "PWD", "OLDPWD", "SHLVL", "_");
    }

    @Test
    void aCommandIsAtHomeInItsFolder() throws Exception {
        assertThat(shell("test \"$HOME\" = \"$PWD\" && test -z \"$(ls -A)\" && echo yes"))
                .isEqualTo(JsonString.of("yes\n"));
    }

    @Test
    void aCommandThatTakesTooLongIsStopped() throws Exception {
        ShellFunction hasty = new ShellFunction(SETTINGS.limitedTo(Duration.ofMillis(300), 1L << 30, 1_000));
        WorkflowError error = calls.error(hasty, command("sleep 60"));
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "timeout");
        assertThat(error.detail()).contains("longer than PT0.3S", "process.time");
    }

    @Test
    void aCommandThatTakesTooMuchMemoryFails() throws Exception {
        needs("python3");
        ShellFunction poor = new ShellFunction(SETTINGS.limitedTo(Duration.ofMinutes(1), 256L << 20, 1_000_000));
        String taking = "python3 -c 'print(len(bytearray(%d)))'";
        assertThat(calls.call(poor, command(taking.formatted(64 << 20)))).isEqualTo(JsonString.of("67108864\n"));
        assertThat(calls.error(poor, command(taking.formatted(512 << 20))).detail())
                .contains("MemoryError");
        assertThat(calls.error(poor, command("ulimit -d unlimited && echo raised"))
                        .detail())
                .doesNotContain("raised");
    }

    @Test
    void aFailureIsAnErrorUnlessTheCodeIsAskedFor() throws Exception {
        WorkflowError error = calls.error(SHELL, command("echo out; echo broken >&2; exit 3"));
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "runtime");
        assertThat(error.detail()).isEqualTo("run: shell ended with exit code 3: broken");
        assertThat(error.data())
                .isEqualTo(JsonReader.parse("{\"code\":3,\"stdout\":\"out\\n\",\"stderr\":\"broken\\n\"}"));
        assertThat(calls.call(SHELL, command("exit 3").with("return", JsonString.of("code"))))
                .isEqualTo(JsonReader.parse("3"));
        assertThat(calls.call(SHELL, command("exit 3").with("return", JsonString.of("all")))
                        .toString())
                .contains("\"code\":3");
    }

    @Test
    void aCommandRunsInAFolderOfItsOwnThatIsDeleted() throws Exception {
        JsonString folder = (JsonString) shell("touch here; pwd");
        assertThat(Path.of(folder.value().strip())).doesNotExist();
    }

    @Test
    void aCommandNeedNotReadItsInput() throws Exception {
        assertThat(calls.call(SHELL, command("true").with("stdin", JsonString.of("x".repeat(1_000_000)))))
                .isEqualTo(JsonString.EMPTY);
    }

    @Test
    void outputWithoutEndIsStopped() throws Exception {
        WorkflowError error = calls.error(SHELL, command("yes"));
        assertThat(error.detail()).contains("printed more than 16777216 bytes");
    }

    @Test
    void secretsReachTheCommandButNotTheOutput() throws Exception {
        JsonSecret secret = JsonSecret.of(new JsonSecret.Handle("canary", List.of()));
        JsonObject call = command("test \"$KEY\" = c4nary-secret && echo \"got $KEY\"")
                .with("environment", JsonObject.of("KEY", secret));
        assertThat(calls.call(SHELL, call)).isEqualTo(JsonString.of("got ••••\n"));
        WorkflowError error =
                calls.error(SHELL, call.with("command", JsonString.of("echo $KEY | tee /dev/stderr; exit 1")));
        assertThat(error.toJson().toString()).doesNotContain("c4nary-secret").contains("••••");
    }

    @Test
    void cancellingKillsTheWholeTree(@TempDir Path folder) throws Exception {
        Path ready = folder.resolve("pids");
        try (WatchService watch = folder.getFileSystem().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread call = Thread.ofVirtual().start(() -> {
                try {
                    shell("sleep 60 & echo $$ $! > " + ready + ".tmp; mv " + ready + ".tmp " + ready + "; wait");
                } catch (Exception e) {
                    thrown.set(e);
                }
            });
            while (!Files.exists(ready)) {
                var key = watch.poll(30, TimeUnit.SECONDS);
                assertThat(key).isNotNull();
                key.reset();
            }
            List<ProcessHandle> tree = List.of(Files.readString(ready).strip().split(" ", -1)).stream()
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                    .toList();
            assertThat(tree).hasSize(2);
            call.interrupt();
            assertThat(call.join(Duration.ofSeconds(30))).isTrue();
            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
            for (ProcessHandle process : tree) {
                process.onExit().get(30, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void python() throws Exception {
        needs("python3");
        assertThat(
                        calls.call(
                                SCRIPT,
                                "{\"language\":\"python\",\"arguments\":[\"hello\"],\"source\":{\"uri\":\"x\",\"content\":\"import sys\\nprint(sys.argv[1])\"}}"))
                .isEqualTo(JsonString.of("hello\n"));
    }

    @Test
    void aMissingInterpreterIsNamed() throws Exception {
        ScriptFunction bare = new ScriptFunction(ProcessSettings.of(Map.of("PATH", "/nowhere")));
        WorkflowError error = calls.error(bare, "{\"language\":\"python\",\"code\":\"1\"}");
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "configuration");
        assertThat(error.detail()).contains("needs 'python3', which is not there", "process.python");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"language\":\"js\"}                       | run: script needs 'code' or 'source'.",
                "{\"language\":\"ruby\",\"code\":\"1\"}      | Scripts are written in js or python, not in 'ruby'",
            })
    void wrongScriptsAreNamed(String arguments, String detail) throws Exception {
        assertThat(calls.error(SCRIPT, arguments).detail()).contains(detail);
    }
}
