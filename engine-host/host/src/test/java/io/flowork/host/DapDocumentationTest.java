package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The custom requests in {@code docs/dap.md}: each has an example there, which the adapter answers over a recording, and in the
 * form of the answer that the page shows.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DapDocumentationTest {
    private static final Pattern BLOCK = Pattern.compile("(?s)```json\\n(.*?)```");
    private static final Pattern CUSTOM = Pattern.compile("`(flowork/\\w+)`");

    /** A run with a loop, and a place at which a call is outstanding. */
    private static final String WORKFLOW = Workbench.workflow("sum", """
            - begin: {set: {total: 0}, export: {as: .}}
            - over:
                for: {in: '${ $workflow.input.items }'}
                do:
                  - add: {set: {total: '${ $context.total + $item }'}, export: {as: .}}
            - both:
                fork:
                  branches:
                    - pay: {call: http, with: {method: get, endpoint: 'http://shop.example/pay'}}
                    - note: {set: {noted: '${ $context.total }'}}
            """);

    @TempDir
    Path folder;

    /** A request, and how it is answered. */
    private record Example(
            String command, JsonValue arguments, @Nullable JsonValue answer) {}

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(Files.readString(Workbench.root().resolve("docs/dap.md")));
        while (blocks.find()) {
            String text = blocks.group(1);
            if (text.startsWith("{\"type\"")) {
                continue; // configurations of clients
            }
            for (String each : text.split("\n(?=\\{\"command\")", -1)) {
                JsonObject json = (JsonObject) JsonReader.parse(each);
                if (json.get("command") instanceof JsonString command) {
                    JsonValue arguments = json.get("arguments");
                    examples.add(new Example(command.value(), arguments == null ? JsonObject.EMPTY : arguments, null));
                } else {
                    Example asked = examples.removeLast();
                    assertThat(asked.answer()).as("two answers to %s", asked).isNull();
                    examples.add(new Example(asked.command(), asked.arguments(), json));
                }
            }
        }
        return examples;
    }

    @Test
    void everyCustomRequestHasAnExample() throws IOException {
        String table = Files.readString(Workbench.root().resolve("debug-adapter/README.md"));
        Set<String> answered = CUSTOM.matcher(table)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> shown = examples().stream().map(Example::command).toList();
        assertThat(shown).containsAll(answered);
    }

    @Test
    void everyExampleIsAnsweredAsThePageSays() throws Exception {
        record();
        for (Example example : examples()) {
            try (DapPeer dap = new DapPeer(folder, Map.of())) { // each begins at the same place
                dap.begin("attach", "{'program': 'sum.flow.yaml'}");
                JsonString isNote = JsonString.of("$task.name == \"note\"");
                JsonObject note = dap.ask(
                        "flowork/find", JsonObject.of("expression", isNote).toString());
                dap.go("flowork/seek", "{'t': " + DapPeer.number(note, "stops", 0, "t") + "}");
                dap.ask("stackTrace", "{'threadId': " + DapPeer.number(note, "stops", 0, "threadId") + "}");
                JsonObject body = dap.ask(example.command(), example.arguments().toString());
                if (example.answer() != null) {
                    sameForm(example.answer(), body, example.command());
                }
            }
        }
    }

    private void record() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = "{\"paid\": true}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            new Workbench(folder)
                    .file("sum.flow.yaml", WORKFLOW)
                    .file("fixed.flow.yaml", WORKFLOW.replace("noted: '${ $context.total }'", "noted: fixed"))
                    .variable(
                            "FLOWORK_HTTP_HOSTS",
                            "shop.example=http://127.0.0.1:"
                                    + server.getAddress().getPort())
                    .run("run", "sum.flow.yaml", "--input", "{\"items\": [3, 4, -9, 5, 1, 2, 6, 7]}")
                    .ended(0);
        } finally {
            server.stop(0);
        }
    }

    /** The members are the same, but for those that may be missing, and of the same types. */
    private static void sameForm(JsonValue told, JsonValue is, String where) {
        if (told == JsonNull.NULL || is == JsonNull.NULL) {
            return;
        }
        assertThat(is.typeName()).as("the type of %s, which is %s", where, is).isEqualTo(told.typeName());
        if (told instanceof JsonObject object && is instanceof JsonObject other) {
            for (JsonObject.Member member : object) {
                JsonValue found = other.get(member.key());
                assertThat(found).as("%s/%s in %s", where, member.key(), is).isNotNull();
                sameForm(member.value(), found, where + "/" + member.key());
            }
            for (JsonObject.Member member : other) {
                assertThat(member.value() == JsonNull.NULL || object.get(member.key()) != null)
                        .as("%s/%s is told of on the page", where, member.key())
                        .isTrue();
            }
        }
        if (told instanceof JsonArray array && is instanceof JsonArray other && !array.isEmpty()) {
            assertThat(other.isEmpty()).as("%s is empty", where).isFalse();
            sameForm(array.get(0), other.get(0), where + "/0");
        }
    }
}
