package io.flowork.core.jq;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Cases of jq, read where they are: those of the jq project, and ours in {@code testdata/jq}.
 *
 * <p>A case of ours is one line, {@code input => program => outputs}: the outputs as compact JSON with a blank between
 * them, then, if it ends so, {@code error: } and the message; or {@code invalid: } and the first problem of a program that
 * does not compile. Lines that begin with {@code #} are comments.
 */
final class JqSuite {
    /**
     * One case.
     *
     * @param line the line of its program
     * @param fails whether the program must not compile
     */
    record Case(int line, String program, String input, List<String> outputs, boolean fails) {}

    private JqSuite() {}

    /** The folder beside the project in which the standard's and jq's data are. */
    static Path shared(String folder) {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.exists(at.resolve("mvnw"))) {
            at = at.getParent();
        }
        Path found = at == null
                ? Path.of("shared", folder)
                : at.resolveSibling("shared").resolve(folder);
        assumeTrue(
                Files.isDirectory(found),
                () -> "not there: " + found + "; put jqlang/jq's tests/*.test of tag jq-1.8.2 (for jq) and the data of"
                        + " open-workflow-specification/specification (for spec) there to run this");
        return found;
    }

    static List<Case> read(String file) {
        List<String> lines = lines(shared("jq").resolve(file));
        List<Case> cases = new ArrayList<>();
        int at = 0;
        while (at < lines.size()) {
            if (skipped(lines.get(at))) {
                at++;
                continue;
            }
            boolean fails = lines.get(at).startsWith("%%FAIL");
            at += fails ? 1 : 0;
            int start = at;
            List<String> block = new ArrayList<>();
            while (at < lines.size() && !lines.get(at).isBlank()) {
                if (!lines.get(at).startsWith("#") || (fails && at > start)) {
                    block.add(lines.get(at));
                }
                at++;
            }
            if (fails) {
                cases.add(new Case(start + 1, block.getFirst(), "null", List.of(), true));
            } else {
                cases.add(new Case(
                        start + 1, block.get(0), block.get(1), List.copyOf(block.subList(2, block.size())), false));
            }
        }
        return cases;
    }

    /**
     * A case of ours.
     *
     * @param outcome the outputs, and what ends them
     */
    record Own(String input, String program, String outcome) {
        @Override
        public String toString() {
            return input + ARROW + program;
        }
    }

    private static final String ARROW = " => ";

    /** Our cases in a file of {@code testdata/jq}. */
    static List<Own> own(Path file) {
        List<Own> cases = new ArrayList<>();
        for (String line : lines(file)) {
            if (skipped(line)) {
                continue;
            }
            int program = line.indexOf(ARROW);
            int outcome = line.lastIndexOf(ARROW);
            if (program < 0 || outcome == program) {
                throw new IllegalArgumentException(file + ": " + line);
            }
            cases.add(new Own(
                    line.substring(0, program),
                    line.substring(program + ARROW.length(), outcome),
                    line.substring(outcome + ARROW.length())));
        }
        return cases;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean skipped(String line) {
        return line.isBlank() || line.startsWith("#");
    }
}
