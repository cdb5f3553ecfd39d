package io.flowork.host;

import static io.flowork.host.Workbench.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Forks, differences and what-if on a store that no engine is at work on. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForkCommandsTest {
    @TempDir
    Path folder;

    private Workbench bench;
    private HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private String shop = "";

    @BeforeEach
    void prepare() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestURI().getPath());
            byte[] body = (exchange.getRequestURI().getPath().equals("/price") ? "{\"price\": 10}" : "\"paid\"")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String host = "http://127.0.0.1:" + server.getAddress().getPort();
        shop = workflow("shop", """
                - ask: {call: http, with: {method: get, endpoint: '%1$s/price'}, export: {as: '{asked: .}'}}
                - sum: {set: {sum: '${ .price * 2 }'}}
                - check:
                    switch:
                      - dear: {when: '.sum > 15', then: refuse}
                      - cheap: {then: pay}
                - refuse: {raise: {error: {type: 'x:y', status: 402, title: Too dear}}}
                - pay: {call: http, with: {method: post, endpoint: '%1$s/pay', body: {amount: '${ .sum }'}}}
                """.formatted(host));
        bench = new Workbench(folder);
        bench.file("shop.flow.yaml", shop)
                .file("fixed.flow.yaml", shop.replace(".price * 2", ".price"))
                .file("other.flow.yaml", shop.replace(".price * 2", ".price * 3"))
                .file("broken.flow.yaml", shop.replace("switch:", "swich:"));
        bench.run("run", "shop.flow.yaml").ended(1);
        assertThat(requests).containsExactly("/price");
    }

    @AfterEach
    void stop() {
        assertThat(requests).as("what forks sent").containsExactly("/price");
        server.stop(0);
    }

    private static JsonObject first(JsonValue array) {
        return (JsonObject) ((JsonArray) array).get(0);
    }

    @Test
    void aForkTriesAnotherResultAndTheRunStaysAsItIs() {
        String before = bench.run("runs", "show", "last", "--json").ended(0).out();
        Workbench.Outcome fork = bench.run("runs", "fork", "last", "--result", "ask={\"price\": 5}", "--json")
                .ended(0);
        JsonObject branch = fork.json();
        assertThat(branch.get("branch")).isEqualTo(JsonNumber.of(1));
        assertThat(branch.get("status")).isEqualTo(JsonString.of("waiting"));
        JsonObject wanted = first(branch.get("wanted"));
        assertThat(wanted.get("reference")).isEqualTo(JsonString.of("/do/4/pay"));
        assertThat(String.valueOf(wanted.get("request"))).contains("\"amount\":10");
        assertThat(bench.run(
                                "runs",
                                "fork",
                                "last",
                                "--result",
                                "ask={\"price\": 5}",
                                "--effects",
                                "pay=mock:\"ok\"",
                                "--reason",
                                "a cheaper one")
                        .ended(0)
                        .out())
                .contains("branch 2  completed")
                .contains("output \"ok\"")
                .contains("a cheaper one")
                .doesNotContain("\u001b");
        assertThat(bench.run("runs", "show", "last", "--json").out()).isEqualTo(before);
        assertThat(bench.run("runs", "branches").ended(0).out())
                .contains("branch 0 of the run's own")
                .contains("branch 1")
                .contains("branch 2");
        assertThat(bench.run("runs", "diff", "last", "last~2").ended(1).out())
                .contains("/do/0/ask")
                .contains("output/price")
                .contains("- /do/3/refuse")
                .contains("+ /do/4/pay")
                .contains("the end differs");
        assertThat(bench.run("runs", "diff", "last", "last~0").ended(0).out()).contains("the same");
        bench.run("runs", "branches", "last", "--delete", "1").ended(0);
        assertThat(bench.run("runs", "branches", "--json").ended(0).out()).doesNotContain("\"branch\": 1,");
        bench.run("runs", "branches", "last", "--delete", "0").ended(1);
        bench.run("runs", "replay", "last").ended(0);
    }

    @Test
    void valuesInputAndProgramCanBeChanged() {
        assertThat(bench.run("runs", "fork", "last", "--at", "2", "--program", "other.flow.yaml")
                        .ended(1)
                        .out())
                .contains("faulted")
                .contains("Too dear");
        assertThat(bench.run("runs", "fork", "last", "--at", "0", "--set", "$nothing=1")
                        .ended(1)
                        .err())
                .contains("sees no variable $nothing");
        assertThat(bench.run("runs", "fork", "last", "--at", "99999").ended(1).err())
                .contains("there is no step 99999");
        assertThat(bench.run("runs", "fork", "last", "--program", "broken.flow.yaml")
                        .ended(2)
                        .err())
                .contains("swich");
        assertThat(bench.run("runs", "fork", "last", "--effects", "lve")
                        .ended(2)
                        .err())
                .contains("did you mean 'live'");
        assertThat(bench.run("runs", "fork", "nobody").ended(3).err()).contains("there is no run nobody");
        Workbench.Outcome held = bench.run("runs", "fork", "last", "--at", "0", "--hold", "--input", "{}", "--json")
                .ended(0);
        int number = (int) ((JsonInteger) held.json().get("branch")).value();
        assertThat(held.json().get("status")).isEqualTo(JsonString.of("running"));
        assertThat(bench.run("runs", "branches", "last", "--continue", String.valueOf(number))
                        .ended(0)
                        .out())
                .contains("faulted");
    }

    @Test
    void whatIfSaysHowRunsWouldHaveEnded() {
        assertThat(bench.run("runs", "what-if", "last", "fixed.flow.yaml")
                        .ended(1)
                        .out())
                .contains("faulted → waiting")
                .contains("waits for http of /do/4/pay")
                .contains("/do/1/sum");
        assertThat(bench.run("runs", "what-if", "last", "fixed.flow.yaml", "--effects", "pay=mock:\"ok\"")
                        .ended(0)
                        .out())
                .contains("faulted → completed");
        assertThat(bench.run("runs", "what-if", "last", "shop.flow.yaml")
                        .ended(1)
                        .out())
                .contains("faulted → faulted")
                .contains("the same");
        for (int i = 0; i < 3; i++) {
            String fork = bench.run("runs", "what-if", "last", "shop.flow.yaml", "--json")
                    .json()
                    .toString();
            assertThat(fork).contains("\"otherEnd\":false");
        }
        String list = bench.run("runs", "list", "--json").ended(0).out();
        String fingerprint = list.replaceAll("(?s).*\"fingerprint\": \"([^\"]+)\".*", "$1");
        JsonObject group = bench.run(
                        "runs",
                        "what-if",
                        "--group",
                        fingerprint,
                        "fixed.flow.yaml",
                        "--effects",
                        "pay=mock:1",
                        "--json")
                .ended(0)
                .json();
        assertThat(group.get("completed")).isEqualTo(JsonNumber.of(1));
        assertThat(first(group.get("runs")).get("otherEnd")).isEqualTo(JsonBoolean.TRUE);
        assertThat(bench.run("runs", "what-if", "--group", "none", "fixed.flow.yaml")
                        .ended(3)
                        .err())
                .contains("no run has an error of the group");
        assertThat(bench.run("runs", "what-if", "last").ended(2).err()).contains("say which run");
    }

    @Test
    void aRedactedRecordingVerifiesAndSaysWhatIsMissing() throws IOException {
        bench.file("card.flow.yaml", workflow("card", "- a: {set: {paid: '${ .card.number }'}}"));
        bench.run("run", "card.flow.yaml", "--input", "{\"card\": {\"number\": \"4111-canary\"}}")
                .ended(0);
        assertThat(bench.run("runs", "export", "last", "card.flowrec", "--redact", "card.number,cvc")
                        .ended(0)
                        .err())
                .contains("1 inputs are left out");
        assertThat(Files.readString(folder.resolve("card.flowrec"), StandardCharsets.ISO_8859_1))
                .doesNotContain("canary");
        assertThat(bench.run("runs", "replay", "card.flowrec").ended(1).out())
                .contains("identical at the first 0 inputs")
                .contains("entry 0")
                .contains("erased");
        assertThat(bench.run("runs", "export", "last", "b.flowrec", "--redact", "a..b")
                        .ended(2)
                        .err())
                .contains("is no path");
        assertThat(requests).hasSize(1);
    }

    @Test
    void aRecordingTakesItsBranchesAlong() {
        bench.run("runs", "fork", "last", "--at", "2", "--program", "other.flow.yaml")
                .ended(1);
        bench.run("runs", "export", "last", "case.flowrec").ended(0);
        assertThat(bench.run("runs", "branches", "case.flowrec").ended(0).out()).contains("branch 1  faulted");
        assertThat(bench.run("runs", "diff", "case.flowrec", "case.flowrec~1")
                        .ended(1)
                        .out())
                .contains("/do/1/sum");
        bench.run("runs", "replay", "case.flowrec").ended(0);
        bench.run("runs", "import", "case.flowrec", "--store", "other").ended(0);
        assertThat(bench.run("runs", "branches", "last", "--store", "other").out())
                .contains("branch 1  faulted");
    }
}
