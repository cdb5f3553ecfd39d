package io.flowork.grammar.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.text.SourceText;
import org.junit.jupiter.api.Test;

class SuppressionsTest {
    private static final String HEAD = """
            document: {dsl: '1.0.3', namespace: a, name: b, version: '1.0.0'}
            do:
              - a:
                  set:
            """;

    /** Checks which codes are left of a task's data. */
    private static void check(String data, String... codes) {
        String text = HEAD + data.indent(8);
        assertThat(WorkflowAnalysis.analyze(SourceText.of("text", text)).diagnostics())
                .as(text)
                .extracting(Diagnostic::code)
                .containsExactly(codes);
    }

    @Test
    void atTheEndOfTheLine() {
        check("x: Hello ${ .a }", "FW1502");
        check("x: Hello ${ .a }  # flowork: ignore FW1502");
        check("x: Hello ${ .a }  #flowork:ignore FW1502, FW1008", "FW1701");
        check("x: Hello ${ .a }  # flowork: ignore FW1502 since it is a template");
        check("x: Hello ${ .a }  # flowork: ignore FW1502\ny: Hello ${ .a }", "FW1502");
    }

    @Test
    void onTheLineAbove() {
        check("# flowork: ignore FW1502\nx: Hello ${ .a }");
        check("# flowork: ignore FW1502\n# another comment\n\nx: Hello ${ .a }");
        check("# flowork: ignore FW1502\nx: 1\ny: Hello ${ .a }", "FW1701", "FW1502");
    }

    @Test
    void forTheWholeFile() {
        check("x: Hello ${ .a }\ny: Hello ${ .a }\n# flowork: ignore-file FW1502");
        check("x: 1  # flowork: ignore-file FW1502", "FW1701");
    }

    @Test
    void aBlockIsOnePlace() {
        check("x: |  # flowork: ignore FW1502\n  Hello\n  ${ .a }");
        check("# flowork: ignore FW1502\nx: >\n  Hello\n  ${ .a }");
        check("x: |\n  Hello # flowork: ignore FW1502\n  ${ .a }", "FW1502");
    }

    @Test
    void insideATextThereIsNoComment() {
        check("x: 'Hello ${ .a } # flowork: ignore FW1502'", "FW1502");
        check("x: \"Hello ${ .a } # flowork: ignore FW1502\"", "FW1502");
        check("x: Hello ${ .a }#flowork:ignore FW1502", "FW1502");
        check("x: |\n  # flowork: ignore-file FW1502\ny: Hello ${ .a }", "FW1502");
    }

    @Test
    void anErrorIsNeverIgnored() {
        check("x: ${ .a + }  # flowork: ignore FW1501", "FW1501", "FW1703");
    }

    @Test
    void withAnErrorNothingIsCalledUnused() {
        check("x: ${ .a + }  # flowork: ignore FW1502", "FW1501");
    }

    @Test
    void codesThatDoNotExist() {
        check("x: 1  # flowork: ignore FW9999", "FW1702");
        check("x: 1  # flowork: ignore", "FW1702");
        check("x: 1  # flowork: ignore everything", "FW1702");
    }
}
