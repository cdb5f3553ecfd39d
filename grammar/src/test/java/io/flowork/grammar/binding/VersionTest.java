package io.flowork.grammar.binding;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.text.SourceText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code document.dsl} says decides what is right. */
class VersionTest {
    private static final String CALL = "{call: http, with: {method: get, endpoint: 'https://example.com'}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "container: {image: alpine, %s}",
                "script: {language: js, code: '1', %s}",
                "shell: {command: ls, %s}"
            })
    void argumentsBecameAListAndStandardInputCameWith103(String process) {
        String run = "- a: {run: {" + process + "}}";
        String list = run.formatted("arguments: [-l]");
        String object = run.formatted("arguments: {long: 'true'}");
        String stdin = run.formatted("stdin: '${ . }'");
        for (String old : List.of("1.0.0", "1.0.1", "1.0.2")) {
            assertThat(codes(old, list)).containsExactly("FW1406");
            assertThat(codes(old, object)).isEmpty();
            assertThat(codes(old, stdin)).containsExactly("FW1406");
        }
        for (String current : List.of("1.0.3", "1.0.4")) {
            assertThat(codes(current, list)).isEmpty();
            assertThat(codes(current, object)).containsExactly("FW1407");
            assertThat(codes(current, stdin)).isEmpty();
        }
    }

    /** No released version has it, so no version of a document could be the right one, and nothing is said. */
    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "1.0.3", "1.0.4"})
    void whatCameAfter103WorksInEveryVersion(String dsl) {
        assertThat(said(dsl, "- a: {try: [{b: " + CALL + "}], catch: {then: end}}"))
                .isEmpty();
        assertThat(said(dsl, "- a: {for: {in: [{n: 1}, {n: 2}]}, do: [{b: {set: {x: '${ $item.n }'}}}]}"))
                .isEmpty();
        assertThat(said(dsl, "- a: {emit: {event: {with: {type: com.example.greeted}}}}"))
                .isEmpty();
        assertThat(said(dsl, "- a: {try: [{b: " + CALL + "}], catch: {errors: {with: {detail: Gone}}}}"))
                .isEmpty();
        assertThat(saidOf(dsl, "schedule: {on: {one: {with: {type: a}}}, read: envelope}\ndo:\n- a: {wait: PT1S}"))
                .isEmpty();
        assertThat(saidOf(dsl, "evaluate: {language: jq, mode: loose}\ndo:\n- a: {set: {x: .y}}"))
                .isEmpty();
    }

    @Test
    void aNewerMinorVersionIsAWarningAndAnotherMajorOneAnError() {
        String tasks = "- a: {wait: PT1S}";
        assertThat(codes("1.0.99", tasks)).isEmpty();
        assertThat(codes("1.1.0", tasks)).containsExactly("FW1102");
        assertThat(analyze("1.1.0", "do:\n" + tasks).hasErrors()).isFalse();
        assertThat(codes("0.8.0", tasks)).containsExactly("FW1103");
        assertThat(codes("2.0.0", tasks)).containsExactly("FW1103");
    }

    private static List<String> codes(String dsl, String tasks) {
        return analyze(dsl, "do:\n" + tasks).diagnostics().stream()
                .map(Diagnostic::code)
                .toList();
    }

    private static List<Diagnostic> said(String dsl, String tasks) {
        return saidOf(dsl, "do:\n" + tasks);
    }

    private static List<Diagnostic> saidOf(String dsl, String rest) {
        return analyze(dsl, rest).diagnostics();
    }

    private static WorkflowAnalysis.Analysis analyze(String dsl, String rest) {
        return WorkflowAnalysis.analyze(SourceText.of(
                "test.flow.yaml",
                "document: {dsl: '" + dsl + "', namespace: test, name: example, version: '0.1.0'}\n" + rest));
    }
}
