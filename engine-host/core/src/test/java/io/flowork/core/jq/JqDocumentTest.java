package io.flowork.core.jq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page about jq says what is so. */
class JqDocumentTest {
    static Stream<String> examples() {
        return JqDocument.blocks("examples").stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleGivesWhatThePageSays(String line) {
        String[] parts = line.split(" => ", -1);
        assertThat(parts).hasSize(3);
        assertThat(Jq.run(parts[1], parts[0])).isEqualTo(parts[2]);
    }
}
