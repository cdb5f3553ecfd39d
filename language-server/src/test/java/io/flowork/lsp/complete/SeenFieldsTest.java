package io.flowork.lsp.complete;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.recorded.RecordedPlace;
import io.flowork.lsp.recorded.RecordedRuns;
import io.flowork.lsp.recorded.RecordedValues;
import io.flowork.lsp.recorded.RecordedWorkflow;
import io.flowork.lsp.testing.MarkedText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fields of data whose type nobody knows, by what it was when the workflow ran. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SeenFieldsTest {
    private static final String HEAD = "document: {dsl: 1.0.3, namespace: shop, name: orders, version: 1.0.0}\ndo:\n";

    /** Runs that are kept in memory, of one workflow. */
    private record Kept(RecordedWorkflow workflow) implements RecordedRuns {
        @Override
        public Optional<RecordedWorkflow> of(String file, String namespace, String name) {
            return name.equals("orders") && namespace.equals("shop") ? Optional.of(workflow) : Optional.empty();
        }

        @Override
        public Listening listen(Runnable listener) {
            return () -> {}; // what is kept never changes
        }
    }

    private static RecordedPlace place(String input) {
        RecordedValues.Builder values = new RecordedValues.Builder();
        values.add(JsonReader.parse(input), 0);
        return new RecordedPlace(1, values.build(), RecordedValues.NONE);
    }

    private static List<String> proposed(String marked, Map<String, RecordedPlace> tasks, String evaluated) {
        MarkedText text = MarkedText.of(HEAD + marked);
        Map<String, RecordedPlace> places = evaluated.isEmpty() ? Map.of() : Map.of("/do/0/one/set", place(evaluated));
        RecordedWorkflow workflow = new RecordedWorkflow(List.of(), 1, 1, 1, null, null, tasks, places);
        Snapshot snapshot = new Snapshot(
                "file:///test.flow.yaml",
                1,
                SourceText.of("/test.flow.yaml", text.text()),
                FunctionSignatures.NONE,
                new Kept(workflow));
        assertThat(snapshot.analysis().tree().root()).isNotNull();
        return Completions.at(snapshot, text.cursor()).stream()
                .filter(each -> each.kind() == Proposal.Kind.FIELD)
                .map(each -> each.label() + " : " + each.detail() + " : " + each.documentation())
                .toList();
    }

    private static List<String> proposed(String marked, String evaluated) {
        return proposed(marked, Map.of(), evaluated);
    }

    @Test
    void ofTheInput() {
        assertThat(proposed("  - one: {set: {a: '${ .▮ }'}}\n", "{\"pet\": {\"name\": \"Rex\"}}"))
                .containsExactly("pet : {name: string} : Seen when the workflow ran.");
    }

    @Test
    void throughAPipe() {
        assertThat(proposed("  - one: {set: {a: '${ .pets[] | .▮ }'}}\n", "{\"pets\": [{\"name\": \"Rex\"}]}"))
                .containsExactly("name : string : Seen when the workflow ran.");
    }

    @Test
    void atAnExpressionThatHasNeverRun() {
        assertThat(proposed("  - one: {set: {a: 1, b: '${ .▮ }'}}\n", "{\"pet\": 1}"))
                .containsExactly("pet : number : Seen when the workflow ran.");
    }

    @Test
    void ofTheTaskWhereTheExpressionIsNew() {
        assertThat(proposed("  - one: {set: {a: '${ $input.▮ }'}}\n", Map.of("/do/0/one", place("{\"pet\": 1}")), ""))
                .containsExactly("pet : number : Seen when the workflow ran.");
    }

    /** A task that gave a value when it ran. */
    private static Map<String, RecordedPlace> gave(String task, String output) {
        RecordedPlace place = place(output);
        return Map.of(task, new RecordedPlace(1, RecordedValues.NONE, place.input()));
    }

    @Test
    void ofATaskThatIsWrittenBehindOneThatRan() {
        String call = "{call: http, with: {method: get, endpoint: 'https://a.b'}}\n";
        assertThat(proposed(
                        "  - one: " + call + "  - two: {set: {a: '${ .▮ }'}}\n", gave("/do/0/one", "{\"pet\": 1}"), ""))
                .containsExactly("pet : number : Seen when the workflow ran.");
        assertThat(proposed("  - zero: {set: {a: '${ .▮ }'}}\n  - one: " + call, gave("/do/1/one", "{\"pet\": 1}"), ""))
                .isEmpty();
    }

    @Test
    void ofWhatATaskGaveWhereItsOutputIsTransformedFromNowOn() {
        assertThat(proposed(
                        "  - one: {call: http, with: {method: get, endpoint: 'https://a.b'}, output: {as: .▮}}\n",
                        gave("/do/0/one", "{\"pet\": 1}"),
                        ""))
                .containsExactly("pet : number : Seen when the workflow ran.");
    }

    @Test
    void whatIsInferredComesFirstAndNothingTwice() {
        String schema = "input: {schema: {document: {type: object, properties: {pet: {type: string}}}}}\n";
        assertThat(proposed("  - one: {set: {a: '${ .▮ }'}}\n" + schema, "{\"pet\": \"Rex\", \"more\": 1}"))
                .containsExactly("pet : string : It may be missing.", "more : number : Seen when the workflow ran.");
    }

    @Test
    void notWhereItCannotBeAnyMore() {
        assertThat(proposed("  - one: {set: {a: '${ {b: 1} | .▮ }'}}\n", "{\"pet\": 1}"))
                .containsExactly("b : number : ");
    }
}
