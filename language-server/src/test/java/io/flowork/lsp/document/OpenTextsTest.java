package io.flowork.lsp.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenTextsTest {
    @Test
    void aFileIsCalledByItsPath() {
        Path file = Path.of("a b", "größe.flow.yaml").toAbsolutePath();
        String name = OpenTexts.name(file.toUri().toString());
        assertThat(name).isEqualTo(file.toString());
        assertThat(OpenTexts.file(name)).contains(file);
        assertThat(OpenTexts.uri(name)).isEqualTo(file.toUri().toString());
        assertThat(OpenTexts.name(file.toUri().toString().replace(".flow", "%2Eflow")))
                .isEqualTo(file.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "untitled:x",
                "inmemory://model/1.flow.yaml",
                "file:relative.yaml",
                "file:///a%00b.yaml",
                "file:///a?b#c",
                "file:///%zz",
                "::",
                ""
            })
    void whatIsNoFileIsCalledAsTheClientCallsIt(String uri) {
        String name = OpenTexts.name(uri);
        assertThat(name).isEqualTo(uri);
        assertThat(OpenTexts.file(name)).isEqualTo(Optional.empty());
        assertThat(OpenTexts.uri(name)).isEqualTo(uri);
    }
}
