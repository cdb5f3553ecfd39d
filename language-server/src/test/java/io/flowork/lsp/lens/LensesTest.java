package io.flowork.lsp.lens;

import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.navigate.Spot;
import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.MarkedFiles;
import io.flowork.lsp.testing.MarkedText;
import io.flowork.lsp.workspace.WorkspaceIndex;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The lenses of a workflow: what each stands above, what it says, and the places that it leads to. */
class LensesTest {
    private static final String FILE = "# file: ";

    @TestFactory
    Stream<DynamicTest> lenses() {
        return Cases.of("lenses", LensesTest::shown);
    }

    private static String shown(MarkedText text) {
        MarkedFiles files = text.text().contains(FILE) ? new MarkedFiles(text) : null;
        Snapshot snapshot = files == null ? text.snapshot() : files.snapshot();
        WorkspaceIndex index = files == null ? new MarkedFiles(MarkedText.of("")).index() : files.index();
        Set<Lens.Kind> wanted = text.text().contains("# a client without commands")
                ? EnumSet.of(Lens.Kind.LAST, Lens.Kind.SHARE, Lens.Kind.REFERENCES)
                : EnumSet.allOf(Lens.Kind.class);
        return Lenses.of(snapshot, wanted, index).stream()
                .map(lens -> {
                    String above = snapshot.source().text(lens.range());
                    int line = snapshot.source().position(lens.range().start()).line();
                    return line + ": " + above + ": "
                            + Lenses.text(snapshot, lens, index)
                                    .map(said -> said.title()
                                            + (said.run() == null ? "" : " → " + said.run())
                                            + said.places().stream()
                                                    .map(place -> " → " + where(place, snapshot))
                                                    .collect(Collectors.joining()))
                                    .orElse("nothing");
                })
                .collect(Collectors.joining("\n"));
    }

    private static String where(Spot place, Snapshot from) {
        String file = place.uri().equals(from.uri()) ? "" : place.uri().substring("file:///".length()) + " ";
        return file + "line " + place.source().position(place.range().start()).line();
    }
}
