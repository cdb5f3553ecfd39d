package io.flowork.lsp.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is remembered of values. */
class RecordedValuesTest {
    /** The values of runs, the newest run first: each is the text of an array, with a value for each visit. */
    private static RecordedValues of(String... runs) {
        RecordedValues.Builder values = new RecordedValues.Builder();
        for (int run = 0; run < runs.length; run++) {
            for (var value : (JsonArray) JsonReader.parse(runs[run])) {
                values.add(value, run);
            }
        }
        return values.build();
    }

    @Test
    void theLastValueIsThatOfTheNewestRun() {
        RecordedValues values = of("[]", "[1, 2]", "[3]");
        assertThat(values.last()).isEqualTo(JsonNumber.of(2));
        assertThat(values.runs()).isEqualTo(2);
        assertThat(values.type()).hasToString("number");
    }

    @Test
    void runsWithNullAreCountedOnceEach() {
        RecordedValues values = of("[null, null, 1]", "[2]", "[null]");
        assertThat(values.runs()).isEqualTo(3);
        assertThat(values.nullRuns()).isEqualTo(2);
        assertThat(values.type()).hasToString("number | null");
    }

    @Test
    void membersHaveValuesOfTheirOwn() {
        RecordedValues values = of(
                "[{\"pet\": {\"name\": \"Rex\", \"tags\": [\"a\", 1]}}]",
                "[{\"pet\": {\"name\": null}}, {\"pet\": {\"name\": \"Bo\"}}]");
        RecordedValues name = values.at(List.of("pet", "name"));
        assertThat(name.last()).isEqualTo(JsonString.of("Rex"));
        assertThat(name.runs()).isEqualTo(2);
        assertThat(name.nullRuns()).isOne();
        assertThat(values.type()).hasToString("{pet: {name: string | null, tags?: [string | number, …]}}");
        assertThat(values.at(List.of("pet", "tags", "1")).last()).isEqualTo(JsonNumber.of(1));
        assertThat(values.at(List.of("pet", "age")).runs()).isZero();
    }

    @Test
    void aSecretIsASecret() {
        RecordedValues.Builder values = new RecordedValues.Builder();
        values.add(JsonObject.of("key", JsonSecret.of(new JsonSecret.Handle("api", List.of()))), 0);
        assertThat(values.build().type()).hasToString("{key: secret}");
        assertThat(values.build().last()).hasToString("{\"key\":\"••••\"}");
    }

    @Test
    void whatIsLargeIsSeenInPart() {
        JsonObject.Builder wide = new JsonObject.Builder();
        for (int i = 0; i < 5_000; i++) {
            wide.put("member" + i, "0123456789".repeat(10));
        }
        RecordedValues.Builder values = new RecordedValues.Builder();
        values.add(wide.build(), 0);
        RecordedValues seen = values.build();
        assertThat(seen.last()).isNull();
        assertThat(seen.type().members()).hasSize(100);
        assertThat(seen.type().rest().isUnknown()).isTrue();
        assertThat(seen.at(List.of("member4999")).runs()).isZero();
    }

    @Test
    void anExpressionIsFoundWithinTheDataAroundIt() {
        RecordedPlace set = new RecordedPlace(1, of("[{\"n\": 1}]"), of("[{\"a\": {\"b/c\": 7}}]"));
        RecordedWorkflow workflow = new RecordedWorkflow(
                List.of(),
                1,
                1,
                1,
                null,
                JsonReader.parse("{\"do\": [{\"one\": {\"set\": {\"a\": {\"b/c\": \"${ .n }\"}}}}]}"),
                Map.of(),
                Map.of("/do/0/one/set", set));
        RecordedPlace found =
                workflow.expression("/do/0/one/set/a/b~1c", "${ .n }").orElseThrow();
        assertThat(found.output().last()).isEqualTo(JsonNumber.of(7));
        assertThat(found.input().type()).hasToString("{n: number}");
        assertThat(workflow.expression("/do/0/one/if", ".n")).isEmpty();
        RecordedPlace changed =
                workflow.expression("/do/0/one/set/a/b~1c", "${ .m }").orElseThrow();
        assertThat(changed.output().runs()).isZero();
        assertThat(changed.input().runs()).isOne();
    }
}
