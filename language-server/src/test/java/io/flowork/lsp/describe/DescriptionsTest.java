package io.flowork.lsp.describe;

import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.MarkedText;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What is said about the thing under the cursor. */
class DescriptionsTest {
    @TestFactory
    Stream<DynamicTest> said() {
        return Cases.of("hover", DescriptionsTest::shown);
    }

    private static String shown(MarkedText text) {
        return Descriptions.at(text.snapshot(), text.cursor())
                .map(said ->
                        text.text().substring(said.range().start(), said.range().end()) + "\n" + said.markdown())
                .orElse("nothing");
    }
}
