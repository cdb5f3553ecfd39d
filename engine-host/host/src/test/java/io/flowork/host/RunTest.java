package io.flowork.host;

import static io.flowork.host.Workbench.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void prepare() throws IOException {
        bench = new Workbench(folder);
        bench.file(
                "hello.flow.yaml",
                workflow("hello", "- greet: {set: {greeting: '${ \"Hello, \\(.name // \"world\")!\" }'}}"));
    }

    @Test
    void onlyTheOutputIsOnStandardOutput() {
        Workbench.Outcome outcome = bench.run("run", "hello.flow.yaml").ended(0);
        assertThat(outcome.out()).isEqualTo("{\n  \"greeting\": \"Hello, world!\"\n}\n");
        assertThat(outcome.err()).contains("test/hello 1.0.0 completed");
    }

    @Test
    void inputComesFromTheCommandLineAFileOrStandardInput() throws IOException {
        bench.file("in.json", "{\"name\": \"Grace\"}").in("{\"name\": \"Alan\"}");
        assertThat(bench.run("run", "hello.flow.yaml", "--input", "{\"name\": \"Ada\"}")
                        .out())
                .contains("Hello, Ada!");
        assertThat(bench.run("run", "hello.flow.yaml", "--input", "@in.json").out())
                .contains("Hello, Grace!");
        assertThat(bench.run("run", "hello.flow.yaml", "--input", "-").out()).contains("Hello, Alan!");
    }

    @Test
    void theFailingPartOfAnExpressionIsUnderlined() throws IOException {
        bench.file("bad.flow.yaml", workflow("bad", """
                - greet:
                    set:
                      a: '${ {b: ("it''s" | tonumber)} }'
                """));
        String err = bench.run("run", "bad.flow.yaml").ended(1).err();
        assertThat(err).contains("string (\"it's\") cannot be parsed as a number");
        String[] lines = err.split("\n", -1);
        int marked = 0;
        while (marked < lines.length && !lines[marked].strip().matches("\\| *\\^+")) {
            marked++;
        }
        assertThat(marked).as(err).isLessThan(lines.length);
        String line = lines[marked - 1];
        String part = line.substring(lines[marked].indexOf('^'), lines[marked].lastIndexOf('^') + 1);
        assertThat(part).isEqualTo("tonumber");
        assertThat(bench.run("runs", "show", "last").out()).contains("^^^^^^^^");
    }

    @Test
    void limitsAreSetRecordedAndChecked() throws IOException {
        bench.file("loop.flow.yaml", workflow("loop", "- a: {set: {x: '${ last(range(10000)) }'}}"));
        assertThat(bench.run("run", "loop.flow.yaml", "--limit", "expression-steps=1_000")
                        .ended(1)
                        .err())
                .contains("took more than 1000 steps");
        assertThat(bench.run("runs", "replay", "last").ended(0).out()).contains("identical");
        bench.run("run", "loop.flow.yaml", "--limit", "expression-steps=1000000")
                .ended(0);
        assertThat(bench.run("run", "loop.flow.yaml", "--limit", "expression-step=1")
                        .ended(2)
                        .err())
                .contains("there is no limit 'expression-step'", "did you mean 'expression-steps'?");
        assertThat(bench.run("run", "loop.flow.yaml", "--limit", "run-steps=many")
                        .ended(2)
                        .err())
                .contains("--limit: 'run-steps' wants a whole number above 0");
    }

    @Test
    void limitsStandInTheConfigurationToo() throws IOException {
        bench.file("loop.flow.yaml", workflow("loop", "- a: {set: {x: '${ last(range(10000)) }'}}"))
                .file("flowork.toml", "[limits]\nexpression-steps = 1_000\n");
        assertThat(bench.run("run", "loop.flow.yaml").ended(1).err()).contains("took more than 1000 steps");
        bench.run("run", "loop.flow.yaml", "--limit", "expression-steps=1000000")
                .ended(0);
        bench.file("flowork.toml", "[limits]\nexpression-step = 1\n");
        assertThat(bench.run("run", "loop.flow.yaml").ended(2).err())
                .contains("flowork.toml: there is no limit 'expression-step' (did you mean 'expression-steps'?)");
    }

    @Test
    void jsonHasWhatTheContractSays() throws IOException {
        bench.file(
                "two.flow.yaml",
                workflow(
                                "two",
                                "- one: {set: {a: 1}}\n- never: {if: 'false', set: {a: 2}}\n- each: {for: {in: '[1, 2]'}, do: [{x: {set: {}}}]}")
                        .replace("in: '[1, 2]'", "in: '${ [1, 2] }'")
                        .replace("set: {}", "set: {b: 1}"));
        JsonObject json = bench.run("run", "two.flow.yaml", "--json").ended(0).json();
        assertThat(json.keys()).containsExactly("runId", "workflow", "status", "output", "error", "tasks");
        assertThat(json.get("workflow"))
                .isEqualTo(JsonReader.parse("{\"namespace\": \"test\", \"name\": \"two\", \"version\": \"1.0.0\"}"));
        assertThat(json.get("status")).isEqualTo(JsonString.of("completed"));
        assertThat(json.get("error")).isEqualTo(JsonNull.NULL);
        JsonArray tasks = (JsonArray) json.get("tasks");
        assertThat(tasks).hasSize(5); // one, never, each, and x twice
        assertThat(((JsonObject) tasks.get(0)).keys())
                .containsExactly("name", "reference", "status", "startedAt", "endedAt");
        assertThat(tasks)
                .extracting(task -> ((JsonObject) task).get("reference") + " " + ((JsonObject) task).get("status"))
                .containsExactly(
                        "\"/do/0/one\" \"completed\"",
                        "\"/do/1/never\" \"skipped\"",
                        "\"/do/2/each\" \"completed\"",
                        "\"/do/2/each/do/0/x\" \"completed\"",
                        "\"/do/2/each/do/0/x\" \"completed\"");
    }

    @Test
    void aFaultNamesTheProblemAndItsPlace() throws IOException {
        bench.file(
                "bad.flow.yaml",
                workflow(
                        "bad",
                        "- stop:\n    raise:\n      error: {type: 'https://example.com/no', status: 409, title: No, detail: Not today}"));
        Workbench.Outcome outcome = bench.run("run", "bad.flow.yaml").ended(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains("error: No (409)")
                .contains("Not today")
                .contains("bad.flow.yaml:7:5")
                .contains("/do/0/stop")
                .contains("https://example.com/no");
        JsonObject json = bench.run("run", "bad.flow.yaml", "--json").ended(1).json();
        assertThat(json.get("status")).isEqualTo(JsonString.of("faulted"));
        assertThat(json.get("output")).isEqualTo(JsonNull.NULL);
        assertThat(((JsonObject) json.get("error")).keys())
                .containsExactly("type", "status", "title", "detail", "instance");
    }

    @Test
    void aWorkflowWithErrorsIsNotRun() throws IOException {
        bench.file("wrong.flow.yaml", workflow("wrong", "- a: {set: {x: 1}, then: bb}\n- b: {set: {x: 1}}"));
        Workbench.Outcome outcome = bench.run("run", "wrong.flow.yaml").ended(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains("error[FW1301]")
                .contains("wrong.flow.yaml:7:")
                .contains("^^");
        assertThat(bench.path(".flowork")).doesNotExist();
    }

    @Test
    void badInputIsExplained() throws IOException {
        bench.file("in.json", "{\n  \"a\": 1,\n  \"b\" 2\n}").file("dir/x", "");
        assertThat(bench.run("run", "hello.flow.yaml", "--input", "@in.json")
                        .ended(2)
                        .err())
                .contains("in.json:3:7: the input is no JSON");
        assertThat(bench.run("run", "hello.flow.yaml", "--input", "in.json")
                        .ended(2)
                        .err())
                .contains("--input @in.json");
        assertThat(bench.run("run", "hello.flow.yaml", "--input", "@gone.json")
                        .ended(2)
                        .err())
                .contains("gone.json: there is no such file");
        assertThat(bench.run("run", "gone.flow.yaml").ended(2).err()).contains("gone.flow.yaml: there is no such file");
        assertThat(bench.run("run", "dir").ended(2).err()).contains("is a folder");
        assertThat(bench.run("run", "hello.flow.yaml", "--allow", "shel")
                        .ended(2)
                        .err())
                .contains("did you mean 'shell'");
        assertThat(bench.run("run").ended(2).err()).contains("FILE");
        assertThat(bench.run("run", "hello.flow.yaml", "--inptu", "{}").ended(2).err())
                .contains("did you mean '--input'");
        assertThat(bench.run("rum").ended(2).err()).contains("did you mean 'run'");
    }

    @Test
    void shellIsRefusedUntilItIsAllowed() throws IOException {
        bench.file(
                "shell.flow.yaml", workflow("shell", "- a: {run: {shell: {command: 'echo \"$1\"', arguments: [hi]}}}"));
        assertThat(bench.run("run", "shell.flow.yaml").ended(1).err()).contains("--allow shell");
        assertThat(bench.run("run", "shell.flow.yaml", "--allow", "shell")
                        .ended(0)
                        .out())
                .contains("hi");
    }

    @Test
    void subWorkflowsAreFoundByNameAndVersion() throws IOException {
        bench.file("v1/child.flow.yaml", workflow("child", "- a: {set: {v: 1}}"))
                .file(
                        "v2/child.flow.yaml",
                        workflow("child", "- a: {set: {v: 2}}").replace("1.0.0", "1.10.0"))
                .file(
                        "v3/child.flow.yaml",
                        workflow("child", "- a: {set: {v: 3}}").replace("1.0.0", "1.9.0"))
                .file(
                        "node_modules/child.flow.yaml",
                        workflow("child", "- a: {set: {v: 4}}").replace("1.0.0", "9.0.0"));
        for (var wanted : new String[][] {{"latest", "2"}, {"1.0.0", "1"}, {"1.9.0", "3"}}) {
            bench.file(
                    "parent.flow.yaml",
                    workflow(
                            "parent",
                            "- a: {run: {workflow: {namespace: test, name: child, version: %s}}}"
                                    .formatted(wanted[0])));
            assertThat(bench.run("run", "parent.flow.yaml").ended(0).out()).contains("\"v\": " + wanted[1]);
        }
        bench.file(
                "parent.flow.yaml",
                workflow("parent", "- a: {run: {workflow: {namespace: test, name: nobody, version: latest}}}"));
        assertThat(bench.run("run", "parent.flow.yaml").ended(1).err()).contains("test/nobody");
        bench.file("broken.flow.yaml", workflow("nobody", "- a: {sett: {v: 1}}"));
        assertThat(bench.run("run", "parent.flow.yaml").ended(1).err()).contains("broken.flow.yaml:7:");
    }

    @Test
    void secretsReachTheServerAndNothingElse() throws IOException {
        AtomicReference<String> authorization = new AtomicReference<>("");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = "{\"ok\": true}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            bench.variable("FLOWORK_SECRET_API_TOKEN", "tiger-tiger-burning")
                    .variable(
                            "FLOWORK_HTTP_HOSTS",
                            "api.example.com=http://127.0.0.1:"
                                    + server.getAddress().getPort())
                    .file(
                            "call.flow.yaml",
                            workflow(
                                            "call",
                                            "- a: {call: http, with: {method: get, endpoint: {uri: 'https://api.example.com/x', authentication: {bearer: {token: '${ $secrets[\"api-token\"] }'}}}}}")
                                    .replace("do:", "use: {secrets: [api-token]}\ndo:"));
            assertThat(bench.run("run", "call.flow.yaml").ended(0).out()).contains("\"ok\": true");
            assertThat(authorization.get()).isEqualTo("Bearer tiger-tiger-burning");
            for (String command : new String[] {"show", "journal"}) {
                assertThat(bench.run("runs", command, "last", "--json").ended(0).out())
                        .doesNotContain("tiger");
            }
            try (var files = Files.list(bench.path(".flowork"))) {
                for (Path file : files.toList()) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain("tiger");
                }
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aRunIsNotRecordedWhenNotWanted() {
        bench.run("run", "hello.flow.yaml", "--no-store").ended(0);
        assertThat(bench.path(".flowork")).doesNotExist();
        bench.run("run", "hello.flow.yaml", "--store", "elsewhere").ended(0);
        assertThat(bench.path(".flowork")).doesNotExist();
        assertThat(bench.path("elsewhere")).isDirectory();
    }

    @Test
    void stoppingCancelsTheRunAndRecordsIt() throws IOException {
        bench.file("long.flow.yaml", workflow("long", "- sleep: {wait: {hours: 5}}"))
                .stopping(action -> {
                    Thread.ofVirtual().start(action);
                    return () -> {};
                });
        Workbench.Outcome outcome = bench.run("run", "long.flow.yaml").ended(130);
        assertThat(outcome.err()).contains("cancelled");
        assertThat(bench.run("runs", "list").out()).contains("cancelled");
        assertThat(bench.run("runs", "replay").ended(0).out()).contains("identical at all");
    }

    @Test
    void aTerminalSeesTheTasksDrawnAgain() throws IOException {
        bench.file("wait.flow.yaml", workflow("wait", "- first: {set: {a: 1}}\n- nap: {wait: {milliseconds: 600}}"))
                .terminal(60, 20);
        String err = bench.run("run", "wait.flow.yaml").ended(0).err();
        assertThat(err)
                .contains("\u001b[?25l")
                .contains("waiting")
                .contains("✔ nap".replace("✔", "\u001b[32m✔\u001b[0m"));
        assertThat(err).contains("\u001b[?25h"); // the cursor is there again
        assertThat(err.lines().filter(line -> line.contains("nap")).count()).isBetween(3L, 20L);
    }

    @Test
    void noColourAndDumbTerminalsAreRespected() throws IOException {
        bench.file("wait.flow.yaml", workflow("wait", "- nap: {wait: {milliseconds: 300}}"))
                .terminal(60, 20);
        bench.variable("NO_COLOR", "1");
        assertThat(bench.run("run", "wait.flow.yaml").ended(0).err()).doesNotContainPattern("\u001b\\[[0-9;]*m");
        bench.variable("TERM", "dumb");
        assertThat(bench.run("run", "wait.flow.yaml").ended(0).err()).doesNotContain("\u001b");
    }
}
