package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
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

    /** What is said of a run that is at work, or of a file to write; see the tests of these requests. */
    private static final Set<String> ELSEWHERE = Set.of();

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
            JsonObject json = (JsonObject) JsonReader.parse(text);
            if (json.get("command") instanceof JsonString command) {
                JsonValue arguments = json.get("arguments");
                examples.add(new Example(
                        command.value(), arguments == null ? JsonObject.EMPTY : arguments, null));
            } else {
                Example asked = examples.removeLast();
                assertThat(asked.answer()).as("two answers to %s", asked).isNull();
                examples.add(new Example(asked.command(), asked.arguments(), json));
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
        Workbench bench = new Workbench(folder);
        bench.file(
                "orders.flow.yaml",
                Files.readString(Workbench.root().resolve("testdata/dap/orders.flow.yaml")));
        bench.run("run", "orders.flow.yaml", "--input", "{\"orders\": [3, 5, 8]}")
                .ended(1);
        for (Example example : examples()) {
            if (ELSEWHERE.contains(example.command())) {
                continue;
            }
            try (DapPeer dap = new DapPeer(folder, Map.of())) { // each begins where the page begins
                dap.begin("attach", "{'program': 'orders.flow.yaml'}");
                dap.go("flowork/seek", "{'t': 12}");
                JsonObject body = dap.ask(example.command(), example.arguments().toString());
                if (example.answer() != null) {
                    sameForm(example.answer(), body, example.command());
                }
            }
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
