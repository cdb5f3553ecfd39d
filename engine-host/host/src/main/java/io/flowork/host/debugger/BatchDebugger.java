package io.flowork.host.debugger;

import io.flowork.dap.command.Answer;
import io.flowork.dap.command.Listing;
import io.flowork.dap.session.Halt;
import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Runs;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Surroundings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The debugger line by line: it reads commands, and prints what they come to. It ends at the first that cannot be done. */
public final class BatchDebugger {
    private static final int LINES_AROUND = 2;
    private static final int WIDTH = 100;
    private static final int MOST_OF_A_SCOPE = 20;
    private static final Set<String> QUIT = Set.of(":quit", ":q", ":exit");

    private final Surroundings surroundings;
    private final Desk desk;

    /**
     * A debugger of a run.
     *
     * @param others opens other runs of the same place
     */
    public BatchDebugger(Surroundings surroundings, Runs.Open run, Runs runs, Function<String, Runs.Open> others) {
        this.surroundings = surroundings;
        this.desk =
                Desk.of(run, runs, others, () -> {}, line -> surroundings.err().println(Columns.line(line)));
    }

    /**
     * Does what the commands say.
     *
     * @param commands the commands; empty for those of standard input, a line each
     */
    public ExitCode run(List<String> commands) {
        try (var _ = surroundings.stopping().onStop(() -> desk.control().stop())) {
            show(desk.enter());
            return commands.isEmpty() ? fromInput() : all(commands.iterator());
        }
    }

    private ExitCode fromInput() {
        BufferedReader reader = new BufferedReader(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8));
        return all(reader.lines().iterator());
    }

    private ExitCode all(Iterator<String> lines) {
        while (lines.hasNext()) {
            String line = lines.next().strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (QUIT.contains(line)) {
                return ExitCode.OK;
            }
            if (!does(line)) {
                return ExitCode.FAILED;
            }
            surroundings.out().flush();
        }
        return ExitCode.OK;
    }

    private boolean does(String line) {
        try {
            switch (desk.commands().answer(line, desk.frames().top())) {
                case Answer.Text text -> text.text().lines().map(Columns::line).forEach(this::print);
                case Answer.Move move -> show(move.way().go(desk.session(), t -> {}));
            }
            return true;
        } catch (RefusedException e) {
            surroundings
                    .err()
                    .println(surroundings.errPaint().boldRed("flowork: ") + line + ": "
                            + Columns.line(String.valueOf(e.getMessage())));
            return false;
        }
    }

    /** Shows where the session has come to stand. */
    private void show(Halt halt) {
        Listing listing = desk.listing();
        listing.moved();
        Paint paint = surroundings.outPaint();
        print(paint.bold(Columns.line(listing.halt(halt))));
        int here = listing.line();
        print(Columns.line(listing.path()) + "  " + Columns.line(listing.sourceName()) + ":" + here);
        List<Listing.Line> lines = listing.source(
                here - LINES_AROUND,
                here + LINES_AROUND,
                desk.commands().breakpoints().lines());
        List<String> numbered = listing.numbered(lines);
        for (int i = 0; i < lines.size(); i++) {
            String text = Columns.line(numbered.get(i));
            print(lines.get(i).isHere() ? paint.cyan(text) : text);
        }
        listing.values(WIDTH, MOST_OF_A_SCOPE).stream().map(Columns::line).forEach(this::print);
        surroundings.out().flush();
    }

    private void print(String line) {
        surroundings.out().println(line);
    }
}
