package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every claim in these documents names tests that prove it; the tests must be there. */
class NamedTestsTest {
    private static final Pattern NAME = Pattern.compile("`([A-Za-z.]*Test)`");

    @ParameterizedTest
    @CsvSource({"ARCHITECTURE.md, 8", "SECURITY.md, 6"})
    void everyTestThatADocumentNamesIsThere(String document, int least) throws IOException {
        List<String> tests = new ArrayList<>();
        Matcher names = NAME.matcher(Files.readString(Workbench.root().resolve(document)));
        while (names.find()) {
            tests.add(names.group(1));
        }
        assertThat(tests).hasSizeGreaterThanOrEqualTo(least);
        try (Stream<Path> files = Files.walk(Workbench.root())) {
            List<String> sources = files.map(Path::toString)
                    .filter(path -> path.contains("/src/test/java/"))
                    .toList();
            assertThat(tests)
                    .allSatisfy(test -> assertThat(sources)
                            .anyMatch(path -> path.endsWith("/" + test.replace('.', '/') + ".java")));
        }
    }
}
