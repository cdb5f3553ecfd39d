package io.flowork.host.debugger;

import io.flowork.core.history.Stop;
import io.flowork.dap.command.Listing;
import io.flowork.dap.session.Halt;
import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Paint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the full screen shows: the source, the steps around here, the values, the time line, and what was said last. */
final class View {
    private static final int LEAST_COLUMNS_FOR_TWO = 60;
    private static final int MOST_SAID = 8;
    private static final String HINTS = "n/N next/back  s/S step  f/F out  c/C go on  b break  / find  h help  q quit";

    private final Desk desk;
    private final Paint paint;
    private final int columns;
    private final int rows;

    View(Desk desk, Paint paint, int columns, int rows) {
        this.desk = desk;
        this.paint = paint;
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * What is to be shown.
     *
     * @param halt why and where the session stands
     * @param cursor the source's line that the cursor is at, from 1
     * @param values how many lines of the values are scrolled away
     * @param said what was said last, in lines
     * @param last the last line; empty for the keys
     */
    record Look(Halt halt, int cursor, int values, List<String> said, String last) {
        /** Copies the lines. */
        Look {
            said = List.copyOf(said);
        }
    }

    /** The screen, line by line, each as wide as the screen. */
    List<String> lines(Look look) {
        Listing listing = desk.listing();
        List<String> said =
                look.said().size() > MOST_SAID && rows < 40 ? look.said().subList(0, MOST_SAID) : look.said();
        said = said.subList(0, Math.min(said.size(), Math.max(1, rows - 8)));
        int height = Math.max(1, rows - 3 - said.size() - 1);
        List<String> lines = new ArrayList<>();
        String title = " " + listing.halt(look.halt());
        lines.add(paint.bold(fit(title)));
        lines.add(bar());
        body(look, listing, height, lines);
        lines.add(paint.dim(rule(listing.path())));
        said.forEach(line -> lines.add(fit(line)));
        lines.add(fit(look.last().isEmpty() ? HINTS : look.last()));
        return lines;
    }

    private String rule(String text) {
        String shown = Columns.cut("-- " + Columns.line(text) + " ", columns);
        return shown + "-".repeat(Math.max(0, columns - Columns.width(shown)));
    }

    private String fit(String text) {
        return fit(text, columns);
    }

    private static String fit(String text, int width) {
        return Columns.pad(Columns.cut(Columns.line(text), width), width);
    }

    /** Where in the run's time one is: what is past, and what is to come. */
    private String bar() {
        long t = desk.session().at().t();
        long end = Math.max(1, desk.session().steps());
        String right = "] " + end;
        String left = " 0 [";
        int width = Math.max(3, columns - left.length() - right.length() - 1);
        int past = Math.clamp(t * (width - 1) / end, 0, width - 1);
        return fit(left + "=".repeat(past) + "|" + "-".repeat(width - 1 - past) + right);
    }

    private void body(Look look, Listing listing, int height, List<String> lines) {
        boolean two = columns >= LEAST_COLUMNS_FOR_TWO;
        int width = two ? columns * 3 / 5 : columns;
        List<String> source = source(look, listing, width, height);
        List<String> right = two ? right(look, listing, columns - width - 3, height) : List.of();
        for (int i = 0; i < height; i++) {
            String line = source.get(i);
            lines.add(two ? line + " | " + (i < right.size() ? right.get(i) : "") : line);
        }
    }

    private List<String> source(Look look, Listing listing, int width, int height) {
        List<String> lines = new ArrayList<>();
        lines.add(paint.bold(fit("Source: " + listing.sourceName(), width)));
        int room = height - 1;
        int first = Math.clamp(look.cursor() - room / 2L, 1, Math.max(1, listing.sourceLines() - room + 1));
        Set<Integer> breakpoints = desk.commands().breakpoints().lines();
        List<Listing.Line> shown = listing.source(first, first + room - 1, breakpoints);
        List<String> numbered = listing.numbered(shown);
        for (int i = 0; i < shown.size(); i++) {
            Listing.Line line = shown.get(i);
            String text = fit((line.number() == look.cursor() ? ">" : " ") + numbered.get(i), width);
            lines.add(line.isHere() ? paint.cyan(text) : line.stops() ? paint.red(text) : text);
        }
        while (lines.size() < height) {
            lines.add(" ".repeat(width));
        }
        return lines;
    }

    private List<String> right(Look look, Listing listing, int width, int height) {
        List<String> lines = new ArrayList<>();
        int steps = Math.max(2, height * 2 / 5);
        lines.add(paint.bold(fit("Steps", width)));
        List<Stop> around = desk.session().search().around(steps);
        Stop here = desk.session().at();
        int place = Math.max(0, around.indexOf(here));
        int from = Math.clamp(place - steps / 2L, 0, Math.max(0, around.size() - steps));
        for (Stop stop : around.subList(from, Math.min(around.size(), from + steps))) {
            String text = fit(
                    (stop.equals(here) ? "->" : "  ") + " " + stop.t() + "  ".repeat(Math.max(1, stop.depth()))
                            + name(stop),
                    width);
            lines.add(stop.equals(here) ? paint.cyan(text) : text);
        }
        lines.add(fit("", width));
        List<String> values = listing.values(Math.max(20, width), height);
        int room = Math.max(0, height - lines.size() - 1);
        int top = Math.clamp(look.values(), 0, Math.max(0, values.size() - room));
        String more = values.size() > room
                ? " (" + (top + 1) + "-" + Math.min(values.size(), top + room) + " of " + values.size()
                        + ", [ ] scroll)"
                : "";
        lines.add(paint.bold(fit("Values" + more, width)));
        values.subList(top, Math.min(values.size(), top + room)).forEach(line -> lines.add(fit(line, width)));
        return lines;
    }

    private static String name(Stop stop) {
        String name = stop.isEnd()
                ? "end"
                : stop.reference().substring(stop.reference().lastIndexOf('/') + 1);
        String thread = stop.strand() == 0 ? "" : " (thread " + (stop.strand() + 1) + ")";
        return (stop.kind() == Stop.Kind.ERROR ? "error of " : "") + name + thread;
    }
}
