package io.flowork.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.diagnostic.DiagnosticRenderer;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.testing.StandardWorkflows;
import io.flowork.grammar.text.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                SourceText mended = SourceText.of(source.name(), SafeFixes.edited(source.text(), fix.edits()));
                List<Diagnostic> after = WorkflowAnalysis.analyze(mended).diagnostics();
                assertThat(errors(after))
                        .as(fix.title() + " adds no error to\n" + mended.text())
                        .isLessThanOrEqualTo(errors(before));
                assertThat(after)
                        .as(fix.title() + " in\n" + mended.text())
                        .noneMatch(other -> other.code().equals(diagnostic.code())
                                && other.message().equals(diagnostic.message())
                                && source.position(diagnostic.range().start())
                                        .equals(mended.position(other.range().start())));
            }
        }
    }

    private static long errors(List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                .count();
    }

    /** Those that take several files have a folder in {@code testdata/workspaces}. */
    @Test
    void everyCodeHasAFile() throws IOException {
        Set<String> shown = new TreeSet<>();
        for (Path file : files()) {
            shown.add(file.getFileName().toString().substring(0, "FW0000".length()));
        }
        Set<String> codes = new TreeSet<>();
        for (DiagnosticCode code : DiagnosticCode.values()) {
            if (!code.acrossFiles()) {
                codes.add(code.code());
            }
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
