package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.diagnostic.DiagnosticCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Folders in {@code testdata/workspaces} whose files do not agree, each with what {@code flowork check .} says. After a
 * change of words: {@code -Dupdate.golden}.
 */
class WorkspacesTest {
    private static final Path FOLDER = Workbench.root().resolve("testdata/workspaces");

    static List<Path> folders() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void saysWhatDoesNotAgree(Path folder) throws IOException {
        String said = new Workbench(folder).run("check", ".").out();
        Path golden = folder.resolve("expected.txt");
        if (System.getProperty("update.golden") != null) {
            Files.writeString(golden, said);
        }
        assertThat(said).isEqualTo(Files.readString(golden));
        assertThat(said).contains("[" + folder.getFileName().toString().substring(0, "FW0000".length()) + "]");
    }

    @Test
    void everyCodeAcrossFilesHasAFolder() throws IOException {
        List<String> codes = Arrays.stream(DiagnosticCode.values())
                .filter(DiagnosticCode::acrossFiles)
                .map(DiagnosticCode::code)
                .toList();
        assertThat(folders())
                .extracting(folder -> folder.getFileName().toString().substring(0, "FW0000".length()))
                .containsExactlyElementsOf(codes);
    }

    @Test
    void aFileNamedAloneIsSeenAmongThoseOfItsFolder() {
        Workbench bench = new Workbench(FOLDER.resolve("FW1710-unknown-version"));
        assertThat(bench.run("check", "order.flow.yaml").ended(0).out()).contains("there is no version 2.0.0");
        assertThat(bench.run("check", "order.flow.yaml").err()).contains("in 1 file");
    }
}
