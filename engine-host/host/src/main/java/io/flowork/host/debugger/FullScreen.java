package io.flowork.host.debugger;

import io.flowork.dap.command.Answer;
import io.flowork.dap.command.Commands;
import io.flowork.dap.command.Help;
import io.flowork.dap.session.Evaluations;
import io.flowork.dap.session.Halt;
import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Runs;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Surroundings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/** The debugger on a full screen. */
public final class FullScreen {
    private static final int LOOK_MILLIS = 100;
    private static final int ESCAPE_MILLIS = 50;
    private static final long EVERY_NANOS = 200_000_000;
    private static final int LEAST_COLUMNS = 20;
    private static final int LEAST_ROWS = 10;
    private static final int ESCAPE = 27;

    private final Surroundings surroundings;
    private final Desk desk;
    private final Prompt prompt = new Prompt();
    private List<String> said = new ArrayList<>();
    private Halt halt;
    private int cursor = 1;
    private int values;
    private long shown;

    /**
     * A debugger of a run.
     *
     * @param others opens other runs of the same place
     */
    public FullScreen(Surroundings surroundings, Runs.Open run, Runs runs, Function<String, Runs.Open> others) {
        this.surroundings = surroundings;
        this.desk = Desk.of(run, runs, others, () -> {}, line -> said.add(line));
        this.halt = desk.enter();
    }

    /** Shows the screen until somebody quits. */
    public ExitCode run() {
        try (Terminal terminal =
                TerminalBuilder.builder().system(true).dumb(false).build()) {
            Attributes before = terminal.enterRawMode();
            terminal.handle(Terminal.Signal.INT, signal -> desk.control().stop());
            terminal.puts(Capability.enter_ca_mode);
            terminal.puts(Capability.keypad_xmit);
            try {
                moved(halt);
                new Loop(terminal).run();
            } finally {
                terminal.puts(Capability.keypad_local);
                terminal.puts(Capability.exit_ca_mode);
                terminal.puts(Capability.cursor_normal);
                terminal.flush();
                terminal.setAttributes(before);
            }
            return ExitCode.OK;
        } catch (IOException | IllegalStateException e) {
            throw new CommandException(
                    ExitCode.BROKEN,
                    "the terminal cannot be used (" + e.getMessage() + "); --batch reads commands line by line",
                    e);
        }
    }

    private void moved(Halt to) {
        halt = to;
        desk.listing().moved();
        cursor = desk.listing().line();
        values = 0;
    }

    /** Reads keys, and draws. */
    private final class Loop {
        private final Terminal terminal;
        private final Display display;

        Loop(Terminal terminal) {
            this.terminal = terminal;
            this.display = new Display(terminal, true);
        }

        void run() throws IOException {
            @Nullable Size size = null;
            boolean changed = true;
            while (true) {
                if (!terminal.getSize().equals(size)) {
                    size = terminal.getSize();
                    display.clear();
                    display.resize(size);
                    changed = true;
                }
                if (changed) {
                    draw();
                }
                int key = terminal.reader().read(LOOK_MILLIS);
                if (key == -1) {
                    return; // the terminal is gone
                }
                changed = key != -2;
                if (changed && !(prompt.isOpen() ? typed(key) : pressed(key))) {
                    return;
                }
            }
        }

        private int columns() {
            return Math.max(LEAST_COLUMNS, terminal.getSize().getColumns());
        }

        private int rows() {
            return Math.max(LEAST_ROWS, terminal.getSize().getRows());
        }

        private void draw() {
            int columns = columns();
            int rows = rows();
            View view = new View(desk, surroundings.outPaint(), columns, rows);
            List<String> lines = view.lines(
                    new View.Look(halt, cursor, values, wrapped(columns), prompt.isOpen() ? prompt.text() + " " : ""));
            int place = prompt.isOpen() ? Columns.width(prompt.text().substring(0, prompt.cursor())) : 0;
            terminal.puts(prompt.isOpen() ? Capability.cursor_normal : Capability.cursor_invisible);
            display.update(
                    lines.stream().map(AttributedString::fromAnsi).toList(),
                    (lines.size() - 1) * (columns + 1) + Math.min(place, columns - 1));
            terminal.flush();
        }

        /** What was said, in lines that fit. */
        private List<String> wrapped(int columns) {
            List<String> lines = new ArrayList<>();
            for (String line : said) {
                String rest = Columns.line(line);
                while (Columns.width(rest) > columns) {
                    int space = rest.lastIndexOf(' ', Math.min(rest.length() - 1, columns - 1));
                    int end = space > 0 ? space : Math.min(rest.length(), columns);
                    lines.add(rest.substring(0, end));
                    rest = rest.substring(end).stripLeading();
                }
                lines.add(rest);
            }
            return lines;
        }

        // --- keys ---

        /** What a key on the screen does; false to quit. */
        private boolean pressed(int key) throws IOException {
            said = new ArrayList<>();
            switch (key) {
                case 'q' -> {
                    return false;
                }
                case 'h' -> help();
                case 'b' -> say(() -> desk.commands().breakpoints().toggle(cursor));
                case '.' -> cursor = desk.listing().line();
                case '[' -> values = Math.max(0, values - 5);
                case ']' -> values += 5;
                case 'k' -> move(-1);
                case 'j' -> move(1);
                case 12 -> display.clear(); // Ctrl-L
                case ESCAPE -> escaped(escape());
                default -> command(key);
            }
            return true;
        }

        private void command(int key) {
            String command = Keys.command(key);
            if (command == null) {
                said.add("No such key; h shows the keys");
            } else if (command.endsWith(" ") || command.equals(Commands.SIGN)) {
                prompt.open(command);
            } else {
                answer(command);
            }
        }

        private void escaped(String sequence) {
            int page = Math.max(1, rows() / 2);
            switch (sequence) {
                case "A" -> move(-1);
                case "B" -> move(1);
                case "5~" -> move(-page);
                case "6~" -> move(page);
                case "H", "1~" -> answer(":seek start");
                case "F", "4~" -> answer(":seek end");
                case "P", "11~" -> help();
                default -> {}
            }
        }

        private void move(int by) {
            cursor = Math.clamp((long) cursor + by, 1, desk.listing().sourceLines());
        }

        /** What follows an escape, without the brackets: the name of a key; empty for the key itself. */
        private String escape() throws IOException {
            int next = terminal.reader().read(ESCAPE_MILLIS);
            if (next != '[' && next != 'O') {
                return "";
            }
            StringBuilder sequence = new StringBuilder();
            int character = terminal.reader().read(ESCAPE_MILLIS);
            while (character >= 0) {
                sequence.append((char) character);
                if (character >= '@' && character <= '~') {
                    break;
                }
                character = terminal.reader().read(ESCAPE_MILLIS);
            }
            return sequence.toString();
        }

        /** What a key does while somebody types. */
        private boolean typed(int key) throws IOException {
            switch (key) {
                case '\r', '\n' -> {
                    String line = prompt.enter();
                    said = new ArrayList<>();
                    if (line.strip().equals(":q") || line.strip().equals(":quit")) {
                        return false;
                    }
                    if (!line.isBlank() && !line.strip().equals(Commands.SIGN)) {
                        answer(line);
                    }
                }
                case 8, 127 -> prompt.backspace();
                case 9 -> complete();
                case 1 -> prompt.home();
                case 5 -> prompt.end();
                case 21 -> prompt.clear();
                case ESCAPE -> {
                    String sequence = escape();
                    switch (sequence) {
                        case "" -> prompt.close();
                        case "A" -> prompt.recall(-1);
                        case "B" -> prompt.recall(1);
                        case "C" -> prompt.right();
                        case "D" -> prompt.left();
                        case "H", "1~" -> prompt.home();
                        case "F", "4~" -> prompt.end();
                        case "3~" -> prompt.delete();
                        default -> {}
                    }
                }
                default -> {
                    if (!Character.isISOControl(key)) {
                        prompt.type(key);
                    }
                }
            }
            return true;
        }

        private void complete() {
            List<Evaluations.Completion> proposals = desk.commands()
                    .completions(prompt.text(), prompt.cursor(), desk.frames().top());
            prompt.complete(proposals);
            said = proposals.size() < 2
                    ? new ArrayList<>()
                    : new ArrayList<>(List.of(proposals.stream()
                            .map(Evaluations.Completion::label)
                            .collect(Collectors.joining("  "))));
        }

        // --- what is asked ---

        private void help() {
            said = new ArrayList<>(List.of("Keys; any key goes on:"));
            said.addAll(Keys.lines());
            page(said);
            said = new ArrayList<>(Help.all());
            page(said);
            said = new ArrayList<>();
        }

        /** Shows lines on the whole screen, page by page. */
        private void page(List<String> lines) {
            int columns = columns();
            int room = rows() - 1;
            for (int from = 0; from < lines.size(); from += room) {
                List<AttributedString> page = new ArrayList<>();
                for (int i = 0; i < room; i++) {
                    String text = from + i < lines.size() ? lines.get(from + i) : "";
                    page.add(new AttributedString(Columns.pad(Columns.cut(Columns.line(text), columns), columns)));
                }
                page.add(new AttributedString(Columns.pad("-- any key goes on, q ends this --", columns)));
                display.update(page, room * (columns + 1));
                terminal.flush();
                if (key() == 'q') {
                    return;
                }
            }
        }

        private int key() {
            try {
                int key = terminal.reader().read();
                if (key == ESCAPE) {
                    var _ = escape();
                }
                return key;
            } catch (IOException gone) {
                return 'q';
            }
        }

        private void say(Supplier<String> what) {
            try {
                said.addAll(what.get().lines().toList());
            } catch (RefusedException e) {
                said.add(String.valueOf(e.getMessage()));
            }
        }

        private void answer(String line) {
            try {
                switch (desk.commands().answer(line, desk.frames().top())) {
                    case Answer.Text text -> {
                        List<String> lines = text.text().lines().toList();
                        if (lines.size() > rows() / 3) {
                            page(lines);
                        } else {
                            said.addAll(lines);
                        }
                    }
                    case Answer.Move move -> {
                        shown = System.nanoTime();
                        moved(move.way().go(desk.session(), t -> progress(move.title(), t)));
                    }
                }
            } catch (RefusedException e) {
                said.add(String.valueOf(e.getMessage()));
            }
        }

        /** Says on the last line how far something has come. */
        private void progress(String title, long t) {
            if (System.nanoTime() - shown < EVERY_NANOS) {
                return;
            }
            shown = System.nanoTime();
            int columns = columns();
            terminal.puts(Capability.cursor_address, rows() - 1, 0);
            terminal.writer().print(Columns.cut(title + ": at step " + t + " (Ctrl-C stops)", columns - 1));
            terminal.puts(Capability.clr_eol);
            terminal.flush();
            display.reset();
        }
    }
}
