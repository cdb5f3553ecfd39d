package io.flowork.lsp.hint;

import io.flowork.grammar.analysis.TaskTypes;
import io.flowork.grammar.binding.Formats;
import io.flowork.grammar.flow.Places;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.grammar.workflow.Cron;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.recorded.RecordedPlace;
import io.flowork.lsp.recorded.RecordedWorkflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is said about a hint that somebody points at. */
public final class Tooltips {
    private static final int TIMES = 5;
    private static final int LONGEST = 4_000;

    private static final String EVERY =
            "The first start is one interval after the workflow is deployed, and the next ones follow"
                    + " from that, however long the runs take. A newer version that says the same goes on from there.";
    private static final String AFTER =
            "The first start is that long after the workflow is deployed, each other one that long"
                    + " after the run before has ended.";

    private Tooltips() {}

    /**
     * What is said about a hint.
     *
     * @param place what the hint is about: {@link Hint#place}
     * @param now when it is
     * @return markdown; nothing if the text has become another one, of which there is nothing to say
     */
    public static Optional<String> of(Snapshot snapshot, Hint.Kind kind, String place, Instant now) {
        Node root = snapshot.root();
        Node node = root == null ? null : Places.at(root, place);
        if (node == null) {
            return Optional.empty();
        }
        return switch (kind) {
            case TYPES -> types(snapshot, place);
            case THEN -> Optional.of("The task does not say where to go on. This is what its `then` would say.");
            case ITEMS -> Hints.item(snapshot, node, Hints.sites(snapshot)).map(item -> code(item.toString()));
            case DURATIONS -> Optional.of("A day counts as 24 hours, a month as 30 days, a year as 365 days.");
            case SCHEDULE ->
                switch (JsonPointer.last(place)) {
                    case "every" -> Optional.of(EVERY);
                    case "after" -> Optional.of(AFTER);
                    default -> node instanceof ScalarNode cron ? schedule(cron.text(), now) : Optional.empty();
                };
            case RECORDED -> snapshot.recorded().flatMap(recorded -> recorded(recorded, place));
        };
    }

    private static String code(String text) {
        return "```text\n" + text + "\n```";
    }

    private static Optional<String> types(Snapshot snapshot, String place) {
        TaskTypes types = snapshot.analysis().expressions().task(place);
        return types == null
                ? Optional.empty()
                : Optional.of(code("input:  " + types.input() + "\noutput: " + types.output()));
    }

    private static Optional<String> schedule(String text, Instant now) {
        Optional<Cron> cron = Formats.cron(text);
        List<String> times = new ArrayList<>();
        OptionalLong next = cron.isEmpty() ? OptionalLong.empty() : cron.get().next(now.toEpochMilli());
        while (next.isPresent() && times.size() < TIMES) {
            times.add(TimeWords.time(next.getAsLong()));
            next = cron.get().next(next.getAsLong());
        }
        return times.isEmpty() ? Optional.empty() : Optional.of(code(String.join("\n", times)));
    }

    private static Optional<String> recorded(RecordedWorkflow recorded, String place) {
        return recorded.task(place)
                .map(RecordedPlace::output)
                .flatMap(values -> Optional.ofNullable(values.last())
                        .map(last -> code(Hints.cut(JsonWriter.pretty(last), LONGEST)) + "\n\n"
                                + recorded.inRuns(values.runs())));
    }
}
