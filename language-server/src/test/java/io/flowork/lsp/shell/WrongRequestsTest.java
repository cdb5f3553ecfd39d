package io.flowork.lsp.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Requests with every parameter left out, or of another kind: each is answered, none by an internal error, in plain words, and
 * the server lives.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WrongRequestsTest {
    private static final String URI = "file:///good.flow.yaml";
    private static final String GOOD = """
            document: {dsl: 1.0.3, namespace: a, name: good, version: 1.0.0}
            do:
              - one:
                  set: {a: 1}
              - two:
                  set: {b: '${ .a + 1 }'}
                  then: one
            """;

    private static final List<String> WRONG = List.of(
            "null",
            "7",
            "-1",
            "1.5",
            "2147483648",
            "1e30",
            "true",
            "\"x\"",
            "\"\"",
            "\"\\u0000\"",
            "[]",
            "[null]",
            "[7]",
            "[{}]",
            "{}",
            "{\"line\":-3,\"character\":2}",
            "[".repeat(300) + "]".repeat(300));

    private static final String TEXT = "\"textDocument\":{\"uri\":\"" + URI + "\"}";
    private static final String AT = TEXT + ",\"position\":{\"line\":6,\"character\":13}";
    private static final String WHERE =
            "{\"start\":{\"line\":2,\"character\":4},\"end\":{\"line\":6,\"character\":10}}";
    private static final String OVER = TEXT + ",\"range\":" + WHERE;
    private static final String OPTIONS = ",\"options\":{\"tabSize\":2,\"insertSpaces\":true}";
    private static final String ITEM = "{\"item\":{\"name\":\"good\",\"kind\":2,\"uri\":\"" + URI + "\",\"range\":"
            + WHERE + ",\"selectionRange\":" + WHERE
            + ",\"data\":{\"kind\":\"workflow\",\"name\":\"a/good\",\"version\":\"1.0.0\"}}}";

    private static Map<String, String> requests() {
        Map<String, String> requests = new LinkedHashMap<>();
        for (String method : List.of(
                "hover",
                "definition",
                "declaration",
                "typeDefinition",
                "documentHighlight",
                "signatureHelp",
                "linkedEditingRange",
                "prepareRename",
                "prepareCallHierarchy")) {
            requests.put("textDocument/" + method, "{" + AT + "}");
        }
        requests.put(
                "textDocument/completion", "{" + AT + ",\"context\":{\"triggerKind\":2,\"triggerCharacter\":\" \"}}");
        requests.put("textDocument/references", "{" + AT + ",\"context\":{\"includeDeclaration\":true}}");
        requests.put("textDocument/rename", "{" + AT + ",\"newName\":\"other\"}");
        requests.put("textDocument/onTypeFormatting", "{" + AT + ",\"ch\":\"-\"" + OPTIONS + "}");
        requests.put(
                "textDocument/codeAction",
                "{" + OVER + ",\"context\":{\"only\":[\"refactor\"],\"diagnostics\":[{\"range\":" + WHERE
                        + ",\"message\":\"m\",\"severity\":1,\"code\":\"FW1\",\"data\":[1]}]}}");
        requests.put("textDocument/rangeFormatting", "{" + OVER + OPTIONS + "}");
        requests.put("textDocument/inlayHint", "{" + OVER + "}");
        requests.put(
                "textDocument/inlineValue",
                "{" + OVER + ",\"context\":{\"frameId\":0,\"stoppedLocation\":" + WHERE + "}}");
        requests.put("textDocument/semanticTokens/range", "{" + OVER + "}");
        for (String method :
                List.of("documentSymbol", "foldingRange", "semanticTokens/full", "codeLens", "documentLink")) {
            requests.put("textDocument/" + method, "{" + TEXT + "}");
        }
        requests.put("textDocument/diagnostic", "{" + TEXT + ",\"previousResultId\":\"1\"}");
        requests.put("textDocument/formatting", "{" + TEXT + OPTIONS + "}");
        requests.put("textDocument/semanticTokens/full/delta", "{" + TEXT + ",\"previousResultId\":\"1\"}");
        requests.put("textDocument/selectionRange", "{" + TEXT + ",\"positions\":[{\"line\":3,\"character\":5}]}");
        requests.put("completionItem/resolve", "{\"label\":\"x\",\"kind\":1,\"data\":[1,0]}");
        requests.put(
                "codeAction/resolve",
                "{\"title\":\"x\",\"kind\":\"refactor\",\"data\":{\"uri\":\"" + URI
                        + "\",\"version\":1,\"id\":\"do\",\"start\":80,\"end\":90}}");
        requests.put(
                "inlayHint/resolve",
                "{\"position\":{\"line\":1,\"character\":1},\"label\":\"x\",\"data\":[\"" + URI
                        + "\",\"types\",\"/do/0/one\"]}");
        requests.put("codeLens/resolve", "{\"range\":" + WHERE + ",\"data\":[\"" + URI + "\",\"REFERENCES\",\"\"]}");
        requests.put("callHierarchy/incomingCalls", ITEM);
        requests.put("callHierarchy/outgoingCalls", ITEM);
        requests.put("workspace/symbol", "{\"query\":\"o\"}");
        requests.put("workspace/diagnostic", "{\"previousResultIds\":[{\"uri\":\"" + URI + "\",\"value\":\"1\"}]}");
        requests.put(
                "workspace/willRenameFiles",
                "{\"files\":[{\"oldUri\":\"" + URI + "\",\"newUri\":\"file:///other.flow.yaml\"}]}");
        return requests;
    }

    private static Map<String, String> told() {
        Map<String, String> told = new LinkedHashMap<>();
        told.put(
                "textDocument/didOpen",
                "{\"textDocument\":{\"uri\":\"file:///b.flow.yaml\",\"languageId\":\"yaml\",\"version\":1,\"text\":\"a\"}}");
        told.put(
                "textDocument/didChange",
                "{\"textDocument\":{\"uri\":\"file:///b.flow.yaml\",\"version\":2},\"contentChanges\":[{\"range\":"
                        + WHERE + ",\"text\":\"a\"}]}");
        told.put("textDocument/didSave", "{\"textDocument\":{\"uri\":\"file:///b.flow.yaml\"}}");
        told.put("textDocument/didClose", "{\"textDocument\":{\"uri\":\"file:///b.flow.yaml\"}}");
        told.put("workspace/didChangeConfiguration", "{\"settings\":{\"flowork\":{\"codeLens\":{\"enabled\":true}}}}");
        told.put(
                "workspace/didChangeWorkspaceFolders",
                "{\"event\":{\"added\":[{\"uri\":\"file:///nowhere\",\"name\":\"n\"}],\"removed\":[]}}");
        told.put("workspace/didChangeWatchedFiles", "{\"changes\":[{\"uri\":\"file:///c.flow.yaml\",\"type\":1}]}");
        told.put(
                "workspace/didRenameFiles",
                "{\"files\":[{\"oldUri\":\"file:///c.flow.yaml\",\"newUri\":\"file:///d.flow.yaml\"}]}");
        told.put("window/workDoneProgress/cancel", "{\"token\":\"t\"}");
        told.put("$/setTrace", "{\"value\":\"off\"}");
        told.put("$/cancelRequest", "{\"id\":\"never\"}");
        return told;
    }

    /** A value with each part of it left out, and replaced by each of what is wrong. */
    private static List<String> variants(JsonValue value) {
        List<String> variants = new ArrayList<>(WRONG);
        if (value instanceof JsonObject object) {
            Map<String, String> members = new LinkedHashMap<>();
            object.forEach((name, inner) -> members.put(name, inner.toString()));
            object.forEach((name, inner) -> {
                Map<String, String> other = new LinkedHashMap<>(members);
                other.remove(name);
                variants.add(text(other));
                for (String variant : variants(inner)) {
                    other.put(name, variant);
                    variants.add(text(other));
                }
            });
        } else if (value instanceof JsonArray list && list.size() > 0) {
            variants(list.get(0)).forEach(variant -> variants.add("[" + variant + "]"));
        }
        return variants;
    }

    private static String text(Map<String, String> members) {
        List<String> parts = new ArrayList<>();
        members.forEach((name, value) -> parts.add(JsonString.of(name) + ":" + value));
        return "{" + String.join(",", parts) + "}";
    }

    @Test
    void everyWrongParameterIsRefusedOrLeftOut() throws Exception {
        try (Wire wire = new Wire()) {
            wire.hello("utf-16");
            wire.open(URI, GOOD);
            int refused = 0;
            for (Map.Entry<String, String> request : requests().entrySet()) {
                assertThat(wire.ask(request.getKey(), request.getValue()).has("error"))
                        .as("the right one: " + request)
                        .isEqualTo(request.getKey().equals("codeAction/resolve"));
                for (String params : variants(JsonReader.parse(request.getValue()))) {
                    refused += check(wire, request.getKey(), params);
                }
            }
            assertThat(refused).isGreaterThan(500);
            alive(wire);
        }
    }

    @Test
    void severalWrongParametersAtOnce() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("WrongRequestsTest -Dseed=" + seed);
        Random random = new Random(seed);
        List<Map.Entry<String, String>> requests = List.copyOf(requests().entrySet());
        try (Wire wire = new Wire()) {
            wire.hello("utf-8");
            wire.open(URI, GOOD);
            for (int i = 0; i < 2_000; i++) {
                Map.Entry<String, String> request = requests.get(random.nextInt(requests.size()));
                String params = request.getValue();
                for (int j = random.nextInt(4); j >= 0; j--) {
                    List<String> variants = variants(JsonReader.parse(params));
                    String variant = variants.get(random.nextInt(variants.size()));
                    params = variant.startsWith("{") ? variant : params;
                }
                check(wire, request.getKey(), params);
            }
            alive(wire);
        }
    }

    /** Whether a request is refused, 0 or 1. */
    private static int check(Wire wire, String method, String params) throws Exception {
        JsonObject answer = wire.ask(method, params);
        if (!(answer.get("error") instanceof JsonObject error)) {
            return 0;
        }
        String what = method + " " + params + ": " + error;
        assertThat(error.get("code"))
                .as(what)
                .isIn(JsonInteger.of(-32602), JsonInteger.of(-32803)); // invalid parameters; well formed, but refused
        assertThat(error.get("message").toString()).as(what).doesNotContain("Exception", "java", "gson", "lsp4j");
        return 1;
    }

    @Test
    void wrongNewsIsLeftOut() throws Exception {
        try (Wire wire = new Wire()) {
            wire.hello("utf-16");
            wire.open(URI, GOOD);
            for (Map.Entry<String, String> news : told().entrySet()) {
                for (String params : variants(JsonReader.parse(news.getValue()))) {
                    wire.tell(news.getKey(), params);
                }
                alive(wire);
            }
        }
    }

    @Test
    void aWrongHelloIsAnsweredAndCanBeSaidAgain() throws Exception {
        String hello =
                "{\"processId\":null,\"rootUri\":\"file:///nowhere\",\"workspaceFolders\":[{\"uri\":\"file:///nowhere\","
                        + "\"name\":\"n\"}],\"initializationOptions\":{\"flowork\":{}},\"capabilities\":{\"general\":"
                        + "{\"positionEncodings\":[\"utf-8\"]},\"workspace\":{\"configuration\":false},\"textDocument\":{}}}";
        try (Wire wire = new Wire()) {
            for (String params : variants(JsonReader.parse(hello))) {
                check(wire, "initialize", params);
            }
            wire.hello("utf-16");
            wire.open(URI, GOOD);
            alive(wire);
        }
    }

    @Test
    void whoeverAsksGetsTheAnswerWhateverTheMessageLooksLike() throws Exception {
        try (Wire wire = new Wire()) {
            wire.hello("utf-16");
            wire.open(URI, GOOD);
            for (String params : List.of("[1,2]", "[{},{}]", "7", "\"x\"")) {
                JsonObject error = (JsonObject) wire.sent(
                                "late", "{\"params\":" + params + ",\"method\":\"textDocument/hover\",\"id\":\"late\"}")
                        .get("error");
                assertThat(error.get("code")).as(params).isEqualTo(JsonInteger.of(-32602));
            }
            for (String broken : List.of("{\"params\":[[[,\"id\":\"late\"}", "x", "{\"id\":")) {
                JsonObject error = (JsonObject) wire.sent("null", broken).get("error");
                assertThat(error.get("code")).as(broken).isEqualTo(JsonInteger.of(-32700));
            }
            for (String odd : List.of("[]", "7", "null", "{}", "")) {
                JsonObject error = (JsonObject) wire.sent("null", odd).get("error");
                assertThat(error.get("code")).as(odd).isEqualTo(JsonInteger.of(-32600));
            }
            alive(wire);
        }
    }

    private static void alive(Wire wire) throws Exception {
        JsonObject hover = wire.ask("textDocument/hover", "{" + TEXT + ",\"position\":{\"line\":3,\"character\":7}}");
        assertThat(String.valueOf(hover.get("result"))).contains("**set**");
    }
}
