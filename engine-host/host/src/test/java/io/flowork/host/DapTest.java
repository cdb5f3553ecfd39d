package io.flowork.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.api.DeployRequest;
import io.flowork.api.EngineClient;
import io.flowork.api.EngineSession;
import io.flowork.api.StartRequest;
import io.flowork.api.WorkflowRef;
import io.flowork.api.remote.WebSocketAccess;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.host.serve.ServeOptions.Parts;
import io.flowork.host.serve.StartedHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code flowork dap} over standard input and output. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DapTest {
    private static final String WORKFLOW = """
        document: {dsl: '1.0.3', namespace: test, name: debugged, version: 1.0.0}
        do:
          - first: {set: {n: '${ .start + 1 }'}}
          - last: {set: {n: '${ .n * 2 }'}}
        """;

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void bench() throws IOException {
        bench = new Workbench(folder).file("debugged.flow.yaml", WORKFLOW);
    }

    /** Requests as they are sent; quotes may be single ones. */
    static String frames(String... requests) {
        StringBuilder frames = new StringBuilder();
        int seq = 1;
        for (String request : requests) {
            String json = "{\"type\":\"request\",\"seq\":" + seq++ + "," + request.replace('\'', '"') + "}";
            frames.append("Content-Length: ")
                    .append(json.getBytes(UTF_8).length)
                    .append("\r\n\r\n");
            frames.append(json);
        }
        return frames.toString();
    }

    private String debug(String begin) {
        bench.in(frames(
                "'command':'initialize','arguments':{'adapterID':'flowork'}",
                begin,
                "'command':'configurationDone'",
                "'command':'stackTrace','arguments':{'threadId':1}",
                "'command':'evaluate','arguments':{'expression':'.'}",
                "'command':'next','arguments':{'threadId':1}",
                "'command':'evaluate','arguments':{'expression':'.n'}"));
        return bench.run("dap").ended(0).out();
    }

    @Test
    void attachesToTheNewestRunOfAFile() {
        bench.run("run", "debugged.flow.yaml", "--input", "{\"start\": 20}").ended(0);
        assertThat(debug("'command':'attach','arguments':{'program':'debugged.flow.yaml'}"))
                .contains(
                        "\"reason\":\"entry\"",
                        "\"name\":\"first\"",
                        "\"result\":\"{\\\"start\\\":20}\"",
                        "\"result\":\"21\"");
    }

    @Test
    void attachesToARecording() {
        bench.run("run", "debugged.flow.yaml", "--input", "{\"start\": 20}").ended(0);
        bench.run("runs", "export", "last", "support.flowrec").ended(0);
        assertThat(debug("'command':'attach','arguments':{'recording':'support.flowrec'}"))
                .contains("\"sourceReference\":1", "\"result\":\"21\"");
    }

    @Test
    void attachesToARunOfAnEngine() throws IOException {
        StartedHost host = StartedHost.of(StartedHost.options(folder.resolve("data"), 0, Parts.BOTH));
        try {
            String token = Files.readString(folder.resolve("data/token")).strip();
            String address = host.address().toString();
            WebSocketAccess access = new WebSocketAccess(host.address(), () -> token);
            String run;
            try (EngineSession engine = access.open(EngineClient.NONE)) {
                engine.deploy(new DeployRequest(WORKFLOW, null, false)).join();
                StartRequest start = new StartRequest(
                        new WorkflowRef("test", "debugged", null),
                        JsonReader.parse("{\"start\": 20}"),
                        null,
                        StartRequest.LONGEST_WAIT_MILLIS);
                run = engine.start(start).join().runId();
            }
            String attach = "'command':'attach','arguments':{'engine':'%s','run':'%s'}";
            assertThat(debug(attach.formatted(address, run))).contains("\"success\":false", "FLOWORK_ENGINE_TOKEN");
            bench.variable("FLOWORK_ENGINE_TOKEN", token);
            assertThat(debug(attach.formatted(address, run.substring(0, 20))))
                    .contains("\"reason\":\"entry\"", "\"result\":\"21\"");
            assertThat(debug(attach.formatted("data", "last"))).contains("\"result\":\"21\"");
            assertThat(debug(attach.formatted(address, "none"))).contains("there is no run none");
            assertThat(debug(attach.formatted("ftp://here", run))).contains("no address of an engine");
            assertThat(debug(attach.formatted("nowhere", run))).contains("There is no engine at");
            stepsThroughIt(run, address);
        } finally {
            host.host().stop();
        }
    }

    private static final String CALLER = """
            document: {dsl: '1.0.3', namespace: test, name: caller, version: 1.0.0}
            do:
              - pay:
                  run:
                    workflow: {namespace: test, name: debugged, version: 1.0.0, input: {start: 20}}
              - after: {set: {n: '${ .n }'}}
            """;

    /** Steps into a run that another one started, and back, with a breakpoint in its file that was set before there was a run. */
    private String debugCalled(String begin) {
        bench.in(frames(
                "'command':'initialize','arguments':{'adapterID':'flowork'}",
                "'command':'setBreakpoints','arguments':{'source':{'path':'" + folder.resolve("debugged.flow.yaml")
                        + "'},'breakpoints':[{'line':4}]}",
                begin,
                "'command':'configurationDone'",
                "'command':'stepIn','arguments':{'threadId':1}",
                "'command':'stackTrace','arguments':{'threadId':1048577}",
                "'command':'threads'",
                "'command':'evaluate','arguments':{'expression':'.start'}",
                "'command':'continue','arguments':{'threadId':1}",
                "'command':'stackTrace','arguments':{'threadId':1048577}",
                "'command':'stepOut','arguments':{'threadId':1048577}",
                "'command':'evaluate','arguments':{'expression':'.n'}",
                "'command':'reverseContinue','arguments':{'threadId':1}"));
        return bench.run("dap").ended(0).out();
    }

    @Test
    void stepsIntoTheRunsThatARunStarted() throws IOException {
        bench.file("caller.flow.yaml", CALLER);
        String run = ((JsonString) bench.run("run", "caller.flow.yaml", "--json")
                        .ended(0)
                        .json()
                        .get("runId"))
                .value();
        String debugged = debugCalled("'command':'attach','arguments':{'program':'caller.flow.yaml'}");
        assertThat(debugged)
                .contains(
                        "It is bound as soon as there is a run",
                        "nothing of this file has run in it yet",
                        "\"name\":\"first\"",
                        "test/debugged 1.0.0, run ",
                        "\"name\":\"pay\"",
                        "\"name\":\"caller\"",
                        "\"path\":\"" + folder.resolve("debugged.flow.yaml"),
                        "\"result\":\"20\"",
                        "\"reason\":\"changed\"",
                        "\"result\":\"42\"");
        assertThat(debugged.split("\"reason\":\"breakpoint\"", -1)).hasSize(3); // forwards, and backwards
        bench.run("runs", "export", run, "caller.flowrec").ended(0);
        assertThat(debugCalled("'command':'attach','arguments':{'recording':'caller.flowrec'}"))
                .contains("test/debugged 1.0.0, run ", "\"result\":\"20\"", "\"result\":\"42\"");
    }

    private void stepsThroughIt(String run, String address) throws IOException {
        bench.variable("HOME", folder.toString());
        for (String engine : List.of(address, "data")) {
            assertThat(inTerminal(engine, "last", "$workflow.id").ended(0).out())
                    .contains(run);
        }
        assertThat(inTerminal("data", run.substring(0, 20), ":next", ".n")
                        .ended(0)
                        .out())
                .endsWith("\n21\n");
        assertThat(inTerminal("data", "last", ":diff " + run).ended(0).out()).contains("no difference");
        assertThat(inTerminal("data", "none", ".").ended(1).err()).contains("there is no run none");
        assertThat(inTerminal("nowhere", "last", ".").ended(1).err())
                .contains("There is no engine at 'nowhere'", "[engines] of flowork.toml");
        assertThat(bench.run("debug", "--engine", "data", "--store", "x", "--batch", "--command", ".")
                        .ended(2)
                        .err())
                .contains("not for the runs of an engine");
        bench.file("flowork.toml", "[engines]\nhere = \"" + address + "\"\nlocal = \"data\"\n");
        assertThat(inTerminal("here", "last", ".").ended(1).err())
                .as("the folder's file could send the token anywhere")
                .contains("flowork config trust");
        assertThat(bench.run("config", "trust").ended(0).err()).contains("engines.here");
        assertThat(bench.run("config", "show", "--origin").ended(0).out())
                .contains("engines.here = \"" + address + "\"  # flowork.toml");
        for (String name : List.of("here", "local")) {
            assertThat(inTerminal(name, "last", "$workflow.id").ended(0).out()).contains(run);
            assertThat(debug("'command':'attach','arguments':{'engine':'" + name + "','run':'last'}"))
                    .contains("\"result\":\"21\"");
        }
        assertThat(inTerminal("her", "last", ".").ended(1).err()).contains("which has here, local");
    }

    private Workbench.Outcome inTerminal(String engine, String run, String... commands) {
        List<String> arguments = new ArrayList<>(List.of("debug", "--engine", engine, run, "--batch"));
        for (String command : commands) {
            arguments.add("--command");
            arguments.add(command);
        }
        return bench.run(arguments.toArray(String[]::new));
    }

    @Test
    void launchesARun() {
        assertThat(
                        debug(
                                "'command':'launch','arguments':{'program':'debugged.flow.yaml','input':{'start':1.0},'stopOnEntry':true}"))
                .contains("\"result\":\"{\\\"start\\\":1}\"", "\"result\":\"2\"");
        assertThat(bench.run("runs", "list").ended(0).out()).contains("debugged");
    }

    @Test
    void saysWhyThereIsNoRun() throws IOException {
        assertThat(debug("'command':'attach','arguments':{'program':'debugged.flow.yaml'}"))
                .contains("there are no recorded runs of debugged.flow.yaml yet", "There is no run yet");
        assertThat(debug("'command':'attach','arguments':{'recording':'nothing.flowrec'}"))
                .contains("nothing.flowrec: there is no such file");
        assertThat(debug("'command':'launch','arguments':{'program':'nothing.flow.yaml'}"))
                .contains("nothing.flow.yaml");
        bench.file("broken.flow.yaml", WORKFLOW.replace("set: {n: '${ .n * 2 }'}", "sett: 1"));
        assertThat(debug("'command':'launch','arguments':{'program':'broken.flow.yaml'}"))
                .contains("broken.flow.yaml has errors and was not run: line 4");
        assertThat(debug("'command':'attach','arguments':{'run':7}")).contains("must be a text");
        bench.file("damaged.flowrec", "this is no recording");
        assertThat(debug("'command':'attach','arguments':{'recording':'damaged.flowrec'}"))
                .contains("\"success\":false");
    }

    @Test
    void aClientThatIsGoneEndsIt() {
        bench.in("");
        assertThat(bench.run("dap", "--stdio").ended(0).out()).isEmpty();
    }
}
