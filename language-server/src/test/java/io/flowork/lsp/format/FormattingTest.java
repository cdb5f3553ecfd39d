package io.flowork.lsp.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.SafeFixes;
import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.grammar.yaml.YamlReader;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.testing.Cases;
import io.flowork.lsp.testing.Examples;
import io.flowork.lsp.testing.MarkedText;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Texts before and after they are formatted, and what holds for all texts. */
class FormattingTest {
    @TestFactory
    Stream<DynamicTest> formatted() {
        return Cases.of("formatting", FormattingTest::shown);
    }

    /** The whole text; or, where a range is marked, the lines that it touches. */
    private static String shown(MarkedText text) {
        Snapshot snapshot = text.text().startsWith("{") ? snapshot("/test.flow.json", text.text()) : text.snapshot();
        if (text.ranges().isEmpty()) {
            return text(snapshot, Formatting.all(snapshot, Style.STANDARD));
        }
        Range range = text.ranges().getFirst();
        int first = snapshot.source().position(range.start()).line();
        int last = snapshot.source().position(range.end()).line();
        return text(snapshot, Formatting.lines(snapshot, first, last, Style.STANDARD));
    }

    private static String text(Snapshot snapshot, List<Edit> edits) {
        return SafeFixes.edited(snapshot.source().text(), edits);
    }

    private static Snapshot snapshot(String name, String text) {
        return new Snapshot("file://" + name, 1, SourceText.of(name, text), FunctionSignatures.NONE);
    }

    @Test
    void lineBreaksAndAByteOrderMarkStayAsTheyAre() {
        Snapshot snapshot =
                snapshot("/test.flow.yaml", "\uFEFFdo:\r\n- a:\r\n    wait:  PT1S \r\n\r\n\r\n- b:   1\r\n# end");
        assertThat(text(snapshot, Formatting.all(snapshot, Style.STANDARD)))
                .isEqualTo("\uFEFFdo:\r\n- a:\r\n    wait: PT1S\r\n\r\n- b: 1\r\n# end\r\n");
    }

    @Test
    void aDocumentCanHaveABeginningAndAnEnd() {
        Snapshot snapshot = snapshot("/test.flow.yaml", " # first\n%YAML 1.2\n---  # so\ndo:\n   - a:  1\n...\n\n");
        assertThat(text(snapshot, Formatting.all(snapshot, Style.STANDARD)))
                .isEqualTo("# first\n%YAML 1.2\n---  # so\ndo:\n  - a: 1\n...\n");
    }

    @Test
    void indentationIsAsWideAsIsAskedFor() {
        Snapshot snapshot = snapshot("/test.flow.yaml", "do:\n  - a:\n      set:\n        b:\n          - c\n");
        assertThat(text(snapshot, Formatting.all(snapshot, new Style(4))))
                .isEqualTo("do:\n    - a:\n          set:\n              b:\n                  - c\n");
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void formattingKeepsTheTreeAndIsDoneOnce() {
        for (SourceText source : Examples.all()) {
            for (Style style : List.of(Style.STANDARD, new Style(4))) {
                check(source.name(), source.text(), style, source.name());
            }
        }
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void alsoInTextsWithOtherWhiteSpace() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (SourceText source : Examples.all()) {
            for (int i = 0; i < 20; i++) {
                check(source.name(), changed(source.text(), random), Style.STANDARD, source.name() + ", seed " + seed);
            }
        }
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void someLinesKeepTheTreeAndTheOtherLines() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (SourceText source : Examples.all()) {
            for (int i = 0; i < 10; i++) {
                Snapshot snapshot = snapshot(source.name(), changed(source.text(), random));
                int first = 1 + random.nextInt(snapshot.source().lines());
                int last = Math.min(snapshot.source().lines(), first + random.nextInt(12));
                List<Edit> edits = Formatting.unchecked(snapshot, first, last, Style.STANDARD);
                for (Edit edit : edits) {
                    assertThat(snapshot.source().position(edit.range().start()).line())
                            .isBetween(first, last);
                    int end = Math.max(edit.range().start(), edit.range().end() - 1);
                    assertThat(snapshot.source().position(end).line()).isBetween(first, last);
                }
                sameMeaning(snapshot, edits, source.name() + ", lines " + first + " to " + last + ", seed " + seed);
            }
        }
    }

    /** White space changed at some places: blanks after colons and dashes, blank lines, deeper or less deep lines. */
    private static String changed(String text, Random random) {
        StringBuilder changed = new StringBuilder();
        int deeper = 1 + random.nextInt(2);
        for (String line : text.split("\n", -1)) {
            int indent = line.length() - line.stripLeading().length();
            String rest = line.substring(indent);
            if (random.nextInt(3) == 0) {
                rest = rest.replaceFirst(": (?=\\S)", ":" + " ".repeat(1 + random.nextInt(3)));
            }
            if (random.nextInt(5) == 0) {
                rest = rest + " ".repeat(random.nextInt(4));
            }
            if (random.nextInt(10) == 0) {
                rest = rest.replaceFirst("\\|", random.nextBoolean() ? "  | " : "|");
            }
            if (random.nextInt(12) == 0) {
                changed.append(" ".repeat(random.nextInt(4))).append('\n');
            }
            if (random.nextInt(15) == 0) {
                changed.append(" ".repeat(random.nextInt(8))).append("# a comment\n");
            }
            int extra = random.nextInt(60) == 0 ? random.nextInt(3) : 0;
            changed.append(" ".repeat(indent * deeper + extra)).append(rest).append('\n');
        }
        return changed.toString();
    }

    private static void check(String name, String text, Style style, String description) {
        Snapshot snapshot = snapshot(name, text);
        List<Edit> edits = Formatting.unchecked(snapshot, 1, snapshot.source().lines(), style);
        sameMeaning(snapshot, edits, description);
        Snapshot after = snapshot(name, text(snapshot, edits));
        assertThat(text(after, Formatting.unchecked(after, 1, after.source().lines(), style)))
                .as("again %s", description)
                .isEqualTo(after.source().text());
    }

    private static void sameMeaning(Snapshot snapshot, List<Edit> edits, String description) {
        String after = text(snapshot, edits);
        assertThat(SameMeaning.of(
                        snapshot.analysis().tree(),
                        YamlReader.read(SourceText.of(snapshot.source().name(), after))))
                .as("%s%n%s%nafter%n%s", description, snapshot.source().text(), after)
                .isTrue();
    }
}
