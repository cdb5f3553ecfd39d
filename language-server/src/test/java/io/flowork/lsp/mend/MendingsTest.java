package io.flowork.lsp.mend;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.SafeFixes;
import io.flowork.grammar.text.Range;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.MarkedText;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What mends the thing under the cursor, and the text after each. */
class MendingsTest {
    @TestFactory
    Stream<DynamicTest> fixes() {
        return Cases.of("fixes", MendingsTest::shown);
    }

    private static String shown(MarkedText text) {
        Snapshot snapshot = text.snapshot();
        Range here = new Range(text.cursor(), text.cursor());
        return Mendings.in(here, snapshot.analysis().diagnostics()).stream()
                .map(each -> (each.preferred() ? "* " : "- ") + each.title() + "\n"
                        + SafeFixes.edited(text.text(), each.edits()))
                .collect(joining());
    }

    @Test
    void allSafeFixesAreOneChange() {
        Snapshot snapshot = MarkedText.of("""
                document: {dsl: 1.0.3, namespace: a, name: b, version: 1.0.0}
                do:
                  - one: {wait: 5s}
                  - two: {wiat: PT1S}
                """).snapshot();
        Mending all = Mendings.all(snapshot).orElseThrow();
        assertThat(SafeFixes.edited(snapshot.source().text(), all.edits())).isEqualTo("""
                document: {dsl: 1.0.3, namespace: a, name: b, version: 1.0.0}
                do:
                  - one: {wait: PT5S}
                  - two: {wait: PT1S}
                """);
    }

    @Test
    void whereNothingIsWrongThereIsNothingToMend() {
        Snapshot snapshot = MarkedText.of("""
                document: {dsl: 1.0.3, namespace: a, name: b, version: 1.0.0}
                do:
                  - one: {wait: PT5S}
                """).snapshot();
        assertThat(Mendings.all(snapshot)).isEmpty();
    }
}
