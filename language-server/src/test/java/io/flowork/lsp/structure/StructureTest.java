package io.flowork.lsp.structure;

import static java.util.stream.Collectors.joining;

import io.flowork.grammar.text.Range;
import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.MarkedText;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Symbols, selections that grow, and folds. */
class StructureTest {
    @TestFactory
    Stream<DynamicTest> symbols() {
        return Cases.of("symbols", text -> shown(Symbols.of(text.snapshot()), text.text(), ""));
    }

    private static String shown(List<Symbol> symbols, String text, String indent) {
        return symbols.stream()
                .map(each -> indent + each.kind() + " " + each.name() + " (" + each.detail() + ") at "
                        + text.substring(
                                each.selection().start(), each.selection().end()) + "\n"
                        + shown(each.children(), text, indent + "  "))
                .collect(joining());
    }

    @TestFactory
    Stream<DynamicTest> selections() {
        return Cases.of("selection", StructureTest::grown);
    }

    private static String grown(MarkedText text) {
        return Selections.around(text.snapshot(), text.cursor()).stream()
                .map(range -> part(text, range).replace("\n", "⏎"))
                .collect(joining("\n"));
    }

    private static String part(MarkedText text, Range range) {
        return text.text().substring(range.start(), range.end());
    }

    @TestFactory
    Stream<DynamicTest> folds() {
        return Cases.of(
                "folding",
                text -> Folds.of(text.snapshot()).stream()
                        .map(fold -> fold.first() + " to " + fold.last() + (fold.comment() ? " comment" : ""))
                        .collect(joining("\n")));
    }
}
