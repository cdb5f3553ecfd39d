package io.flowork.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A secret that is planted wherever a run can have one is in no byte of what a debugger is told, of what is kept, and of what is logged. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DapSecretsTest {
    private static final String CANARY = "canary/sings+in=the mine";
    private static final int STOPS = 20;

    private static final String WORKFLOW = """
            document: {dsl: '1.0.3', namespace: test, name: secretive, version: 1.0.0}
            use: {secrets: [key]}
            do:
              - put:
                  set:
                    token: '${ $secrets.key }'
                    joined: '${ "Bearer " + $secrets.key }'
                    coded: '${ $secrets.key | @base64 }'
                    many: '${ [$secrets.key, {deep: $secrets.key}] }'
                  export: {as: .}
              - called:
                  call: http
                  with:
                    method: get
                    endpoint: {uri: 'SERVER/echo'}
                    headers: {Authorization: '${ $context.joined }', X-Key: '${ $context.token }'}
                    output: response
              - inner:
                  run: {workflow: {namespace: test, name: inner, version: 1.0.0}}
              - refused:
                  try:
                    - asked:
                        call: http
                        with:
                          method: get
                          endpoint: {uri: 'SERVER/refuse'}
                          headers: {Authorization: '${ $context.joined }'}
                  catch:
                    as: problem
                    do: [{told: {set: {problem: '${ $problem }'}}}]
              - both:
                  fork:
                    branches:
                      - one: {set: {k: '${ $secrets.key }'}}
                      - two: {set: {k: '${ $context.many }'}}
              - last:
                  raise: {error: {type: 'https://example.com/e', status: 500, title: '${ "not with " + $secrets.key }'}}
            """;
    private static final String INNER = """
            document: {dsl: '1.0.3', namespace: test, name: inner, version: 1.0.0}
            use: {secrets: [key]}
            do:
              - within: {set: {k: '${ "in " + $secrets.key }'}, export: {as: .}}
            """;

    /** What people may ask for it. */
    private static final List<String> ASKED = List.of(
            "$secrets",
            "$secrets.key",
            "$secrets | tostring",
            "$secrets.key | @base64",
            "$secrets.key | @json, @html, @uri, @sh, @text",
            "$secrets.key | explode",
            "$secrets.key | length, ascii_downcase, .[0:3]",
            "$secrets.key | test(\"canary\")",
            "$secrets.key == \"x\"",
            "[$secrets.key, $context] | tojson | fromjson",
            "$context, ., $input",
            "$context.joined | split(\" \")",
            "$secrets.key | error",
            "{($secrets.key): 1}",
            "$task, $workflow, $runtime",
            "$authorization",
            "$secrets.key | ltrimstr(\"c\") | @base64",
            "[limit(3; repeat($secrets.key))] | join(\"\")");

    @TempDir
    Path folder;

    /** A client that asks for everything everywhere, whether it is there or not. */
    private final List<String> requests = new ArrayList<>();

    private void ask(String command, String arguments) {
        requests.add("'command':'" + command + "','arguments':" + arguments);
    }

    private void look() {
        ask("threads", "{}");
        for (int thread : new int[] {1, 2, 3, 1_048_577}) {
            ask("stackTrace", "{'threadId':" + thread + "}");
        }
        ask("exceptionInfo", "{'threadId':1}");
        for (int frame = 1; frame <= 40; frame++) {
            ask("scopes", "{'frameId':" + frame + "}");
        }
        for (int number = 1; number <= 400; number++) {
            ask("variables", "{'variablesReference':" + number + "}");
        }
        for (String context : List.of("repl", "hover", "watch", "clipboard")) {
            for (String asked : ASKED) {
                ask(
                        "evaluate",
                        "{'context':'" + context + "','expression':'"
                                + asked.replace("\\", "\\\\").replace("\"", "\\\"") + "'}");
            }
        }
        for (String typed :
                List.of(":values", ":where", ":print $secrets", ":why .", ":why $context.joined", ":list")) {
            ask("evaluate", "{'context':'repl','expression':'" + typed + "'}");
        }
        ask("completions", "{'text':'$secrets.','column':10}");
        ask("completions", "{'text':'$context.','column':10}");
        ask("dataBreakpointInfo", "{'name':'$context.token'}");
        for (String value : List.of("$context.joined", ".", "$context.many[1].deep")) {
            ask("flowork/provenance", "{'expression':'" + value + "'}");
            ask("flowork/lastWrite", "{'expression':'" + value + "'}");
        }
    }

    private String frames() {
        StringBuilder frames = new StringBuilder();
        int seq = 1;
        for (String request : requests) {
            String quoted = request.replace("\\\"", "\u0001").replace('\'', '"').replace("\u0001", "\\\"");
            String json = "{\"type\":\"request\",\"seq\":" + seq++ + "," + quoted + "}";
            frames.append("Content-Length: ")
                    .append(json.getBytes(UTF_8).length)
                    .append("\r\n\r\n")
                    .append(json);
        }
        requests.clear();
        return frames.toString();
    }

    private String debug(Workbench bench, String begin) {
        ask("initialize", "{'adapterID':'flowork','supportsProgressReporting':true}");
        requests.add(begin);
        ask(
                "setBreakpoints",
                "{'source':{'path':'" + folder.resolve("secretive.flow.yaml") + "'},'breakpoints':["
                        + "{'line':4,'logMessage':'{$secrets.key} {. | tostring} {$secrets.key | @base64}'},"
                        + "{'line':12,'logMessage':'{$context} {$context.token | tostring}'},"
                        + "{'line':12,'condition':'$secrets.key | error'}]}");
        ask("setExceptionBreakpoints", "{'filters':['raised']}");
        ask(
                "setFunctionBreakpoints",
                "{'breakpoints':[{'name':'called'},{'name':'within'},{'name':'told'},{'name':'one'}]}");
        ask(
                "setDataBreakpoints",
                "{'breakpoints':[{'dataId':'context .joined'},{'dataId':'context .token'},{'dataId':'output 9:/do/0/put.many'}]}");
        ask("configurationDone", "{}");
        for (int i = 0; i < STOPS; i++) {
            look();
            ask("stepInTargets", "{'frameId':1}");
            ask(i % 2 == 1 ? "continue" : "stepIn", "{'threadId':1}");
        }
        for (int i = 0; i < STOPS; i++) {
            ask(i % 4 == 3 ? "flowork/stepBackInto" : "reverseContinue", "{'threadId':1}");
            look();
        }
        ask("flowork/timeline", "{'from':0,'count':1000}");
        ask("evaluate", "{'context':'repl','expression':':timeline 0 1000'}");
        ask("evaluate", "{'context':'repl','expression':':find $secrets.key != null'}");
        ask("flowork/find", "{'expression':'$secrets.key | error'}");
        ask("source", "{'sourceReference':1}");
        ask("reverseContinue", "{'threadId':1}");
        bench.in(frames());
        Workbench.Outcome outcome = bench.run("dap").ended(0);
        return outcome.out() + outcome.err();
    }

    /** What must be nowhere. */
    private static List<String> forms() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return List.of(
                CANARY,
                "canary/sings",
                base64.encodeToString(CANARY.getBytes(UTF_8)),
                base64.encodeToString(("Bearer " + CANARY).getBytes(UTF_8)),
                base64.encodeToString(CANARY.substring(1).getBytes(UTF_8)).substring(0, 20),
                URLEncoder.encode(CANARY, UTF_8),
                "canary%2Fsings",
                "99,97,110,97,114,121",
                "63616e6172792f");
    }

    private static void assertClean(String what, String text) {
        for (String form : forms()) {
            int at = text.indexOf(form);
            assertThat(at)
                    .as(
                            "%s has %s: %s",
                            what,
                            form,
                            at < 0 ? "" : text.substring(Math.max(0, at - 300), Math.min(text.length(), at + 100)))
                    .isNegative();
        }
    }

    @Test
    void isNowhere() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> heard = new ArrayList<>();
        for (String path : List.of("/echo", "/refuse")) {
            server.createContext(path, exchange -> {
                String authorization =
                        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
                heard.add(authorization);
                byte[] body = ("{\"asked\": \"with " + authorization + "\"}").getBytes(UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.getResponseHeaders().add("X-Echo", authorization);
                exchange.sendResponseHeaders(path.equals("/echo") ? 200 : 403, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
        }
        server.start();
        StringBuilder logged = new StringBuilder();
        Handler handler = new Handler() {
            @Override
            public synchronized void publish(LogRecord entry) {
                logged.append(new SimpleFormatter().format(entry));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        handler.setLevel(Level.ALL);
        Logger root = Logger.getLogger("io.flowork");
        root.addHandler(handler);
        root.setLevel(Level.ALL);
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort();
            Workbench bench = new Workbench(folder)
                    .variable("FLOWORK_SECRET_KEY", CANARY)
                    .variable("FLOWORK_HTTP_HOSTS", "api.example.com=" + address)
                    .file("secretive.flow.yaml", WORKFLOW.replace("SERVER", "https://api.example.com"))
                    .file("inner.flow.yaml", INNER);
            Workbench.Outcome ran = bench.run("run", "secretive.flow.yaml").ended(1);
            assertClean("what the run says", ran.out() + ran.err());
            assertThat(heard).hasSize(2).allMatch(("Bearer " + CANARY)::equals);
            String debugged = debug(bench, "'command':'attach','arguments':{'program':'secretive.flow.yaml'}");
            assertThat(debugged)
                    .contains(
                            "••••",
                            "\"name\":\"called\"",
                            "test/inner 1.0.0, run ",
                            "\"reason\":\"exception\"",
                            "500 \\\"••••\\\"");
            assertClean("what the debugger is told", debugged);
            List<Path> kept = files(folder.resolve(".flowork"));
            assertThat(kept).isNotEmpty();
            for (Path file : kept) {
                assertClean(file.toString(), new String(Files.readAllBytes(file), ISO_8859_1));
            }
            for (String each : ids(bench)) {
                Path recording = folder.resolve(each + ".flowrec");
                bench.run("runs", "export", each, recording.getFileName().toString())
                        .ended(0);
                assertClean("the export", new String(Files.readAllBytes(recording), ISO_8859_1));
                assertClean(
                        "what the debugger is told of the export",
                        debug(bench, "'command':'attach','arguments':{'recording':'" + recording.getFileName() + "'}"));
            }
            assertClean("the log", logged.toString());
        } finally {
            root.removeHandler(handler);
            root.setLevel(null);
            server.stop(0);
        }
    }

    private static List<String> ids(Workbench bench) {
        JsonArray runs =
                (JsonArray) bench.run("runs", "list", "--json").ended(0).json().get("runs");
        List<String> ids = new ArrayList<>();
        for (JsonValue run : runs) {
            ids.add(((JsonString) ((JsonObject) run).get("runId")).value());
        }
        assertThat(ids).hasSize(2);
        return ids;
    }

    private static List<Path> files(Path under) throws IOException {
        try (Stream<Path> all = Files.walk(under)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
