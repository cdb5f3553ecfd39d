package io.flowork.lsp.workspace;

import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.MarkedFiles;
import io.flowork.lsp.testing.MarkedText;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The symbols that are found; what is looked for stands in the last line, as a comment. */
class SymbolSearchTest {
    private static final String QUERY = "# find: ";

    @TestFactory
    Stream<DynamicTest> found() {
        return Cases.of("workspace-symbols", (MarkedText marked) -> {
            String query = marked.text()
                    .substring(marked.text().lastIndexOf(QUERY) + QUERY.length())
                    .stripTrailing();
            return SymbolSearch.find(new MarkedFiles(marked).index().entries(), query).stream()
                    .map(found -> found.symbol().name() + " (" + found.symbol().detail() + ") in "
                            + (found.container().isEmpty() ? "-" : found.container()) + " of "
                            + found.file().name().substring(1))
                    .collect(Collectors.joining("\n"));
        });
    }
}
