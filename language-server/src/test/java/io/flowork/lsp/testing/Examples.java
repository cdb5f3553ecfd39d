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

/** The workflows that are at hand, read in place, in the order of their paths; they are named as if they lay in the root. */
public final class Examples {
    private static final Path STANDARD =
            Cases.root().resolve("../shared/spec/examples").normalize();

    private Examples() {}

    /** The examples of the standard; the test is skipped when they are not there. */
    public static List<SourceText> standard() {
        Assumptions.assumeTrue(
                Files.isDirectory(STANDARD),
                () -> "SKIPPED: no " + STANDARD
                        + "; put examples/ of github.com/open-workflow-specification/specification there");
        return read(STANDARD);
    }

    /** Our own and those of the standard; the test is skipped when these are not there. */
    public static List<SourceText> right() {
        List<SourceText> all = read(Cases.root().resolve("testdata/workflows"));
        all.addAll(standard());
        return all;
    }

    /** Our own, those with mistakes, and those of the standard where they are there. */
    public static List<SourceText> all() {
        List<SourceText> all = read(Cases.root().resolve("testdata/workflows"));
        all.addAll(read(Cases.root().resolve("testdata/diagnostics")));
        if (Files.isDirectory(STANDARD)) {
            all.addAll(read(STANDARD));
        }
        return all;
    }

    private static List<SourceText> read(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<SourceText> examples = new ArrayList<>();
            for (Path file : files.filter(Examples::isWorkflow).sorted().toList()) {
                examples.add(SourceText.of("/" + file.getFileName(), Files.readString(file)));
            }
            return examples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isWorkflow(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file) && (name.endsWith(".yaml") || name.endsWith(".json"));
    }
}
