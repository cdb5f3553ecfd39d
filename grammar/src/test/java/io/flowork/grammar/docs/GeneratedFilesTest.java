package io.flowork.grammar.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.grammar.testing.StandardWorkflows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is in {@code docs/} is what the language model and the catalogue say. After a change of them:
 * {@code ./mvnw -pl grammar test -Dtest=GeneratedFilesTest -Dupdate.golden}.
 */
class GeneratedFilesTest {
    private static final Path DOCS = StandardWorkflows.root().resolve("docs");

    @Test
    void schema() throws IOException {
        upToDate(DOCS.resolve("schema/workflow.schema.json"), JsonWriter.pretty(WorkflowSchema.json()) + "\n");
    }

    @Test
    void referencePage() throws IOException {
        upToDate(DOCS.resolve("reference.md"), ReferencePage.markdown());
    }

    @Test
    void pagesOfDiagnostics() throws IOException {
        Path folder = DOCS.resolve("diagnostics");
        upToDate(folder.resolve("README.md"), DiagnosticPages.index());
        Set<String> pages = new TreeSet<>(Set.of("README.md"));
        for (DiagnosticCode code : DiagnosticCode.values()) {
            assertThat(Mending.of(code))
                    .as("how to mend " + code + ", in Mending")
                    .isNotEmpty();
            upToDate(folder.resolve(code.code() + ".md"), DiagnosticPages.page(code, examples(code)));
            pages.add(code.code() + ".md");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrderElementsOf(pages);
        }
    }

    /** The files about a code in testdata, those that are short enough to read. */
    private static List<DiagnosticPages.Example> examples(DiagnosticCode code) throws IOException {
        List<DiagnosticPages.Example> examples = new ArrayList<>();
        try (Stream<Path> files = Files.list(DOCS.resolveSibling("testdata/diagnostics"))) {
            for (Path file : files.sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                String text = name.startsWith(code.code()) && name.endsWith(".flow.yaml") ? Files.readString(file) : "";
                Path printed = file.resolveSibling(name.replace(".flow.yaml", ".expected"));
                if (!text.isEmpty() && text.length() < 4000 && Files.exists(printed)) {
                    examples.add(new DiagnosticPages.Example(text, Files.readString(printed)));
                }
            }
        }
        return examples;
    }

    private static void upToDate(Path file, String content) throws IOException {
        if (System.getProperty("update.golden") != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        }
        assertThat(file).as("generated file; -Dupdate.golden writes it").exists();
        assertThat(Files.readString(file)).as(file.toString()).isEqualTo(content);
    }
}
