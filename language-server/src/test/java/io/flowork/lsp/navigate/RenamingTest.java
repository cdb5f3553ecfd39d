package io.flowork.lsp.navigate;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.MarkedText;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The text after a rename to {@code renamed}, or why it is refused; another new name stands in the first line's comment. */
class RenamingTest {
    private static final String TO = "# to: ";

    @TestFactory
    Stream<DynamicTest> names() {
        return Cases.of("rename", RenamingTest::renamed);
    }

    private static String renamed(MarkedText marked) {
        String text = marked.text();
        String name = text.startsWith(TO) ? text.substring(TO.length(), text.indexOf('\n')) : "renamed";
        Occurrences found = Occurrences.at(marked.snapshot(), marked.cursor()).orElse(null);
        if (found == null) {
            return "nothing to rename";
        }
        try {
            List<Edit> edits = Renaming.edits(marked.snapshot(), found, name);
            return applied(text, edits);
        } catch (Renaming.RefusedException e) {
            return "refused: " + e.getMessage();
        }
    }

    /** A text after changes that do not overlap. */
    static String applied(String text, List<Edit> edits) {
        StringBuilder changed = new StringBuilder(text);
        edits.stream()
                .sorted(Comparator.comparingInt((Edit edit) -> edit.range().start())
                        .reversed())
                .forEach(edit ->
                        changed.replace(edit.range().start(), edit.range().end(), edit.text()));
        return changed.toString();
    }
}
