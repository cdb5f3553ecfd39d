package io.flowork.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.testing.StandardWorkflows;
import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The mistakes that authors make: each file of {@code testdata/diagnostics/mistakes} has cases of a title after {@code ===}, a
 * workflow that is right but for one mistake, whose place stands between <code>⟦</code> and <code>⟧</code>, a line
 * {@code ---}, and what is said about it. One mistake gets one diagnostic, at its place. After a change of words:
 * {@code ./mvnw -pl grammar test -Dtest=MistakesTest -Dupdate.golden}, which leaves the places as they are.
 */
class MistakesTest {
    private static final Path FOLDER = StandardWorkflows.root().resolve("testdata/diagnostics/mistakes");
    private static final String EXPECTED = "---\n";

    private record Mistake(String title, String marked, String expected) {
        String written() {
            return "=== " + title + "\n" + marked + EXPECTED + expected;
        }

        SourceText text() {
            return SourceText.of("mistake.flow.yaml", marked.replace("⟦", "").replace("⟧", ""));
        }

        Range place() {
            int start = marked.indexOf('⟦');
            return new Range(start, marked.indexOf('⟧') - 1);
        }
    }

    @TestFactory
    Stream<DynamicTest> aMistakeHasOneDiagnosticAtItsPlace() throws IOException {
        return files().stream()
                .flatMap(file -> read(file).stream()
                        .map(each -> dynamicTest(file.getFileName() + ": " + each.title, () -> check(each))));
    }

    private static void check(Mistake mistake) {
        SourceText text = mistake.text();
        List<Diagnostic> said = said(mistake);
        assertThat(marked(text, said) + words(text, said)).isEqualTo(mistake.marked + mistake.expected);
        assertThat(said).singleElement().extracting(Diagnostic::range).isEqualTo(mistake.place());
    }

    /** Hints aside: what is never used is shown in grey, and is no mistake by itself. */
    private static List<Diagnostic> said(Mistake mistake) {
        return WorkflowAnalysis.analyze(mistake.text()).diagnostics().stream()
                .filter(each -> each.severity() != Severity.HINT)
                .toList();
    }

    /** The text with marks where something is said, each line of it before what is said about it. */
    private static String marked(SourceText text, List<Diagnostic> said) {
        TreeMap<Integer, String> marks = new TreeMap<>();
        for (Diagnostic diagnostic : said) {
            marks.merge(diagnostic.range().end(), "⟧", String::concat);
            marks.merge(
                    diagnostic.range().start(),
                    "⟦",
                    (before, mark) -> diagnostic.range().length() == 0 ? mark + before : before + mark);
        }
        StringBuilder marked = new StringBuilder(text.text());
        for (Map.Entry<Integer, String> mark : marks.descendingMap().entrySet()) {
            marked.insert(mark.getKey(), mark.getValue());
        }
        return marked.toString();
    }

    private static String words(SourceText text, List<Diagnostic> said) {
        StringBuilder words = new StringBuilder();
        for (Diagnostic diagnostic : said) {
            words.append(diagnostic.severity().name().toLowerCase(Locale.ROOT))
                    .append(' ')
                    .append(diagnostic.code())
                    .append(": ")
                    .append(diagnostic.message())
                    .append('\n');
            for (Diagnostic.Related related : diagnostic.related()) {
                Position place = text.position(related.range().start());
                words.append("note %d:%d: %s%n".formatted(place.line(), place.column(), related.message()));
            }
            for (Diagnostic.Fix fix : diagnostic.fixes()) {
                words.append("fix: ").append(fix.title()).append('\n');
            }
        }
        return words.toString();
    }

    @Test
    void thereAreManyKinds() throws IOException {
        List<Mistake> all =
                files().stream().flatMap(file -> read(file).stream()).toList();
        assertThat(all).extracting(Mistake::title).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(200);
        assertThat(all).extracting(Mistake::marked).doesNotHaveDuplicates();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    private static List<Mistake> read(Path file) {
        List<Mistake> mistakes = new ArrayList<>();
        try {
            for (String part : Pattern.compile("^=== ", Pattern.MULTILINE).split(Files.readString(file), -1)) {
                if (!part.isBlank()) {
                    mistakes.add(mistake(part));
                }
            }
            if (System.getProperty("update.golden") != null) {
                mistakes.replaceAll(each -> new Mistake(each.title, each.marked, words(each.text(), said(each))));
                Files.writeString(
                        file,
                        String.join(
                                "\n", mistakes.stream().map(Mistake::written).toList()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return mistakes;
    }

    private static Mistake mistake(String part) {
        int line = part.indexOf('\n') + 1;
        int expected = part.lastIndexOf("\n" + EXPECTED) + 1;
        String words = part.substring(expected + EXPECTED.length()).strip();
        return new Mistake(
                part.substring(0, line).strip(), part.substring(line, expected), words.isEmpty() ? "" : words + "\n");
    }
}
