package io.flowork.lsp.hint;

import io.flowork.grammar.text.Range;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.MarkedText;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The hints between the text: the lines that have some, with each in its place. A marked range is what the editor shows; a
 * cursor asks for what is said about the hints there.
 */
class HintsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    @TestFactory
    Stream<DynamicTest> hints() {
        return Cases.of("hints", HintsTest::shown);
    }

    private static String shown(MarkedText text) {
        Snapshot snapshot = text.snapshot();
        Range range = text.ranges().isEmpty()
                ? new Range(0, text.text().length())
                : text.ranges().getFirst();
        Set<Hint.Kind> wanted = text.text().contains("# only types")
                ? Set.of(Hint.Kind.TYPES)
                : text.text().contains("# and recorded values")
                        ? EnumSet.allOf(Hint.Kind.class)
                        : EnumSet.complementOf(EnumSet.of(Hint.Kind.RECORDED));
        List<Hint> hints = Hints.in(snapshot, range, wanted, NOW);
        StringBuilder marked = new StringBuilder(text.text());
        hints.reversed().forEach(hint -> marked.insert(hint.offset(), "⟦" + hint.label() + "⟧"));
        String lines =
                marked.toString().lines().filter(line -> line.contains("⟦")).collect(Collectors.joining("\n"));
        String said = hints.stream()
                .filter(hint -> hint.offset() == text.cursor())
                .map(hint -> "\n" + hint.kind().text() + ":\n"
                        + Tooltips.of(snapshot, hint.kind(), hint.place(), NOW).orElse("nothing"))
                .collect(Collectors.joining());
        return lines + said;
    }
}
