package io.flowork.lsp.mend;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.SafeFixes;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.refactor.Change;
import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.Examples;
import io.flowork.lsp.testing.MarkedFiles;
import io.flowork.lsp.testing.MarkedText;
import java.util.ArrayList;
import java.util.List;
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

    @TestFactory
    Stream<DynamicTest> fixesAcrossFiles() {
        return Cases.of("fixes-across", MendingsTest::shownAcross);
    }

    private static String shownAcross(MarkedText text) {
        MarkedFiles files = new MarkedFiles(text);
        Snapshot snapshot = files.snapshot();
        Range here = new Range(files.cursor(), files.cursor());
        StringBuilder shown = new StringBuilder();
        for (Mending each : Mendings.in(snapshot, here, files.index())) {
            String before = snapshot.source().text();
            String after = SafeFixes.edited(before, each.edits());
            shown.append(each.preferred() ? "* " : "- ").append(each.title()).append('\n');
            shown.append(after.equals(before) ? "" : after);
            for (Change.NewFile file : each.change().files()) {
                shown.append("file ").append(file.name()).append('\n').append(file.text());
            }
        }
        return shown.toString();
    }

    private static String shown(MarkedText text) {
        Snapshot snapshot = text.snapshot();
        Range here = new Range(text.cursor(), text.cursor());
        return Mendings.in(snapshot, here, snapshot.analysis().diagnostics()).stream()
                .map(each -> (each.preferred() ? "* " : "- ") + each.title() + "\n"
                        + SafeFixes.edited(text.text(), each.edits()))
                .collect(joining());
    }

    @Test
    void aLikelyFixMendsWhatItIsFor() {
        int mended = 0;
        List<String> useless = new ArrayList<>();
        for (SourceText source : Examples.all()) {
            Snapshot snapshot = new Snapshot("file://" + source.name(), 1, source, FunctionSignatures.NONE);
            List<Diagnostic> before = snapshot.analysis().diagnostics();
            for (Diagnostic diagnostic : before) {
                for (Diagnostic.Fix fix : diagnostic.fixes().isEmpty()
                        ? LikelyFixes.of(snapshot, diagnostic)
                        : List.<Diagnostic.Fix>of()) {
                    SourceText after = SourceText.of(source.name(), SafeFixes.edited(source.text(), fix.edits()));
                    List<Diagnostic> left = WorkflowAnalysis.analyze(after).diagnostics();
                    boolean mends = same(left, diagnostic) < same(before, diagnostic)
                            && count(left, "FW10") <= count(before, "FW10");
                    if (!mends) {
                        useless.add(source.name() + ": " + fix.title() + "\n" + after.text());
                    }
                    mended++;
                }
            }
        }
        assertThat(useless).isEmpty();
        assertThat(mended).isGreaterThan(20);
    }

    private static long same(List<Diagnostic> diagnostics, Diagnostic one) {
        return diagnostics.stream()
                .filter(each -> each.message().equals(one.message()))
                .count();
    }

    private static long count(List<Diagnostic> diagnostics, String code) {
        return diagnostics.stream().filter(each -> each.code().startsWith(code)).count();
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
