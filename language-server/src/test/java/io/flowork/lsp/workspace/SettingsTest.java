package io.flowork.lsp.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.json.JsonReader;
import io.flowork.lsp.hint.Hint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What editors set, well and badly. */
class SettingsTest {
    private final List<String> complaints = new ArrayList<>();

    private Settings read(String json) {
        return Settings.of(JsonReader.parse(json), complaints::add);
    }

    @Test
    void nothingIsSet() {
        assertThat(read("{}")).isEqualTo(Settings.DEFAULT);
        assertThat(read("null")).isEqualTo(Settings.DEFAULT);
        assertThat(read("{\"other\": {\"a\": 1}}")).isEqualTo(Settings.DEFAULT);
        assertThat(complaints).isEmpty();
    }

    @Test
    void allIsSetInObjectsOrWithDots() {
        Settings deep = read("""
                {"flowork": {"check": {"severity": {"FW1502": "off", "FW1601": "hint"}},
                 "diagnostics": {"scope": "open", "delivery": "pull"}, "recordedData": {"enabled": false},
                 "inlayHints": {"then": false}, "codeLens": {"enabled": false}}}
                """);
        Settings dotted = read("""
                {"check.severity": {"FW1502": "off", "FW1601": "hint"}, "diagnostics.scope": "open",
                 "diagnostics.delivery": "pull", "recordedData.enabled": false, "inlayHints.then": false,
                 "codeLens.enabled": false}
                """);
        assertThat(deep).isEqualTo(dotted);
        assertThat(deep.severities().severities())
                .containsEntry("FW1502", Optional.empty())
                .containsEntry("FW1601", Optional.of(Severity.HINT));
        assertThat(deep.wholeWorkspace()).isFalse();
        assertThat(deep.delivery()).isEqualTo(Settings.Delivery.PULL);
        assertThat(deep.recordedData()).isFalse();
        assertThat(deep.codeLenses()).isFalse();
        assertThat(deep.hints()).doesNotContain(Hint.Kind.THEN).contains(Hint.Kind.TYPES);
        assertThat(complaints).isEmpty();
    }

    @Test
    void whatCannotBeUnderstoodIsSaidAndKeepsItsDefault() {
        Settings settings = read("""
                {"check": {"severity": {"FW1": "off", "FW1502": "loud", "FW1401": "off"}},
                 "diagnostics": {"scope": "worspace", "delivery": 3}, "codeLens": {"enabled": "yes"}}
                """);
        assertThat(settings).isEqualTo(Settings.DEFAULT);
        assertThat(complaints)
                .satisfiesExactly(
                        first -> assertThat(first).contains("flowork.check.severity", "no code FW1"),
                        second -> assertThat(second).contains("FW1502", "'loud'"),
                        third -> assertThat(third).contains("FW1401", "stays an error"),
                        fourth -> assertThat(fourth).contains("flowork.diagnostics.scope", "did you mean 'workspace'"),
                        fifth -> assertThat(fifth).contains("flowork.diagnostics.delivery", "not 3"),
                        sixth -> assertThat(sixth).contains("flowork.codeLens.enabled", "true or false"));
    }
}
