package io.flowork.grammar.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 6901, section 5 and 6, and what leads nowhere. */
class JsonPointerTest {
    private static final JsonValue DOCUMENT = JsonReader.parse("""
            {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\\\j": 5, "k\\"l": 6, " ": 7, "m~n": 8}""");

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\0',
            value = {
                "#/foo/0,\"bar\"",
                "#/,0",
                "#/a~1b,1",
                "#/c%25d,2",
                "#/e%5Ef,3",
                "#/i%5Cj,5",
                "#/k%22l,6",
                "#/%20,7",
                "#/m~0n,8"
            })
    void theExamplesOfTheStandard(String reference, String value) {
        assertThat(JsonPointer.find(DOCUMENT, String.valueOf(JsonPointer.ofReference(reference))))
                .isEqualTo(JsonReader.parse(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/foo/2", "/foo/-1", "/foo/01", "/foo/x", "/foo/0/x", "/foo/99999999999"})
    void whatLeadsNowhere(String pointer) {
        assertThat(JsonPointer.find(DOCUMENT, pointer)).isNull();
    }

    @Test
    void namesAreEscapedAndBack() {
        assertThat(JsonPointer.escaped("a/~1b")).isEqualTo("a~1~01b");
        assertThat(JsonPointer.last("/x/a~1~01b")).isEqualTo("a/~1b");
        assertThat(JsonPointer.find(DOCUMENT, "")).isSameAs(DOCUMENT);
        assertThat(JsonPointer.ofReference("#anchor")).isNull();
        assertThat(JsonPointer.ofReference("#/100%")).isNull();
        assertThat(JsonPointer.ofReference("#/a+b")).isEqualTo("/a+b");
    }
}
