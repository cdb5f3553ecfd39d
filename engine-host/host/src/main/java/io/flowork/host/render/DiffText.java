package io.flowork.host.render;

import io.flowork.core.history.diff.RunDiff;
import io.flowork.core.history.diff.RunDiff.Change;
import io.flowork.core.history.diff.RunDiff.Difference;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Times;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What differs between two runs, as lines and as JSON. */
public final class DiffText {
    private DiffText() {}

    /** The differences, in the order in which they began, then the ends. */
    public static List<String> lines(RunDiff diff, Paint paint) {
        List<String> lines = new ArrayList<>();
        if (diff.isSame()) {
            lines.add(paint.green("the same") + ": " + Times.count(diff.visits()) + " visits");
            return lines;
        }
        for (Difference difference : diff.differences()) {
            String task = Columns.line(difference.reference())
                    + (difference.turn() == 0 ? "" : " (turn " + (difference.turn() + 1) + ")");
            Long first = difference.first();
            Long second = difference.second();
            if (second == null) {
                lines.add(paint.red("- ") + task + paint.dim("  only in the first, step " + first));
            } else if (first == null) {
                lines.add(paint.green("+ ") + task + paint.dim("  only in the second, step " + second));
            } else {
                lines.add(paint.yellow("~ ") + task + paint.dim("  steps " + first + " and " + second));
                difference.changes().forEach(change -> lines.add("    " + line(change, paint)));
            }
        }
        long more = diff.count() - diff.differences().size();
        if (more > 0) {
            lines.add(paint.dim("… and " + Times.count(more) + " more"));
        }
        lines.add("");
        if (diff.end().isSame()) {
            lines.add("the end is the same: " + diff.end().first().text());
        } else {
            lines.add(paint.bold("the end differs"));
            diff.end().changes().forEach(change -> lines.add("    " + line(change, paint)));
        }
        return lines;
    }

    private static String line(Change change, Paint paint) {
        return change.of() + Columns.line(change.place().pointer()) + "  "
                + paint.red(shown(change.place().first())) + " → "
                + paint.green(shown(change.place().second()));
    }

    private static String shown(@Nullable JsonValue value) {
        return value == null ? "nothing" : TaskText.shorten(value);
    }

    /** All that is told, as JSON. */
    public static JsonObject json(RunDiff diff) {
        List<JsonValue> differences = new ArrayList<>();
        for (Difference difference : diff.differences()) {
            differences.add(new JsonObject.Builder()
                    .put("reference", difference.reference())
                    .put("turn", difference.turn())
                    .put("first", BranchText.number(difference.first()))
                    .put("second", BranchText.number(difference.second()))
                    .put("changes", changes(difference.changes()))
                    .build());
        }
        return new JsonObject.Builder()
                .put("same", JsonBoolean.of(diff.isSame()))
                .put("visits", diff.visits())
                .put("count", diff.count())
                .put("differences", JsonArray.of(differences))
                .put(
                        "end",
                        new JsonObject.Builder()
                                .put("same", JsonBoolean.of(diff.end().isSame()))
                                .put("first", diff.end().first().text())
                                .put("second", diff.end().second().text())
                                .put("changes", changes(diff.end().changes()))
                                .build())
                .build();
    }

    private static JsonArray changes(List<Change> changes) {
        List<JsonValue> all = new ArrayList<>();
        for (Change change : changes) {
            JsonObject.Builder json = new JsonObject.Builder()
                    .put("of", change.of())
                    .put("path", change.place().pointer());
            JsonValue first = change.place().first();
            JsonValue second = change.place().second();
            if (first != null) {
                json.put("first", first);
            }
            if (second != null) {
                json.put("second", second);
            }
            all.add(json.build());
        }
        return JsonArray.of(all);
    }
}
