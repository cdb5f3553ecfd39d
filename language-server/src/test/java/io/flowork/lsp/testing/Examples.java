package io.flowork.lsp.testing;

import io.flowork.grammar.text.SourceText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The workflows of the standard and our own, read in place. */
public final class Examples {
    private Examples() {}

    /** The examples of the standard; the test is skipped when they are not there. */
    public static List<SourceText> standard() {
        Path folder = Cases.root().resolve("../shared/spec/examples").normalize();
        Assumptions.assumeTrue(
                Files.isDirectory(folder),
                () -> "SKIPPED: no " + folder
                        + "; put examples/ of github.com/open-workflow-specification/specification there");
        return read(folder);
    }

    /** Our own. */
    public static List<SourceText> own() {
        return read(Cases.root().resolve("testdata/workflows"));
    }

    private static List<SourceText> read(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<SourceText> examples = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                examples.add(SourceText.of(file.getFileName().toString(), Files.readString(file)));
            }
            return examples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
