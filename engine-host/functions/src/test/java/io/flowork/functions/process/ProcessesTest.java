package io.flowork.functions.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowork.core.error.WorkflowError;
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
    private static final ShellFunction SHELL = new ShellFunction(System.getenv());
    private static final ScriptFunction SCRIPT = new ScriptFunction(System.getenv());

    private final Calls calls = new Calls(Map.of("canary", JsonString.of("c4nary-secret")), Set.of("shell", "script"));

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

    @Test
    void nothingRunsUnlessItIsAllowed() throws Exception {
        Calls forbidden = new Calls();
        for (Map.Entry<FunctionHandler, String> function : Map.<FunctionHandler, String>of(
                        SHELL, "shell", SCRIPT, "script")
                .entrySet()) {
            WorkflowError error = forbidden.error(function.getKey(), "{\"command\":\"true\"}");
            assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "authorization");
            assertThat(error.status()).isEqualTo(403);
            assertThat(error.detail()).contains("--allow " + function.getValue());
        }
    }

    @Test
    void containersAreSaidToComeLater() throws Exception {
        WorkflowError error = calls.error(new ContainerFunction(), "{\"image\":\"alpine\"}");
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "configuration");
        assertThat(error.detail()).contains("not available yet");
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
        ShellFunction engine = new ShellFunction(Map.of("PATH", System.getenv("PATH"), "ENGINE_TOKEN", "hidden"));
        assertThat(calls.call(engine, command("env | grep -c ENGINE_TOKEN; true")))
                .isEqualTo(JsonString.of("0\n"));
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "import { readFileSync } from 'node:fs'; console.log(readFileSync(0, 'utf8'), process.argv[2], process.env.foo)",
                "const { readFileSync } = require('fs'); console.log(readFileSync(0, 'utf8'), process.argv[2], process.env.foo)",
            })
    void javaScript(String code) throws Exception {
        needs("node");
        JsonObject call = Calls.object(
                        "{\"language\":\"js\",\"stdin\":\"in\",\"arguments\":[\"hello\"],\"environment\":{\"foo\":\"bar\"}}")
                .with("code", JsonString.of(code));
        assertThat(calls.call(SCRIPT, call)).isEqualTo(JsonString.of("in hello bar\n"));
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
        ScriptFunction bare = new ScriptFunction(Map.of("PATH", "/nowhere"));
        WorkflowError error = calls.error(bare, "{\"language\":\"js\",\"code\":\"1\"}");
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "configuration");
        assertThat(error.detail()).contains("needs 'node', which is not on the PATH. Install Node.js");
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
