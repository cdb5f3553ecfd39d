package io.flowork.lsp.complete;

import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.MarkedFiles;
import io.flowork.lsp.workspace.IndexNeighbours;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What is proposed because other files have it. */
class NeighbourValuesTest {
    @TestFactory
    Stream<DynamicTest> values() {
        return Cases.of("completion-across", marked -> {
            MarkedFiles files = new MarkedFiles(marked);
            IndexNeighbours neighbours =
                    new IndexNeighbours(files.index(), files.snapshot().source().name());
            return Completions.at(files.snapshot(), files.cursor(), neighbours).stream()
                    .map(proposal -> proposal.label() + " (" + proposal.detail() + ")")
                    .collect(Collectors.joining("\n"));
        });
    }

    /** Keys and values of data, by the schema of who gets it. */
    @TestFactory
    Stream<DynamicTest> inputs() {
        return Cases.of("completion-input", marked -> {
            MarkedFiles files = new MarkedFiles(marked);
            IndexNeighbours neighbours =
                    new IndexNeighbours(files.index(), files.snapshot().source().name());
            return Completions.at(files.snapshot(), files.cursor(), neighbours).stream()
                    .map(proposal -> proposal.order() + " " + proposal.label()
                            + (proposal.detail().isEmpty() ? "" : " (" + proposal.detail() + ")") + " → "
                            + proposal.insert().replace("\n", "⏎")
                            + (proposal.deprecated() ? ", deprecated" : ""))
                    .collect(Collectors.joining("\n"));
        });
    }
}
