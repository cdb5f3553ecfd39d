package io.flowork.host.render;

import io.flowork.host.render.TaskBoard.Row;
import io.flowork.host.render.TaskBoard.Standing;
import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Times;

/**
 * A row of the board as a line: a mark, the name, what it is doing, and at the right how long it has taken.
 *
 * @param paint the colours
 * @param columns how wide a line may be
 * @param spinner the mark of a task at work
 * @param now milliseconds since 1970
 */
record RowLine(Paint paint, int columns, String spinner, long now) implements TaskBoard.RowText {

    @Override
    public String line(Row row) {
        StringBuilder left = new StringBuilder("  ".repeat(row.depth));
        left.append(mark(row.standing)).append(' ').append(row.name);
        if (row.turn >= 0) {
            left.append(paint.dim(" · " + progress(row)));
        }
        if (row.visits > 1 && row.turn < 0) {
            left.append(paint.dim(" ×" + Times.count(row.visits)));
        }
        if (!row.activity.isEmpty()) {
            String activity = " · " + row.activity + countdown(row);
            left.append(row.standing == Standing.FAULTED ? paint.red(activity) : paint.dim(activity));
        } else if (row.standing == Standing.SKIPPED) {
            left.append(paint.dim(" · skipped"));
        }
        long end = row.standing == Standing.RUNNING ? now : row.ended;
        String time = Times.duration(end - row.began);
        if (row.standing == Standing.SKIPPED || columns < 30) {
            return Columns.cut(left.toString(), columns);
        }
        return Columns.pad(Columns.cut(left.toString(), columns - 12), columns - 11)
                + paint.dim(" ".repeat(Math.max(0, 10 - Columns.width(time))) + time);
    }

    private static String progress(Row row) {
        String turn = Times.count(row.turn + 1L);
        if (row.standing != Standing.RUNNING) {
            return turn + (row.turn == 0 ? " item" : " items");
        }
        return row.turns < 0 ? "item " + turn : "item " + turn + " of " + Times.count(row.turns);
    }

    private String countdown(Row row) {
        return row.until > now ? ", " + Times.duration((row.until - now + 99) / 100 * 100) + " left" : "";
    }

    private String mark(Standing standing) {
        return switch (standing) {
            case RUNNING -> paint.cyan(spinner);
            case COMPLETED -> paint.green("✔");
            case FAULTED -> paint.red("✖");
            case CANCELLED -> paint.yellow("◼");
            case SKIPPED -> paint.dim("○");
        };
    }
}
