package io.flowork.lsp.refactor;

import io.flowork.grammar.SafeFixes;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.MarkedFiles;
import io.flowork.lsp.testing.MarkedText;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What can be done with the task, value or range that is marked. Texts after the change that the title names are shown. */
class RefactoringsTest {
    @TestFactory
    Stream<DynamicTest> refactorings() {
        return Cases.of("refactorings", RefactoringsTest::shown);
    }

    private static String shown(String title, MarkedText text) {
        if (text.text().startsWith("# file: ")) {
            MarkedFiles files = new MarkedFiles(text);
            Range cursor = new Range(files.cursor(), files.cursor());
            return shown(title, files.snapshot(), cursor, files.index()::workflow);
        }
        boolean json = text.text().startsWith("{");
        String name = json ? "/test.flow.json" : "/test.flow.yaml";
        Snapshot snapshot =
                new Snapshot("file://" + name, 1, SourceText.of(name, text.text()), FunctionSignatures.NONE);
        Range range = text.ranges().isEmpty()
                ? new Range(text.cursor(), text.cursor())
                : text.ranges().getFirst();
        return shown(title, snapshot, range, Subflows.NONE);
    }

    private static String shown(String title, Snapshot snapshot, Range range, Subflows subflows) {
        String id = title.replaceFirst(":.*", "");
        StringBuilder shown = new StringBuilder();
        for (Refactoring each : Refactorings.at(snapshot, range, subflows)) {
            boolean meant = each.id().equals(id);
            shown.append(meant ? "* " : "- ").append(each.title());
            shown.append(each.refused() == null ? "" : ": no, " + each.refused())
                    .append('\n');
        }
        Refactorings.named(snapshot, range, subflows, id)
                .filter(each -> each.refused() == null)
                .ifPresent(each -> {
                    Change change = each.change().get();
                    shown.append(SafeFixes.edited(snapshot.source().text(), change.edits()));
                    for (Change.NewFile file : change.files()) {
                        shown.append("file ").append(file.name()).append('\n').append(file.text());
                    }
                });
        return shown.toString();
    }
}
