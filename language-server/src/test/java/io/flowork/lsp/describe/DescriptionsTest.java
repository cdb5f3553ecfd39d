package io.flowork.lsp.describe;

import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.MarkedFiles;
import io.flowork.lsp.testing.MarkedText;
import io.flowork.lsp.workspace.IndexNeighbours;
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

    /** Keys of data, by the schema of who gets it, which may be in another file. */
    @TestFactory
    Stream<DynamicTest> inputs() {
        return Cases.of("hover-input", marked -> {
            MarkedFiles files = new MarkedFiles(marked);
            Snapshot snapshot = files.snapshot();
            IndexNeighbours neighbours =
                    new IndexNeighbours(files.index(), snapshot.source().name());
            return Descriptions.at(snapshot, files.cursor(), neighbours)
                    .map(said -> snapshot.source().text(said.range()) + "\n" + said.markdown())
                    .orElse("nothing");
        });
    }
}
