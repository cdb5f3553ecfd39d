package io.flowork.lsp.navigate;

import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.MarkedText;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** All places of a name: what is marked in the answer. */
class OccurrencesTest {
    @TestFactory
    Stream<DynamicTest> places() {
        return Cases.of("occurrences", OccurrencesTest::shown);
    }

    private static String shown(MarkedText text) {
        return Occurrences.at(text.snapshot(), text.cursor())
                .map(found -> found.kind() + " " + found.name() + ", given in "
                        + found.declarations().size() + "\n" + MarkedText.mark(text.text(), found.all()))
                .orElse("nothing");
    }
}
