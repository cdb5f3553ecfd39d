package io.flowork.core.jq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What {@code docs/jq.md} says that tests can check. */
final class JqDocument {
    private JqDocument() {}

    /**
     * The programs of a file of the jq project's cases that we answer differently on purpose.
     *
     * @param kind {@code exceptions}, or {@code contradictions} for those that ask for what numbers must not be
     */
    static Set<String> differences(String kind, String file) {
        Set<String> programs = new LinkedHashSet<>();
        for (String line : blocks(kind)) {
            if (line.startsWith(file + ": ")) {
                programs.add(line.substring(file.length() + 2));
            }
        }
        return programs;
    }

    /** The lines of all code blocks of a kind. */
    static List<String> blocks(String kind) {
        List<String> found = new ArrayList<>();
        boolean inside = false;
        for (String line : lines()) {
            if (line.startsWith("```")) {
                inside = line.equals("```" + kind);
            } else if (inside && !line.isBlank()) {
                found.add(line);
            }
        }
        return found;
    }

    /** The project's folder. */
    static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("mvnw"))) {
            at = at.getParent();
        }
        return at;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(root().resolve("docs/jq.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
