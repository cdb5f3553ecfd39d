package io.flowork.dap.command;

import io.flowork.core.history.diff.RunDiff;
import io.flowork.core.history.diff.ValueDiff;
import io.flowork.dap.session.DebuggedRun;
import io.flowork.dap.value.Brief;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What differs between two runs, as text. */
final class Differences {
    private static final int WIDTH = 80;

    private Differences() {}

    static String text(RunDiff diff, DebuggedRun mine, DebuggedRun other) {
        return "This is " + mine.name() + ", the other " + other.name() + ":\n" + String.join("\n", lines(diff));
    }

    /** What differs, a line each; the first run is this one. */
    static List<String> lines(RunDiff diff) {
        List<String> lines = new ArrayList<>();
        if (diff.isSame()) {
            lines.add("no difference in " + diff.visits() + " visits");
            return lines;
        }
        lines.add(diff.count() + " of " + diff.visits() + " visits differ"
                + (diff.count() > diff.differences().size() ? "; the first:" : ":"));
        for (RunDiff.Difference difference : diff.differences()) {
            String turn = difference.turn() == 0 ? "" : ", visit " + (difference.turn() + 1);
            String where = difference.first() == null
                    ? "only in the other, at step " + difference.second()
                    : difference.second() == null
                            ? "only in this one, at step " + difference.first()
                            : "at step " + difference.first() + ", in the other " + difference.second();
            lines.add("  " + difference.reference() + turn + ": " + where);
            difference.changes().forEach(change -> lines.add("    " + change(change)));
        }
        if (!diff.end().isSame()) {
            lines.add("the end: " + diff.end().first().text() + ", the other "
                    + diff.end().second().text());
            diff.end().changes().forEach(change -> lines.add("    " + change(change)));
        }
        return lines;
    }

    private static String change(RunDiff.Change change) {
        ValueDiff.Place place = change.place();
        return change.of() + place.pointer() + ": " + brief(place.first()) + ", the other " + brief(place.second());
    }

    private static String brief(@Nullable JsonValue value) {
        return value == null ? "nothing" : Brief.of(value, WIDTH);
    }
}
