package io.flowork.lsp.describe;

import io.flowork.grammar.jq.Filter;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.expression.PlaceInExpression;
import io.flowork.lsp.outline.Placed;
import io.flowork.lsp.recorded.RecordedParts;
import io.flowork.lsp.recorded.RecordedPlace;
import io.flowork.lsp.recorded.RecordedValues;
import io.flowork.lsp.recorded.RecordedWorkflow;
import java.util.List;
import java.util.Optional;

/** What is said of the values that runs recorded: the last one, and in how many runs there was none. */
final class RecordedDescriptions {
    private static final int LONGEST = 300;

    private RecordedDescriptions() {}

    /** Adds to what is said about a part of an expression. */
    static Optional<Description> added(Optional<Description> said, Snapshot snapshot, PlaceInExpression place) {
        return snapshot.recorded()
                .flatMap(recorded -> expression(recorded, snapshot, place))
                .map(more -> said.map(before -> new Description(before.range(), joined(before.markdown(), more)))
                        .orElseGet(() -> new Description(
                                place.site().rangeOf(place.path().getLast().range()), more)))
                .or(() -> said);
    }

    private static String joined(String before, String more) {
        return before + "\n\n" + more;
    }

    private static Optional<String> expression(RecordedWorkflow recorded, Snapshot snapshot, PlaceInExpression place) {
        List<Filter> path = part(place.path());
        return snapshot.recorded(place.site())
                .flatMap(seen -> path.size() == 1 && seen.output().runs() > 0
                        ? Optional.of(seen.output())
                        : RecordedParts.output(path, seen.input()))
                .filter(values -> values.runs() > 0)
                .map(values -> "```text\n" + lines("last: ", values, recorded) + "\n```");
    }

    /** The part of an expression that is spoken of: a field is more than its name. */
    private static List<Filter> part(List<Filter> path) {
        return path.size() > 1
                        && path.get(path.size() - 2) instanceof Filter.Index index
                        && index.key().equals(path.getLast())
                ? path.subList(0, path.size() - 1)
                : path;
    }

    /** What is said of a task's values; nothing if none were recorded. */
    static Optional<String> task(Snapshot snapshot, Placed task) {
        RecordedWorkflow recorded = snapshot.recorded().orElse(null);
        RecordedPlace seen =
                recorded == null ? null : recorded.task(task.pointer()).orElse(null);
        if (recorded == null || seen == null) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder("```text\n").append(lines("last input:  ", seen.input(), recorded));
        if (seen.output().runs() > 0) {
            text.append('\n').append(lines("last output: ", seen.output(), recorded));
        }
        return Optional.of(text.append("\n```").toString());
    }

    private static String lines(String head, RecordedValues values, RecordedWorkflow recorded) {
        String text = values.last() == null ? "not kept" : values.last().toString();
        int end = Math.min(text.length(), LONGEST);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        String last = head + text.substring(0, end) + (end < text.length() ? "…" : "");
        return values.nullRuns() == 0 ? last : last + "\n" + recorded.inRuns(values.nullRuns()) + ": null";
    }
}
