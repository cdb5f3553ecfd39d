package io.flowork.lsp.complete;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.lsp.document.OpenTexts;
import io.flowork.lsp.document.PositionEncoding;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.document.TextChange;
import io.flowork.lsp.recorded.RecordedRuns;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Types in a text that is being written: they come from the version before, where the text now has none. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EarlierVersionsTest {
    private static final String URI = "file:///test.flow.yaml";
    private static final String HEAD = "document: {dsl: 1.0.3, namespace: a, name: b, version: 1.0.0}\ndo:\n";

    private final OpenTexts texts = new OpenTexts(FunctionSignatures.NONE, RecordedRuns.NONE);

    private static String tasks(String second, String rest) {
        return HEAD + "  - one: {set: {total: 1}}\n  - two:\n      " + second + "\n" + rest;
    }

    /** The first three proposals at the end of what the second task has, after a version that can be read. */
    private List<String> proposed(String before, String now, String rest) {
        Snapshot sound = texts.open(URI, 1, before);
        assertThat(sound.analysis().expressions().isKnown()).isTrue();
        Snapshot changed = texts.change(
                        URI, 2, List.of(new TextChange(null, tasks(now, rest))), PositionEncoding.UTF_16)
                .orElseThrow();
        int cursor = changed.source().text().indexOf(now) + now.length();
        return Completions.at(changed, cursor).stream()
                .limit(3)
                .map(Proposal::label)
                .toList();
    }

    @Test
    void atTheSameExpression() {
        assertThat(proposed(tasks("if: .total > 1\n      set: {a: 1}", ""), "if: .total > .", "  - three: {wait: [\n"))
                .containsExactly("total");
    }

    @Test
    void atAnExpressionThatIsNewInATask() {
        assertThat(proposed(tasks("set: {a: 1}", ""), "output: {as: .", "  - three: {wait: [\n"))
                .containsExactly("a");
    }

    @Test
    void inATextTooLargeToReadItOnceMore() {
        String filler = "  # a comment\n".repeat(2_000);
        assertThat(proposed(tasks("set: {a: 1}", filler), "if: .", filler)).containsExactly("total");
    }

    @Test
    void soundVersionsAreRememberedOnlyWhileTheyAreTheNewest() {
        Snapshot first = texts.open(URI, 1, tasks("set: {a: 1}", ""));
        var known = first.analysis();
        Snapshot broken = change(2, tasks("set: {", ""));
        assertThat(broken.analysis().expressions().isKnown()).isFalse();
        assertThat(broken.sound()).isSameAs(known);
        Snapshot mended = change(3, tasks("set: {b: 1}", ""));
        assertThat(mended.analysis()).isNotSameAs(known);
        assertThat(mended.sound()).isSameAs(mended.analysis());
    }

    private Snapshot change(int version, String text) {
        return texts.change(URI, version, List.of(new TextChange(null, text)), PositionEncoding.UTF_16)
                .orElseThrow();
    }
}
