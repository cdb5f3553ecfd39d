package io.flowork.host.render;

import io.flowork.core.history.diff.RunDiff;
import io.flowork.core.history.diff.RunDiff.Change;
import io.flowork.core.history.diff.RunDiff.Difference;
import io.flowork.grammar.json.JsonValue;
import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Times;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What differs between two runs, as lines. */
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
}
