package io.flowork.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/** The standard's data, which lies beside the project and is not part of it. */
final class Specification {
    private Specification() {}

    /** A folder of the standard's data; the test that asks is skipped, and says so, when it is not there. */
    static Path folder(String name) {
        Path folder = root().resolveSibling("shared").resolve("spec").resolve(name);
        Assumptions.assumeTrue(
                Files.isDirectory(folder),
                () -> "SKIPPED: " + folder + " is not there. Get it from the repository "
                        + "https://github.com/open-workflow-specification/specification: its folders 'ctk' and 'examples' "
                        + "belong into " + folder.getParent());
        return folder;
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("mvnw"))) {
            at = Objects.requireNonNull(at.getParent(), "the tests run inside the project");
        }
        return at;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
