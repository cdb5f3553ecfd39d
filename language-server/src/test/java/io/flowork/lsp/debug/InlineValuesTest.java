package io.flowork.lsp.debug;

import io.flowork.grammar.text.Range;
import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.MarkedText;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What an editor evaluates where a workflow stopped: at the cursor. A marked range is what the editor shows. */
class InlineValuesTest {
    @TestFactory
    Stream<DynamicTest> values() {
        return Cases.of("inlinevalues", InlineValuesTest::shown);
    }

    private static String shown(MarkedText text) {
        Range visible = text.ranges().isEmpty()
                ? new Range(0, text.text().length())
                : text.ranges().getFirst();
        List<InlineValues.InlineValue> values =
                InlineValues.in(text.snapshot(), visible, new Range(text.cursor(), text.cursor()));
        String marked = MarkedText.mark(
                text.text(),
                values.stream().map(InlineValues.InlineValue::range).toList());
        return marked.lines().filter(line -> line.contains("⟦")).collect(Collectors.joining("\n"))
                + values.stream()
                        .filter(value -> !text.text()
                                .substring(value.range().start(), value.range().end())
                                .equals(value.expression()))
                        .map(value -> "\nevaluates " + value.expression())
                        .collect(Collectors.joining());
    }
}
