package io.flowork.host.render;

import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Times;
import java.util.ArrayList;
import java.util.List;

/** A value with what it is: on one line if it is short, else below. */
final class DataText {
    private static final int SHORT = 288;
    private static final int COMPACT = 100;
    private static final int LONGEST = 60;
    private static final int HUGE = 4 << 20;

    private DataText() {}

    /**
     * The lines of a value.
     *
     * @param label what it is
     * @param indent what each line begins with
     */
    static List<String> lines(JsonValue value, String label, String indent, Paint paint) {
        String compact = value.weight() < SHORT ? JsonWriter.compact(value) : "";
        if (!compact.isEmpty() && indent.length() + label.length() + compact.length() < COMPACT) {
            return List.of(indent + paint.dim(Columns.pad(label, 6)) + " " + Columns.line(compact));
        }
        List<String> lines = new ArrayList<>();
        lines.add(indent + paint.dim(label));
        if (value.weight() > HUGE) {
            lines.add(indent + "  " + TaskText.shorten(value));
            return lines;
        }
        List<String> text = JsonWriter.pretty(value).lines().toList();
        text.stream().limit(LONGEST).forEach(line -> lines.add(indent + "  " + Columns.line(line)));
        if (text.size() > LONGEST) {
            lines.add(paint.dim(
                    indent + "  … " + Times.count(text.size() - (long) LONGEST) + " more lines (--json has all)"));
        }
        return lines;
    }
}
