package io.flowork.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.diagnostic.DiagnosticRenderer;
import io.flowork.grammar.testing.StandardWorkflows;
import io.flowork.grammar.text.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wrong workflows in {@code testdata/diagnostics}, each beside what is said about it. After a change of words:
 * {@code ./mvnw -pl grammar test -Dtest=DiagnosticsTest -Dupdate.golden}.
 */
class DiagnosticsTest {
    private static final Path FOLDER = StandardWorkflows.root().resolve("testdata/diagnostics");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".flow.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysWhatIsWrong(Path file) throws IOException {
        SourceText source = read(file);
        StringBuilder said = new StringBuilder();
        for (Diagnostic diagnostic : WorkflowAnalysis.analyze(source).diagnostics()) {
            said.append(DiagnosticRenderer.render(source, diagnostic, false));
            for (Diagnostic.Fix fix : diagnostic.fixes()) {
                said.append("fix: ").append(fix.title()).append('\n');
            }
        }
        Path golden = FOLDER.resolve(source.name().replace(".flow.yaml", ".expected"));
        if (System.getProperty("update.golden") != null) {
            Files.writeString(golden, said);
        }
        assertThat(said.toString()).isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @MethodSource("files")
    void theCodeInTheNameIsReported(Path file) throws IOException {
        SourceText source = read(file);
        assertThat(WorkflowAnalysis.analyze(source).diagnostics())
                .extracting(Diagnostic::code)
                .contains(source.name().substring(0, "FW0000".length()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFixMendsWhatItIsFor(Path file) throws IOException {
        SourceText source = read(file);
        List<Diagnostic> before = WorkflowAnalysis.analyze(source).diagnostics();
        for (Diagnostic diagnostic : before) {
            for (Diagnostic.Fix fix : diagnostic.fixes()) {
                SourceText mended = SourceText.of(source.name(), apply(source.text(), fix));
                assertThat(WorkflowAnalysis.analyze(mended).diagnostics())
                        .as(fix.title() + " in\n" + mended.text())
                        .noneMatch(after -> after.code().equals(diagnostic.code())
                                && after.message().equals(diagnostic.message())
                                && source.position(diagnostic.range().start())
                                        .equals(mended.position(after.range().start())));
            }
        }
    }

    private static String apply(String text, Diagnostic.Fix fix) {
        List<Diagnostic.Edit> edits = new ArrayList<>(fix.edits());
        edits.sort(Comparator.comparingInt(edit -> -edit.range().start()));
        String result = text;
        for (Diagnostic.Edit edit : edits) {
            result = result.substring(0, edit.range().start())
                    + edit.text()
                    + result.substring(edit.range().end());
        }
        return result;
    }

    @Test
    void everyCodeHasAFile() throws IOException {
        Set<String> shown = new TreeSet<>();
        for (Path file : files()) {
            shown.add(file.getFileName().toString().substring(0, "FW0000".length()));
        }
        Set<String> codes = new TreeSet<>();
        for (DiagnosticCode code : DiagnosticCode.values()) {
            codes.add(code.code());
        }
        codes.remove(DiagnosticCode.TOO_LARGE.code());
        assertThat(shown).containsExactlyElementsOf(codes);
    }

    @Test
    void codesAreUnique() {
        assertThat(DiagnosticCode.values()).extracting(DiagnosticCode::code).doesNotHaveDuplicates();
    }

    private static SourceText read(Path file) throws IOException {
        return SourceText.of(file.getFileName().toString(), Files.readString(file));
    }
}
