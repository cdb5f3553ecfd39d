package io.flowork.host.render;

import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Screen;
import io.flowork.host.terminal.Screen.Dimensions;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.terminal.Times;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Draws the board over and over on a terminal, on a thread of its own, for as long as the run is at work. A run that ends
 * sooner than {@value #PATIENCE_MS} ms is never drawn.
 */
public final class LiveView implements AutoCloseable {
    private static final int PATIENCE_MS = 150;
    private static final int PERIOD_MS = 80;
    private static final int FINAL_ROWS = 30;
    private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    private static final String HIDE = "\u001b[?25l";

    /** Makes the cursor visible again; to be written when the process ends in the middle of a drawing. */
    public static final String SHOW_CURSOR = "\u001b[?25h";

    private final TaskBoard board;
    private final String title;
    private final PrintStream err;
    private final Paint paint;
    private final Screen screen;
    private final LongSupplier clock;
    private final long began;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;
    private List<Integer> drawn = List.of();
    private int frame;

    /**
     * Begins to draw.
     *
     * @param board what to draw
     * @param title what runs
     * @param surroundings where to draw
     * @param clock milliseconds since 1970
     */
    public LiveView(TaskBoard board, String title, Surroundings surroundings, LongSupplier clock) {
        this.board = board;
        this.title = title;
        this.err = surroundings.err();
        this.paint = surroundings.errPaint();
        this.screen = surroundings.screen();
        this.clock = clock;
        this.began = clock.getAsLong();
        this.thread = Thread.ofPlatform().daemon().name("progress").start(this::loop);
    }

    private void loop() {
        try {
            if (end.await(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                return;
            }
            err.print(HIDE);
            do {
                draw();
            } while (!end.await(PERIOD_MS, TimeUnit.MILLISECONDS));
            rest();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void draw() {
        Dimensions size = screen.size().now();
        int columns = Math.max(1, size.columns() - 1);
        long now = clock.getAsLong();
        String spinner = SPINNER[frame++ % SPINNER.length];
        List<String> lines = new ArrayList<>();
        String heading = paint.cyan(spinner) + " " + paint.bold(title) + paint.dim(" · " + Times.duration(now - began));
        lines.add(Columns.cut(heading, columns));
        lines.addAll(fitted(board.lines(new RowLine(paint, columns, spinner, now)), Math.max(1, size.rows() - 2)));
        show(lines, columns + 1);
    }

    /** Leaves the tasks as they ended, without the heading: the summary that follows says the rest. */
    private void rest() {
        Dimensions size = screen.size().now();
        int columns = Math.max(1, size.columns() - 1);
        List<String> rows = board.lines(new RowLine(paint, columns, "·", clock.getAsLong()));
        show(fitted(rows, FINAL_ROWS), columns + 1);
        err.print(SHOW_CURSOR);
        err.flush();
    }

    private List<String> fitted(List<String> lines, int most) {
        if (lines.size() <= most) {
            return lines;
        }
        int left = lines.size() - most + 1;
        List<String> fitted = new ArrayList<>();
        fitted.add(paint.dim("  … " + Times.count(left) + " more tasks"));
        fitted.addAll(lines.subList(left, lines.size()));
        return fitted;
    }

    private void show(List<String> lines, int columns) {
        StringBuilder out = new StringBuilder();
        int up = 0;
        for (int width : drawn) {
            up += Math.max(1, (width + columns - 1) / columns);
        }
        if (up > 0) {
            out.append("\u001b[").append(up).append('A');
        }
        List<Integer> widths = new ArrayList<>(lines.size());
        for (String line : lines) {
            out.append("\r\u001b[2K").append(line).append('\n');
            widths.add(Columns.width(line));
        }
        err.print(out.append("\u001b[J"));
        err.flush();
        drawn = widths;
    }

    /** Ends the drawing and leaves it tidy. */
    @Override
    public void close() {
        end.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
