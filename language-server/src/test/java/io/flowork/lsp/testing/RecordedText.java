package io.flowork.lsp.testing;

import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.lsp.recorded.PastRun;
import io.flowork.lsp.recorded.RecordedPlace;
import io.flowork.lsp.recorded.RecordedRuns;
import io.flowork.lsp.recorded.RecordedValues;
import io.flowork.lsp.recorded.RecordedWorkflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs that a text of a test says there were, in comments:
 *
 * <pre>
 * # 240 runs ended, 235 completed; the last completed in 12 ms
 * # run 0: task /do/0/one: {"n": 1} → {"a": 2}
 * # run 0: value /do/0/one/set: {"n": 1} → {"a": 2}
 * # they ran another text
 * </pre>
 */
final class RecordedText implements RecordedRuns {
    private static final Pattern ENDS =
            Pattern.compile("# (\\d+) runs ended, (\\d+) completed; the last (\\w+)(?: in (\\d+) ms)?");
    private static final Pattern SEEN = Pattern.compile("# run (\\d+): (task|value) (\\S+): (.*) → (.*)");

    private final Optional<RecordedWorkflow> workflow;

    private RecordedText(Optional<RecordedWorkflow> workflow) {
        this.workflow = workflow;
    }

    private static final class Seen {
        private final RecordedValues.Builder input = new RecordedValues.Builder();
        private final RecordedValues.Builder output = new RecordedValues.Builder();
        private long visits;
    }

    static RecordedRuns of(String text) {
        Matcher ends = ENDS.matcher(text);
        if (!ends.find()) {
            return NONE;
        }
        Map<String, Seen> tasks = new HashMap<>();
        Map<String, Seen> values = new HashMap<>();
        int looked = 1;
        Matcher seen = SEEN.matcher(text);
        while (seen.find()) {
            int run = Integer.parseInt(seen.group(1));
            looked = Math.max(looked, run + 1);
            Seen at =
                    (seen.group(2).equals("task") ? tasks : values).computeIfAbsent(seen.group(3), same -> new Seen());
            at.visits++;
            at.input.add(value(seen.group(4)), run);
            at.output.add(value(seen.group(5)), run);
        }
        String millis = ends.group(4);
        PastRun last = new PastRun(
                "01a20493",
                "1.0.0",
                PastRun.Outcome.valueOf(ends.group(3).toUpperCase(Locale.ROOT)),
                Instant.EPOCH,
                millis == null ? null : Long.valueOf(millis));
        Workflow definition =
                WorkflowAnalysis.analyze(SourceText.of("/test.flow.yaml", text)).workflow();
        return new RecordedText(Optional.of(new RecordedWorkflow(
                new ArrayList<>(List.of(last)),
                looked,
                Integer.parseInt(ends.group(1)),
                Integer.parseInt(ends.group(2)),
                text.contains("# they ran another text") ? text + "# and more" : text,
                definition == null ? null : definition.definition(),
                places(tasks),
                places(values))));
    }

    /** A value, in which a text of four dots stands for a secret. */
    private static JsonValue value(String json) {
        JsonValue value = JsonReader.parse(json);
        return value.equals(JsonString.of(JsonSecret.MASK))
                ? JsonSecret.of(new JsonSecret.Handle("key", List.of()))
                : value;
    }

    private static Map<String, RecordedPlace> places(Map<String, Seen> all) {
        Map<String, RecordedPlace> places = new HashMap<>();
        all.forEach((place, seen) ->
                places.put(place, new RecordedPlace(seen.visits, seen.input.build(), seen.output.build())));
        return places;
    }

    @Override
    public Optional<RecordedWorkflow> of(String file, String namespace, String name) {
        return workflow;
    }

    @Override
    public Listening listen(Runnable listener) {
        return () -> {}; // what the text says does not change
    }
}
