package io.flowork.grammar.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.SafeFixes;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.SequenceNode;
import io.flowork.grammar.yaml.YamlReader;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class EditsTest {
    private static String edited(String text, BiFunction<Edits, Node, List<Diagnostic.Fix>> edit) {
        Node root = Objects.requireNonNull(
                YamlReader.read(SourceText.of("x.yaml", text)).root());
        List<Diagnostic.Fix> fixes = edit.apply(new Edits(text), Objects.requireNonNull(((MappingNode) root).get("x")));
        return fixes.isEmpty()
                ? "no fix"
                : SafeFixes.edited(text, fixes.getFirst().edits());
    }

    private static String with(String text) {
        JsonObject value = JsonObject.of("c", JsonString.of("d e"));
        return edited(
                text,
                (edits, node) -> node instanceof SequenceNode list
                        ? edits.add("", list, JsonObject.of("n", value))
                        : edits.add("", (MappingNode) node, "n", value));
    }

    private static String without(String text, int index) {
        return edited(
                text,
                (edits, node) -> node instanceof SequenceNode list
                        ? edits.remove("", list, index)
                        : edits.remove(
                                "",
                                (MappingNode) node,
                                ((MappingNode) node).entries().get(index).name()));
    }

    @Test
    void anEntryIsAddedInTheStyleThatIsThere() {
        assertThat(with("x:\n  a: 1 # one\n# end\ny: 2\n"))
                .isEqualTo("x:\n  a: 1 # one\n  n: {c: \"d e\"}\n# end\ny: 2\n");
        assertThat(with("x:\r\n  a:\r\n    b: 1\r\ny: 2\r\n"))
                .isEqualTo("x:\r\n  a:\r\n    b: 1\r\n  n: {c: \"d e\"}\r\ny: 2\r\n");
        assertThat(with("x:\n  a: 1")).isEqualTo("x:\n  a: 1\n  n: {c: \"d e\"}");
        assertThat(with("x: {a: 1 }\n")).isEqualTo("x: {a: 1, n: {c: \"d e\"} }\n");
        assertThat(with("{\"x\": {\"a\": 1}}")).isEqualTo("{\"x\": {\"a\": 1, \"n\":{\"c\":\"d e\"}}}");
        assertThat(with("x: {}\n")).isEqualTo("no fix");
    }

    @Test
    void anItemIsAddedInTheStyleThatIsThere() {
        assertThat(with("x:\n- a\n-   b: 1\ny: 2\n")).isEqualTo("x:\n- a\n-   b: 1\n- n: {c: \"d e\"}\ny: 2\n");
        assertThat(with("x:\n  - a:\n      b: 1\n")).isEqualTo("x:\n  - a:\n      b: 1\n  - n: {c: \"d e\"}\n");
        assertThat(with("x: [a]\n")).isEqualTo("x: [a, {n: {c: \"d e\"}}]\n");
        assertThat(with("{\"x\": [1]}")).isEqualTo("{\"x\": [1, {\"n\":{\"c\":\"d e\"}}]}");
    }

    @Test
    void whatIsRemovedTakesItsLinesAlong() {
        String block = "x:\n  a: 1 # one\n  # about b\n  b:\n    c: 2\n  d: 3\ny: 4\n";
        assertThat(without(block, 0)).isEqualTo("x:\n  # about b\n  b:\n    c: 2\n  d: 3\ny: 4\n");
        assertThat(without(block, 1)).isEqualTo("x:\n  a: 1 # one\n  # about b\n  d: 3\ny: 4\n");
        assertThat(without(block, 2)).isEqualTo("x:\n  a: 1 # one\n  # about b\n  b:\n    c: 2\ny: 4\n");
        assertThat(without("x:\n  - a\n  - b: 1\n    c: 2", 1)).isEqualTo("x:\n  - a");
        assertThat(without("x:\n  - a\n  - b: 1\n    c: 2", 0)).isEqualTo("x:\n  - b: 1\n    c: 2");
        assertThat(without("x: {a: 1, b: 2}", 0)).isEqualTo("x: {b: 2}");
        assertThat(without("x: [a, b]", 1)).isEqualTo("x: [a]");
        assertThat(without("x: [a]", 0)).isEqualTo("no fix");
    }
}
