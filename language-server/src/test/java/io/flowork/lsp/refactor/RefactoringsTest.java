package io.flowork.lsp.refactor;

import io.flowork.grammar.SafeFixes;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.testing.Cases;
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
        boolean json = text.text().startsWith("{");
        String name = json ? "/test.flow.json" : "/test.flow.yaml";
        Snapshot snapshot =
                new Snapshot("file://" + name, 1, SourceText.of(name, text.text()), FunctionSignatures.NONE);
        Range range = text.ranges().isEmpty()
                ? new Range(text.cursor(), text.cursor())
                : text.ranges().getFirst();
        String id = title.replaceFirst(":.*", "");
        StringBuilder shown = new StringBuilder();
        for (Refactoring each : Refactorings.at(snapshot, range)) {
            boolean meant = each.id().equals(id);
            shown.append(meant ? "* " : "- ").append(each.title());
            shown.append(each.refused() == null ? "" : ": no, " + each.refused())
                    .append('\n');
        }
        Refactorings.named(snapshot, range, id)
                .filter(each -> each.refused() == null)
                .ifPresent(each -> {
                    Change change = each.change().get();
                    shown.append(SafeFixes.edited(text.text(), change.edits()));
                    for (Change.NewFile file : change.files()) {
                        shown.append("file ").append(file.name()).append('\n').append(file.text());
                    }
                });
        return shown.toString();
    }
}
