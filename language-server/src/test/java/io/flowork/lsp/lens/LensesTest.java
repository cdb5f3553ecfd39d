package io.flowork.lsp.lens;

import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.MarkedText;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The lenses of a workflow: what each stands above, what it says, and the places that it leads to. */
class LensesTest {
    @TestFactory
    Stream<DynamicTest> lenses() {
        return Cases.of("lenses", LensesTest::shown);
    }

    private static String shown(MarkedText text) {
        Snapshot snapshot = text.snapshot();
        Set<Lens.Kind> wanted = text.text().contains("# a client without commands")
                ? EnumSet.of(Lens.Kind.LAST, Lens.Kind.SHARE, Lens.Kind.REFERENCES)
                : EnumSet.allOf(Lens.Kind.class);
        return Lenses.of(snapshot, wanted).stream()
                .map(lens -> {
                    String above = text.text()
                            .substring(lens.range().start(), lens.range().end());
                    int line = snapshot.source().position(lens.range().start()).line();
                    return line + ": " + above + ": "
                            + Lenses.text(snapshot, lens)
                                    .map(said -> said.title()
                                            + (said.run() == null ? "" : " → " + said.run())
                                            + said.places().stream()
                                                    .map(place -> " → line "
                                                            + snapshot.source()
                                                                    .position(place.start())
                                                                    .line())
                                                    .collect(Collectors.joining()))
                                    .orElse("nothing");
                })
                .collect(Collectors.joining("\n"));
    }
}
