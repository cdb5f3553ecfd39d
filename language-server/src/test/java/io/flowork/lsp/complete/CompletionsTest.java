package io.flowork.lsp.complete;

import static java.util.stream.Collectors.joining;

import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.MarkedText;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What can be written where the cursor stands, and what is written when the first proposal is taken. */
class CompletionsTest {
    @TestFactory
    Stream<DynamicTest> proposals() {
        return Cases.of("completion", CompletionsTest::shown);
    }

    private static String shown(MarkedText text) {
        Snapshot snapshot = text.snapshot();
        return Completions.at(snapshot, text.cursor()).stream()
                .map(each -> each.order() + " " + each.label() + " → "
                        + each.insert().replace("\n", "⏎"))
                .collect(joining("\n"));
    }
}
