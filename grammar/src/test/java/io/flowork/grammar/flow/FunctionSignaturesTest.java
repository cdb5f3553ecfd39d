package io.flowork.grammar.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignature;
import io.flowork.grammar.workflow.FunctionSignatures;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FunctionSignaturesTest {
    private int asked;

    private final FunctionSignatures functions = new FunctionSignatures() {
        @Override
        public @Nullable FunctionSignature find(String name) {
            asked++;
            return name.equals("shout") ? SHOUT : null;
        }

        @Override
        public Collection<String> names() {
            return List.of("shout");
        }
    };

    private static final FunctionSignature SHOUT =
            new FunctionSignature("shout", "Says it loudly.", object("""
                    {"type": "object", "required": ["text"], "additionalProperties": false,
                     "properties": {"text": {"type": "string"}, "times": {"type": "integer"}}}"""), object("""
                    {"type": "object", "required": ["loud"], "additionalProperties": false,
                     "properties": {"loud": {"type": "string"}}}"""));

    private static JsonObject object(String json) {
        return (JsonObject) JsonReader.parse(json);
    }

    private List<String> check(String tasks) {
        SourceText source = SourceText.of("test.flow.yaml", """
                document: {dsl: '1.0.3', namespace: test, name: shouting, version: '1.0.0'}
                do:
                """ + tasks);
        return WorkflowAnalysis.analyze(source, functions).diagnostics().stream()
                .map(found -> text(found, source))
                .toList();
    }

    private static String text(Diagnostic found, SourceText source) {
        return source.text().substring(found.range().start(), found.range().end()) + " | " + found.message();
    }

    @Test
    void aFunctionOfTheEngineIsKnownAndItsOutputHasAType() {
        assertThat(check("""
                - first: {call: shout, with: {text: hello, times: 2}}
                - second: {set: {said: '${ .loud | length }'}}
                """)).isEmpty();
        assertThat(check("""
                - first: {call: shout, with: {text: hello}}
                - second: {set: {said: '${ .loud | keys }'}}
                """)).singleElement().asString().contains("keys");
    }

    @Test
    void whatItIsGivenIsComparedWithItsInputSchema() {
        assertThat(check("- first: {call: shout, with: {text: [1]}}\n"))
                .containsExactly("[1] | the input schema of 'shout' refuses this, so the call always fails:"
                        + " 'text' must be a string, but it is an array");
        assertThat(check("- first: {call: shout, with: {text: a, tmes: 2}}\n"))
                .singleElement()
                .asString()
                .contains("tmes");
    }

    @Test
    void aNameLikeItIsSuggested() {
        assertThat(check("- first: {call: shuot, with: {text: a}}\n"))
                .containsExactly("shuot | there is no function 'shuot'; did you mean 'shout'?");
    }

    @Test
    void nobodyIsAskedUnlessAWorkflowNamesWhatTheStandardDoesNotHave() {
        assertThat(check("- first: {call: http, with: {method: get, endpoint: 'http://localhost'}}\n"))
                .isEmpty();
        assertThat(asked).isZero();
    }
}
