package io.flowork.core.fuzz;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Replays what the fuzzer once found: the files in {@code fuzz/TARGET} among the test resources. */
class FuzzRegressionsTest {
    @TestFactory
    Stream<DynamicTest> yaml() throws IOException {
        return replay("yaml", YamlFuzz::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> language() throws IOException {
        return replay("language", LanguageFuzz::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> jq() throws IOException {
        return replay("jq", data -> {
            JqParserFuzz.fuzzerTestOneInput(data);
            EvaluationFuzz.fuzzerTestOneInput(data);
        });
    }

    private static Stream<DynamicTest> replay(String target, Consumer<byte[]> call) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder(target))) {
            files = found.sorted().toList();
        }
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getFileName().toString(), () -> call.accept(Files.readAllBytes(file))));
    }

    private static Path folder(String target) {
        try {
            return Path.of(Objects.requireNonNull(FuzzRegressionsTest.class.getResource("/fuzz/" + target), target)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
