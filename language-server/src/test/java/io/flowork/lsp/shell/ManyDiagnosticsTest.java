package io.flowork.lsp.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A file with more mistakes than anybody reads. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyDiagnosticsTest {
    private static final String URI = "file:///many.flow.yaml";
    private static final int MOST = 2_000;

    /** A text with so many mistakes, each in a line of its own from the third on. */
    private static String text(int mistakes) {
        return "document: {dsl: 1.0.3, namespace: a, name: b, version: 1.0.0}\ndo:\n"
                + IntStream.range(0, mistakes)
                        .mapToObj(i -> "  - t%d: {set: {a: 1}, then: nowhere}\n".formatted(i))
                        .collect(Collectors.joining());
    }

    private static JsonObject diagnostic(JsonArray told, int at) {
        return (JsonObject) told.get(at);
    }

    private static JsonValue line(JsonObject diagnostic) {
        JsonObject range = (JsonObject) diagnostic.get("range");
        return ((JsonObject) range.get("start")).get("line");
    }

    private static void isCut(JsonArray told, int mistakes) {
        assertThat(told.size()).isEqualTo(MOST + 1);
        for (int i = 0; i < MOST; i++) {
            assertThat(line(diagnostic(told, i))).isEqualTo(JsonNumber.of(2 + i));
            assertThat(diagnostic(told, i).has("code")).isTrue();
        }
        JsonObject rest = diagnostic(told, MOST);
        assertThat(rest.get("message").toString())
                .contains((mistakes - MOST) + " more problems are not shown", "flowork check");
        assertThat(rest.get("severity")).as("information").isEqualTo(JsonNumber.of(3));
        assertThat(line(rest)).as("where the last one is").isEqualTo(JsonNumber.of(MOST + 1));
    }

    @Test
    void theFirstAreToldAndHowManyMoreThereAre() throws Exception {
        try (Wire wire = new Wire()) {
            wire.hello("utf-16");
            isCut(wire.open(URI, text(MOST + 700)), MOST + 700);
        }
    }

    @Test
    void whoAsksGetsTheSame() throws Exception {
        try (Wire wire = new Wire()) {
            wire.hello("utf-16");
            wire.open(URI, text(MOST + 1));
            JsonObject answer = wire.ask("textDocument/diagnostic", "{\"textDocument\":{\"uri\":\"" + URI + "\"}}");
            isCut((JsonArray) ((JsonObject) answer.get("result")).get("items"), MOST + 1);
        }
    }

    @Test
    void asManyAsMayBeAreAllTold() throws Exception {
        try (Wire wire = new Wire()) {
            wire.hello("utf-16");
            JsonArray told = wire.open(URI, text(MOST));
            assertThat(told.size()).isEqualTo(MOST);
            assertThat(diagnostic(told, MOST - 1).has("code")).isTrue();
        }
    }
}
