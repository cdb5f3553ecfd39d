package io.flowork.lsp.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The marked-text cases of a feature: the files of {@code testdata/lsp/FEATURE}. Each case is a line {@code === title}, a
 * marked workflow, a line {@code ---} and what is expected. {@code -Dupdate.golden} writes what came out in its place.
 */
public final class Cases {
    private static final String TITLE = "=== ";
    private static final String EXPECTED = "---\n";

    private Cases() {}

    private record Case(String title, String marked, String expected) {
        String text() {
            return TITLE + title + "\n" + marked + EXPECTED + expected;
        }
    }

    /**
     * A test for each case.
     *
     * @param feature the folder's name
     * @param answer what the feature says to a marked text, to compare with what is expected
     */
    public static Stream<DynamicTest> of(String feature, Function<MarkedText, String> answer) {
        return of(feature, (title, text) -> answer.apply(text));
    }

    /**
     * A test for each case.
     *
     * @param feature the folder's name
     * @param answer what the feature says to a case's title and marked text
     */
    public static Stream<DynamicTest> of(String feature, BiFunction<String, MarkedText, String> answer) {
        return files(feature).stream().flatMap(file -> tests(file, answer)).toList().stream();
    }

    /** The marked texts of a feature's cases. */
    public static List<MarkedText> texts(String feature) {
        return files(feature).stream()
                .flatMap(file -> read(file).stream())
                .map(each -> MarkedText.of(each.marked))
                .toList();
    }

    private static List<Path> files(String feature) {
        try (Stream<Path> files = Files.list(root().resolve("testdata/lsp").resolve(feature))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<DynamicTest> tests(Path file, BiFunction<String, MarkedText, String> answer) {
        List<Case> cases = read(file);
        if (System.getProperty("update.golden") != null) {
            StringBuilder all = new StringBuilder();
            for (Case each : cases) {
                all.append(new Case(
                                        each.title,
                                        each.marked,
                                        lines(answer.apply(each.title, MarkedText.of(each.marked))))
                                .text())
                        .append('\n');
            }
            try {
                Files.writeString(file, all.toString().stripTrailing() + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return tests(file, answer, read(file));
        }
        return tests(file, answer, cases);
    }

    private static Stream<DynamicTest> tests(
            Path file, BiFunction<String, MarkedText, String> answer, List<Case> cases) {
        return cases.stream()
                .map(each -> DynamicTest.dynamicTest(
                        file.getFileName() + ": " + each.title,
                        () -> assertThat(lines(answer.apply(each.title, MarkedText.of(each.marked))))
                                .as(each.marked)
                                .isEqualTo(each.expected)));
    }

    private static List<Case> read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Case> cases = new ArrayList<>();
        for (String part : Pattern.compile("^" + TITLE, Pattern.MULTILINE).split(text, -1)) {
            if (part.isBlank()) {
                continue;
            }
            int line = part.indexOf('\n') + 1;
            int expected = part.indexOf("\n" + EXPECTED) + 1;
            String marked = expected == 0 ? lines(part.substring(line)) : part.substring(line, expected);
            String wanted = expected == 0 ? "" : lines(part.substring(expected + EXPECTED.length()));
            cases.add(new Case(part.substring(0, line).strip(), marked, wanted));
        }
        return cases;
    }

    private static String lines(String text) {
        return text.isBlank() ? "" : text.stripTrailing() + "\n";
    }

    /** The folder that the project is in. */
    static Path root() {
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
}
