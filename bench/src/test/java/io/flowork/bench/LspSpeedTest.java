package io.flowork.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LspSpeedTest {
    private static JsonObject hover(String value) {
        return (JsonObject) JsonReader.parse("{\"hover\": {\"cpuMsPerReq\": " + value + "}}");
    }

    @Test
    void ratiosAreThoseWithinTheRounds() {
        TextTable table = new TextTable(2);
        LspSpeed.rows(
                "10",
                List.of(new LspSpeed.Measure("hover", "%.1f", found -> LspSpeed.number(found, "hover", "cpuMsPerReq"))),
                List.of(new JsonObject[] {hover("50"), hover("100")}, new JsonObject[] {hover("1"), hover("1")}),
                table);
        assertThat(table.text().strip().split(" +"))
                .containsExactly(
                        "10", "hover", "50.0", "75.0", "100.0", "1.0", "1.0", "1.0", "0.010", "0.015", "0.020");
    }

    @Test
    void whatTheClientDidNotMeasureIsSaid() {
        assertThatIllegalStateException()
                .isThrownBy(() -> LspSpeed.number(hover("1"), "completion", "cpuMsPerReq"))
                .withMessageContaining("completion.cpuMsPerReq");
    }

    @Test
    void withoutItsClientItSaysWhatIsMissing(@TempDir Path folder) throws Exception {
        Path root = Files.createDirectory(folder.resolve("checkout"));
        assertThatIOException()
                .isThrownBy(() -> new LspSpeed(root, 1, 1, 1, text -> {}).measure())
                .withMessageContaining(folder.resolve("shared/bench/lsp").toString());
    }
}
