package io.flowork.lsp.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Texts and requests that nobody should send: each gets an answer, in time and memory that have a bound, ranges in answers are
 * within the text, and the server lives.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileTest {
    private static final String URI = "file:///hostile.flow.yaml";
    private static final String HEAD = "document: {dsl: 1.0.3, namespace: a, name: b, version: 1.0.0}\n";
    private static final String ONE = "do:\n  - one:\n      set: {a: 1}\n";
    private static final String GOOD = HEAD.replace("name: b", "name: good") + ONE;
    /** For one text and all requests about it, on a machine that has other things to do. */
    private static final long MOST_MILLIS = 60_000;
    /** What is in use when a text was closed. */
    private static final long MOST_MEGABYTES = 400;

    private static final String OPTIONS = "\"options\":{\"tabSize\":2,\"insertSpaces\":true}";

    /** Requests about a cursor, with what they need besides. */
    private static final Map<String, String> AT_CURSOR = requests(
            "completion", "",
            "hover", "",
            "definition", "",
            "declaration", "",
            "typeDefinition", "",
            "references", ",\"context\":{\"includeDeclaration\":true}",
            "documentHighlight", "",
            "signatureHelp", "",
            "linkedEditingRange", "",
            "prepareRename", "",
            "rename", ",\"newName\":\"other\"",
            "prepareCallHierarchy", "",
            "onTypeFormatting", ",\"ch\":\"\\n\"," + OPTIONS);

    /** Requests about a range. */
    private static final Map<String, String> OVER_RANGE = requests(
            "codeAction", ",\"context\":{\"diagnostics\":[]}",
            "rangeFormatting", "," + OPTIONS,
            "inlayHint", "",
            "inlineValue",
                    ",\"context\":{\"frameId\":0,\"stoppedLocation\":{\"start\":{\"line\":0,\"character\":0},"
                            + "\"end\":{\"line\":0,\"character\":1}}}",
            "semanticTokens/range", "");

    /** Requests about a whole text. */
    private static final List<String> OF_TEXT = List.of(
            "documentSymbol",
            "foldingRange",
            "semanticTokens/full",
            "codeLens",
            "documentLink",
            "diagnostic",
            "formatting");

    private static Map<String, String> requests(String... pairs) {
        Map<String, String> requests = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            requests.put(pairs[i], pairs[i + 1]);
        }
        return requests;
    }

    private static Map<String, Supplier<String>> texts() {
        Map<String, Supplier<String>> texts = new LinkedHashMap<>();
        texts.put(
                "50,000 lines",
                () -> HEAD
                        + "do:\n"
                        + IntStream.range(0, 12_500)
                                .mapToObj(i -> "  - t%d:\n      if: .a == %d\n      set:\n        x: ${ .b + 1 }\n"
                                        .formatted(i, i))
                                .collect(Collectors.joining()));
        texts.put("a line of 1 MB of tasks", () -> HEAD + "do: [" + tasks("{set: {x: '${ .b + 1 }', é: 1}}") + "]\n");
        texts.put(
                "a line of 1 MB of tasks in JSON",
                () -> "{\"document\": {\"dsl\": \"1.0.3\", \"namespace\": \"a\", \"name\": \"b\","
                        + " \"version\": \"1.0.0\"}, \"do\": ["
                        + tasks("{\"set\": {\"x\": \"${ .b + 1 }\"}, \"then\": \"t0\"}") + "]}");
        texts.put("20,000 tasks of one name", () -> HEAD + "do:\n" + "  - t: {set: {a: 1}, then: t}\n".repeat(20_000));
        texts.put("100,000 dashes", () -> HEAD + "do:\n" + "  - \n".repeat(100_000));
        texts.put("10,000 lists in lists", () -> HEAD + "do: " + "[".repeat(10_000) + "]".repeat(10_000));
        texts.put(
                "10,000 aliases",
                () -> HEAD + "do:\n  - one: &x {set: {a: 1}}\n"
                        + IntStream.range(0, 10_000)
                                .mapToObj(i -> "  - t%d: *x\n".formatted(i))
                                .collect(Collectors.joining()));
        texts.put("an expression of 1 MB", () -> HEAD + expression(".a + ".repeat(200_000) + "1"));
        texts.put("20,000 uses of a variable", () -> HEAD + expression(". as $v | " + "$v + ".repeat(20_000) + "1"));
        texts.put("a broken expression of 1 MB", () -> HEAD + expression(".a + ( ".repeat(140_000)));
        texts.put(
                "a quoted text of 200,000 empty lines",
                () -> HEAD + "do:\n  - one:\n      set: {a: \"" + "\n".repeat(200_000) + "\"}\n");
        texts.put(
                "a conflict in 50,000 lines",
                () -> HEAD + "do:\n" + "  - t:\n      set:\n        x: 1\n".repeat(8_000)
                        + "<<<<<<< HEAD\n  - one: {set: {a: 1}}\n=======\n  - two: {set: {a: 1}}\n>>>>>>> x\n"
                        + "  - t:\n      set:\n        x: 1\n".repeat(8_000));
        texts.put(
                "a merge conflict",
                () -> HEAD + "do:\n<<<<<<< HEAD\n  - one: {set: {a: 1}}\n=======\n  - two: {set: {a: 1}}\n>>>>>>> x\n");
        texts.put("bytes of a picture", () -> {
            byte[] bytes = new byte[100_000];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) ((i * 7919) >> 3);
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        });
        texts.put("an alias bomb", () -> {
            StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
            for (int i = 1; i < 40; i++) {
                text.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)));
            }
            return text + GOOD;
        });
        texts.put(
                "line ends of three systems",
                () -> GOOD.replace("\n", "\r\n") + "  - two:\r      set: {b: 2}\r" + "  - three:\n      wait: PT1S\n");
        texts.put("tabs", () -> GOOD.replace("  ", "\t"));
        texts.put("a byte order mark", () -> "\uFEFF" + GOOD);
        texts.put(
                "characters beyond the usual",
                () -> HEAD
                        + "do:\n  - 🍕größe𝄞:\n      if: '.\"🍕\" == \"𝄞\" and $wrong'\n      set: {\"🍕🍕\": '${ \"🍕\\(.ä)\" | nope }'}\n"
                        + "      then: 🍕nirgends𝄞\n");
        texts.put("half of a surrogate pair", () -> GOOD + "  - \uD83C: {set: {a: \uDF55}}\n");
        texts.put("a text of 1 MB", () -> HEAD + "do:\n  - one:\n      set: {a: \"" + "x".repeat(1 << 20) + "\"}\n");
        texts.put("10,000 levels", () -> HEAD + "do: " + "[{a: {do: ".repeat(10_000));
        texts.put(
                "1,500 levels of indentation",
                () -> HEAD
                        + IntStream.range(0, 1_500)
                                .mapToObj(i -> " ".repeat(i) + "do:\n")
                                .collect(Collectors.joining()));
        texts.put("10,000 brackets in JSON", () -> "{\"document\": " + "[".repeat(10_000));
        texts.put("nothing", () -> "");
        texts.put("blanks", () -> " \n\t\n   \n");
        texts.put("NUL", () -> "\0\0\0");
        return texts;
    }

    private static String tasks(String each) {
        return IntStream.range(0, (1 << 20) / (each.length() + 12))
                .mapToObj(i -> "{\"t%d\": %s}".formatted(i, each))
                .collect(Collectors.joining(", "));
    }

    private static String expression(String jq) {
        return "do:\n  - one:\n      set: {a: '${ " + jq + " }'}\n";
    }

    @Test
    void everyTextIsAnswered() throws Exception {
        for (String encoding : List.of("utf-16", "utf-8")) {
            try (Wire wire = new Wire()) {
                wire.hello(encoding);
                for (Map.Entry<String, Supplier<String>> text : texts().entrySet()) {
                    if (encoding.equals("utf-8") && text.getKey().matches(".*(,000|expression).*")) {
                        continue; // large and plain: it has the same positions in both
                    }
                    // what is said of one text is not of another
                    String uri = "file:///" + text.getKey().replaceAll("\\W", "-") + ".flow.yaml";
                    check(wire, encoding, text.getKey(), uri, text.getValue().get());
                }
                alive(wire);
            }
        }
    }

    private static void check(Wire wire, String encoding, String name, String uri, String text) throws Exception {
        long start = System.nanoTime();
        String[] lines = text.split("\r\n|\r|\n", -1);
        long[] ends = ends(lines, encoding);
        JsonArray told = wire.open(uri, text);
        within(told, ends, () -> name + ": " + told);
        int middle = lines.length / 2;
        int last = lines.length - 1;
        int longest = IntStream.range(0, lines.length)
                .reduce((one, other) -> lines[one].length() < lines[other].length() ? other : one)
                .orElse(0);
        for (int line : IntStream.of(0, middle, last, longest).distinct().toArray()) {
            for (Map.Entry<String, String> request : AT_CURSOR.entrySet()) {
                about(wire, uri, request.getKey(), position(line, lines[line].length() / 2) + request.getValue(), ends);
            }
        }
        for (Map.Entry<String, String> request : OVER_RANGE.entrySet()) {
            about(wire, uri, request.getKey(), range(0, 0, last, 0) + request.getValue(), ends);
        }
        about(wire, uri, "selectionRange", ",\"positions\":[{\"line\":" + middle + ",\"character\":3}]", ends);
        for (String method : OF_TEXT) {
            about(wire, uri, method, method.equals("formatting") ? "," + OPTIONS : "", ends);
        }
        wire.ask("workspace/symbol", "{\"query\":\"t\"}");
        String change =
                "{\"text\":\" \"" + range(longest, 7, longest, 7) + "}"; // and what is asked while somebody writes
        wire.tell(
                "textDocument/didChange",
                "{\"textDocument\":{\"uri\":\"" + uri + "\",\"version\":2},\"contentChanges\":[" + change + "]}");
        for (String method : List.of("completion", "hover")) {
            JsonObject answer =
                    wire.ask("textDocument/" + method, text(uri, position(longest, lines[longest].length() / 2)));
            assertThat(answer.has("error")).as(method + ": " + answer).isFalse();
        }
        wire.ask("textDocument/semanticTokens/full/delta", text(uri, ",\"previousResultId\":\"1\""));
        wire.tell("textDocument/didClose", "{\"textDocument\":{\"uri\":\"" + uri + "\"}}");
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        System.gc();
        long megabytes =
                (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20;
        System.out.printf("%7d ms %5d MB  %s, %s%n", millis, megabytes, name, encoding);
        assertThat(millis).as(name).isLessThan(MOST_MILLIS);
        assertThat(megabytes).as(name).isLessThan(MOST_MEGABYTES);
    }

    private static void about(Wire wire, String uri, String method, String rest, long[] ends) throws Exception {
        JsonObject answer = wire.ask("textDocument/" + method, text(uri, rest));
        JsonValue error = answer.get("error");
        boolean refused = error instanceof JsonObject of
                && of.get("code") instanceof JsonInteger code
                && code.value() != -32603; // an internal error is a bug of ours
        assertThat(error == null || refused)
                .as(method + " " + rest + ": " + answer)
                .isTrue();
        if (answer.get("result") != null) {
            within(answer.get("result"), ends, () -> method + " " + rest + ": " + answer);
        }
    }

    private static String text(String uri, String rest) {
        return "{\"textDocument\":{\"uri\":\"" + uri + "\"}" + rest + "}";
    }

    private static String position(long line, long character) {
        return ",\"position\":{\"line\":" + line + ",\"character\":" + character + "}";
    }

    private static String range(long line, long character, long endLine, long endCharacter) {
        return ",\"range\":{\"start\":{\"line\":" + line + ",\"character\":" + character + "},\"end\":{\"line\":"
                + endLine + ",\"character\":" + endCharacter + "}}";
    }

    /** Every position in an answer is one of the text, as the client counts. */
    private static void within(JsonValue answer, long[] ends, Supplier<String> what) {
        if (answer instanceof JsonArray list) {
            list.forEach(each -> within(each, ends, what));
        } else if (answer instanceof JsonObject object) {
            if (object.get("line") instanceof JsonInteger line
                    && object.get("character") instanceof JsonInteger character) {
                boolean is = line.value() >= 0
                        && line.value() < ends.length
                        && character.value() >= 0
                        && character.value() <= ends[(int) line.value()];
                if (!is) {
                    throw new AssertionError(object + " is no place of the text: " + what.get());
                }
            }
            object.forEach((key, value) -> within(value, ends, what));
        }
    }

    /** How long the lines are, as the client counts. */
    private static long[] ends(String[] lines, String encoding) {
        return Stream.of(lines)
                .mapToLong(
                        line -> encoding.equals("utf-8") ? line.getBytes(StandardCharsets.UTF_8).length : line.length())
                .toArray();
    }

    private static void alive(Wire wire) throws Exception {
        // of a name of its own: what was closed may be known for a moment
        assertThat(wire.open("file:///alive.flow.yaml", HEAD.replace("name: b", "name: alive") + ONE))
                .isEmpty();
        JsonObject hover = wire.ask("textDocument/hover", text("file:///alive.flow.yaml", position(3, 7)));
        assertThat(String.valueOf(hover.get("result"))).contains("**set**");
    }

    @Test
    void positionsOfCharactersBeyondTheUsual() throws Exception {
        String text = HEAD + "do:\n  - 🍕: {set: {a: 1}, then: nirgends}\n";
        for (String encoding : List.of("utf-16", "utf-8")) {
            try (Wire wire = new Wire()) {
                wire.hello(encoding);
                JsonArray told = wire.open(URI, text);
                assertThat(told.size()).isOne();
                int before = encoding.equals("utf-8") ? 4 + 4 : 4 + 2;
                int column = before + ": {set: {a: 1}, then: ".length();
                assertThat(told.get(0).toString())
                        .contains("\"start\":{\"line\":2,\"character\":" + column + "}")
                        .contains("\"end\":{\"line\":2,\"character\":" + (column + 8) + "}");
            }
        }
    }

    @Test
    void nothingIsClaimedAboutWhatIsNoWorkflow() throws Exception {
        try (Wire wire = new Wire()) {
            wire.hello("utf-16");
            String uri = "file:///values.yaml";
            assertThat(wire.open(uri, "replicas: [1,\nimage: {\n  a: ${ .b | }\n"))
                    .isEmpty();
            for (Map.Entry<String, String> request : AT_CURSOR.entrySet()) {
                nothing(wire, request.getKey(), text(uri, position(1, 2) + request.getValue()));
            }
            for (Map.Entry<String, String> request : OVER_RANGE.entrySet()) {
                nothing(wire, request.getKey(), text(uri, range(0, 0, 2, 0) + request.getValue()));
            }
            for (String method : OF_TEXT) {
                nothing(wire, method, text(uri, method.equals("formatting") ? "," + OPTIONS : ""));
            }
            alive(wire);
        }
    }

    private static void nothing(Wire wire, String method, String params) throws Exception {
        JsonObject answer = wire.ask("textDocument/" + method, params);
        assertThat(answer.has("error")).as(method + ": " + answer).isFalse();
        assertThat(String.valueOf(answer.get("result")).replaceAll("\"resultId\":\"[^\"]*\"", ""))
                .as(method)
                .doesNotContain("\"start\"", "\"label\"", "\"code\"", "\"contents\"");
    }

    @Test
    void aTextThatIsNoFileIsAnswered() throws Exception {
        for (String uri : List.of("untitled:x.flow.yaml", "inmemory://model/x.flow.yaml", "file:///a%00b.flow.yaml")) {
            try (Wire wire = new Wire()) {
                wire.hello("utf-16");
                check(wire, "utf-16", uri, uri, GOOD + "  - two: {wait: PT1S, then: nowhere}\n");
                alive(wire);
            }
        }
    }

    @Test
    void wrongPlacesAndNamesAreAnswered() throws Exception {
        try (Wire wire = new Wire()) {
            wire.hello("utf-8");
            assertThat(wire.open(URI, GOOD.replace("good", "b"))).isEmpty();
            long[] ends = ends(GOOD.split("\n", -1), "utf-8");
            long[][] places = {
                {-1, -1},
                {0, -7},
                {-3, 2},
                {1, 4_000},
                {4_000, 0},
                {4_000_000, 4_000_000},
                {2_147_483_647, 2_147_483_647}
            };
            for (long[] place : places) {
                for (Map.Entry<String, String> request : AT_CURSOR.entrySet()) {
                    about(wire, URI, request.getKey(), position(place[0], place[1]) + request.getValue(), ends);
                }
                for (Map.Entry<String, String> request : OVER_RANGE.entrySet()) {
                    String wrong = range(place[0], place[1], -place[0], -place[1]);
                    about(wire, URI, request.getKey(), wrong + request.getValue(), ends);
                }
                wire.tell(
                        "textDocument/didChange",
                        "{\"textDocument\":{\"uri\":\"" + URI + "\",\"version\":2},\"contentChanges\":[{\"text\":\"\""
                                + range(place[0], place[1], place[0], place[1]) + "}]}");
            }
            for (String uri :
                    List.of("file:///unknown.flow.yaml", "", "::", "untitled:x", "file:///%zz", "file:///a%00b")) {
                for (Map.Entry<String, String> request : AT_CURSOR.entrySet()) {
                    JsonObject answer = wire.ask(
                            "textDocument/" + request.getKey(), text(uri, position(0, 0) + request.getValue()));
                    assertThat(answer.toString())
                            .as(request.getKey() + " of " + uri)
                            .doesNotContain("-32603");
                }
                for (String method : OF_TEXT) {
                    JsonObject answer = wire.ask(
                            "textDocument/" + method, text(uri, method.equals("formatting") ? "," + OPTIONS : ""));
                    assertThat(answer.toString()).as(method + " of " + uri).doesNotContain("-32603");
                }
            }
            alive(wire);
        }
    }

    @Test
    void wrongMessagesHaveErrorsForAnswersAndTheServerLives() throws Exception {
        try (Wire wire = new Wire()) {
            wire.hello("utf-16");
            assertThat(wire.open(URI, GOOD.replace("good", "b"))).isEmpty();
            for (String params :
                    List.of("{}", "null", "[]", "7", "\"x\"", "{\"textDocument\":7}", "{\"position\":[]}")) {
                for (String method : AT_CURSOR.keySet()) {
                    assertThat(wire.ask("textDocument/" + method, params).has("error"))
                            .as(method + " " + params)
                            .isTrue();
                }
            }
            assertThat(wire.ask("textDocument/unheardOf", "{}").has("error")).isTrue();
            assertThat(wire.ask("completionItem/resolve", "{\"label\":\"x\",\"data\":{\"a\":[1]}}")
                            .has("error"))
                    .isFalse();
            assertThat(wire.ask("workspace/executeCommand", "{\"command\":\"rm\",\"arguments\":[]}")
                            .has("error"))
                    .isTrue();
            wire.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":");
            wire.send("[]");
            wire.send("7");
            wire.send("{}");
            wire.send("{\"jsonrpc\":\"2.0\",\"id\":\"nobody asked\",\"result\":1}");
            wire.tell("textDocument/didChange", "{}");
            wire.tell("textDocument/didOpen", "{\"textDocument\":{}}");
            wire.tell("$/cancelRequest", "{\"id\":\"never\"}");
            wire.raw("X-Header: 1\r\nContent-Length: 2\r\n\r\n", "{}".getBytes(StandardCharsets.UTF_8));
            alive(wire);
        }
    }
}
