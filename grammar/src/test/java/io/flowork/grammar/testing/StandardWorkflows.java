package io.flowork.grammar.testing;

import io.flowork.grammar.text.SourceText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The workflows of the Open Workflow Specification, read in place. */
public final class StandardWorkflows {
    private StandardWorkflows() {}

    /** The project's root: the nearest folder above that has the Maven wrapper. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException("no folder above has mvnw");
            }
            folder = parent;
        }
        return folder;
    }

    /** The folder with the standard's data; the test is skipped when it is not there. */
    public static Path folder() {
        Path folder = root().resolve("../shared/spec").normalize();
        Assumptions.assumeTrue(
                Files.isDirectory(folder),
                () -> "SKIPPED: no " + folder
                        + "; put examples/, ctk/ and schema/ of github.com/open-workflow-specification/specification there");
        return folder;
    }

    /** The example workflows. */
    public static List<SourceText> examples() {
        return files(folder().resolve("examples"));
    }

    /** Flowork's own example workflows. */
    public static List<SourceText> own() {
        return files(root().resolve("testdata/workflows"));
    }

    private static List<SourceText> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<SourceText> examples = new ArrayList<>();
            // running an example by hand leaves a folder beside it
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                examples.add(SourceText.of(file.getFileName().toString(), Files.readString(file)));
            }
            return examples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The workflows in the scenarios of the conformance kit. */
    public static List<SourceText> scenarios() {
        try (Stream<Path> files = Files.list(folder().resolve("ctk/features"))) {
            List<SourceText> scenarios = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                scenarios(file.getFileName().toString(), Files.readAllLines(file), scenarios);
            }
            return scenarios;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void scenarios(String name, List<String> lines, List<SourceText> scenarios) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals("Given a workflow with definition:")) {
                int indentation = lines.get(i + 1).indexOf("\"\"\"");
                StringBuilder text = new StringBuilder();
                for (int j = i + 2; !lines.get(j).strip().equals("\"\"\""); j++) {
                    String line = lines.get(j);
                    text.append(line.length() > indentation ? line.substring(indentation) : "")
                            .append('\n');
                }
                scenarios.add(SourceText.of(name + ":" + (i + 1), text.toString()));
            }
        }
    }
}
