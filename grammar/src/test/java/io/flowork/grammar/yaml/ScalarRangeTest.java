package io.flowork.grammar.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.testing.Marked;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import org.junit.jupiter.api.Test;

/** Places inside a scalar's text are found in the file, however the scalar is written. */
class ScalarRangeTest {
    @Test
    void plain() {
        check("a: .x + «foo» # comment", "foo");
    }

    @Test
    void plainOverLines() {
        check("a: .x +\n   «foo»\n\n   bar", "foo");
        check("a: .x +\n   foo\n\n   «bar»", "bar");
    }

    @Test
    void singleQuoted() {
        check("a: 'it''s ''so'' «foo»'", "foo");
        check("a: '.x\n   | «foo»'", "foo");
    }

    @Test
    void doubleQuoted() {
        check("a: \"\\u00e9\\t\\\"x\\\" «foo»\"", "foo");
        check("a: \".x \\\n   | «foo»\"", "foo");
        check("a: \".x\n\n   | «foo»\"", "foo");
        check("a: \"\\U0001F600 «foo»\"", "foo");
        check("a: \"\\uD83D\\uDE00 «foo»\"", "foo");
    }

    @Test
    void literalBlock() {
        check("a: |\n  .x\n    | «foo»\n  | bar\n", "foo");
        check("a: |-\n  .x\n\n  | «foo»\nb: 1", "foo");
        check("a: |2-\n    .x | «foo»\nb: 1", "foo");
        check("a: |\r\n  .x\r\n  | «foo»\r\n", "foo");
    }

    @Test
    void foldedBlock() {
        check("a: >\n  .x\n  | «foo»\n", "foo");
        check("a: >-\n  .x\n    | «foo»\n\n  | bar\n", "foo");
    }

    @Test
    void afterCharactersOutsideTheBasicPlane() {
        check("b: 😀\na: '😀 «foo»'", "foo");
        check("b: 😀😀\na: |\n  😀 «foo»\n", "foo");
    }

    @Test
    void aBlankInsideABlockIsFound() {
        Marked marked = Marked.of("a: |\n  x\n  «  »y\n");
        assertThat(scalar(marked.text()).rangeOf(new Range(2, 4))).isEqualTo(marked.range());
    }

    private static void check(String text, String part) {
        Marked marked = Marked.of(text);
        ScalarNode scalar = scalar(marked.text());
        int at = scalar.text().indexOf(part);
        assertThat(at).as("%s in %s", part, scalar.text()).isNotNegative();
        assertThat(scalar.rangeOf(new Range(at, at + part.length()))).isEqualTo(marked.range());
        assertThat(scalar.offsetOf(at)).isEqualTo(marked.range().start());
    }

    private static ScalarNode scalar(String text) {
        Document document = YamlReader.read(SourceText.of("text", text));
        assertThat(document.diagnostics()).isEmpty();
        if (document.root() instanceof MappingNode root && root.get("a") instanceof ScalarNode scalar) {
            return scalar;
        }
        throw new AssertionError("no text under the key a");
    }
}
