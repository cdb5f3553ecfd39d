package io.flowork.dap.command;

import io.flowork.core.machine.ActiveFrame;
import io.flowork.dap.breakpoint.Expressions;
import io.flowork.dap.breakpoint.Mark;
import io.flowork.dap.breakpoint.ProgramMarks;
import io.flowork.dap.breakpoint.UnusableBreakpointException;
import io.flowork.dap.session.DataPath;
import io.flowork.dap.session.ProgramText;
import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Session;
import io.flowork.dap.session.Sources;
import io.flowork.dap.session.Traps;
import io.flowork.grammar.jq.Filter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The breakpoints that somebody has typed, and what stops the run because of them. */
public final class TypedBreakpoints {
    /** Added to a breakpoint's number where those of clients are numbered too. */
    static final int OFFSET = 1 << 24;

    private static final Pattern CONDITION = Pattern.compile("^(.*?)\\s*\\bif\\s+(.*)$", Pattern.DOTALL);

    private final Session session;
    private final Sources sources;
    private final Map<Integer, Entry> entries = new TreeMap<>();
    private int next = 1;

    /** A session without any. */
    public TypedBreakpoints(Session session, Sources sources) {
        this.session = session;
        this.sources = sources;
        sources.whenAdded(this::apply);
    }

    /**
     * A breakpoint.
     *
     * @param text what a person is told of it
     * @param line the line it is at, from 1; 0 if at none or several
     * @param program the hash of the program that the line is of
     * @param traps what it stops, asked again when there are more programs
     */
    private record Entry(String text, int line, String program, Supplier<Traps> traps) {}

    /** What is said after the name of a command: the thing itself, and the condition after {@code if}. */
    private record Said(String what, @Nullable String condition) {
        static Said of(String text) {
            Matcher matcher = CONDITION.matcher(text);
            return matcher.matches()
                    ? new Said(matcher.group(1).strip(), matcher.group(2).strip())
                    : new Said(text.strip(), null);
        }

        String suffix() {
            return condition == null ? "" : " if " + condition;
        }
    }

    private String add(String text, int line, Supplier<Traps> traps) {
        int number = next++;
        entries.put(number, new Entry(text, line, here().program().hash(), traps));
        apply();
        return number + ": " + text;
    }

    private void apply() {
        List<Traps.Place> places = new ArrayList<>();
        List<Traps.Data> data = new ArrayList<>();
        List<Traps.Errors> errors = new ArrayList<>();
        for (Entry entry : entries.values()) {
            Traps traps = entry.traps().get();
            places.addAll(traps.places());
            data.addAll(traps.data());
            errors.addAll(traps.errors());
        }
        session.setTyped(new Traps(places, data, errors));
    }

    private int id() {
        return OFFSET + next;
    }

    /** The texts of the run that the session stands in. */
    private ProgramText here() {
        return sources.of(session.runHere());
    }

    /** Sets one at a line or at tasks. */
    String stopAt(String text) {
        Said said = Said.of(text);
        if (said.what().isEmpty()) {
            throw new RefusedException("Which line or task? As in ':break 12', ':break greet', ':break 12 if .n > 3'");
        }
        if (said.what().matches("[0-9]{1,9}")) {
            return line(Integer.parseInt(said.what()), said);
        }
        Set<String> references = here().named(said.what());
        ProgramText in = references.isEmpty() ? null : here();
        for (ProgramText each : sources.programs()) {
            if (in == null && !each.named(said.what()).isEmpty()) {
                in = each;
                references = each.named(said.what());
            }
        }
        if (in == null) {
            throw new RefusedException("There is no task '" + said.what()
                    + "'; write a line, a task's name, or a reference such as /do/0/first, with * for anything");
        }
        Filter condition = condition(said.condition(), references, in);
        Mark only =
                references.size() == 1 ? in.marks().task(references.iterator().next()) : null;
        String many = references.size() == 1 ? "" : " (" + references.size() + " tasks)";
        int id = id();
        return add(
                said.what() + many + said.suffix(),
                only == null || !in.equals(here()) ? 0 : only.start().line(),
                () -> new Traps(
                        sources.programs().stream()
                                .map(each -> new Traps.Place(
                                        id,
                                        true,
                                        each.named(said.what()),
                                        condition,
                                        null,
                                        null,
                                        each.program().hash()))
                                .toList(),
                        List.of(),
                        List.of()));
    }

    private String line(int line, Said said) {
        return switch (here().marks().bind(line, null)) {
            case ProgramMarks.Nowhere nowhere -> throw new RefusedException(nowhere.reason());
            case ProgramMarks.Found found -> {
                Mark mark = found.mark();
                Set<String> references = mark.references();
                Traps.Place place = new Traps.Place(
                        id(),
                        false,
                        references,
                        condition(said.condition(), references, here()),
                        null,
                        null,
                        here().program().hash());
                String message = found.message() == null ? "" : ". " + found.message();
                Traps traps = new Traps(List.of(place), List.of(), List.of());
                yield add(
                                "line " + mark.start().line() + ", " + mark.name() + said.suffix(),
                                mark.start().line(),
                                () -> traps)
                        + message;
            }
        };
    }

    private static @Nullable Filter condition(@Nullable String condition, Set<String> references, ProgramText in) {
        try {
            return condition == null ? null : Expressions.condition(condition, references, in.program());
        } catch (UnusableBreakpointException e) {
            throw new RefusedException(e.reason());
        }
    }

    private static @Nullable Filter parsed(@Nullable String condition) {
        try {
            return condition == null ? null : Expressions.parsed(condition);
        } catch (UnusableBreakpointException e) {
            throw new RefusedException(e.reason());
        }
    }

    /** Sets one at the changes of a value. */
    String stopAtChange(String text, ActiveFrame frame) {
        Said said = Said.of(text);
        DataPath path = session.own(path(said.what(), frame), frame);
        Traps traps =
                new Traps(List.of(), List.of(new Traps.Data(id(), path, parsed(said.condition()), null)), List.of());
        return add("changes of " + path.description() + said.suffix(), 0, () -> traps);
    }

    /** Sets one at errors. */
    String stopAtErrors(String text) {
        Said said = Said.of(text);
        String which = said.what().isEmpty() ? "raised" : said.what().toLowerCase(Locale.ROOT);
        Traps.Which wanted;
        try {
            wanted = Traps.Which.valueOf(which.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new RefusedException("'" + said.what() + "' says not which errors: raised, caught or uncaught");
        }
        Traps traps = new Traps(List.of(), List.of(), List.of(new Traps.Errors(wanted, parsed(said.condition()))));
        return add("errors that are " + which + said.suffix(), 0, () -> traps);
    }

    /** Forgets one, or all. */
    String delete(String text) {
        if (text.equals("all")) {
            int count = entries.size();
            entries.clear();
            apply();
            return "Forgot " + count;
        }
        Entry gone = text.matches("[0-9]{1,9}") ? entries.remove(Integer.parseInt(text)) : null;
        if (gone == null) {
            throw new RefusedException("There is no breakpoint '" + text + "'; ':breaks' lists them");
        }
        apply();
        return "Forgot " + text + ": " + gone.text();
    }

    /** Sets one at a line, or forgets the one that is there. */
    public String toggle(int line) {
        for (Map.Entry<Integer, Entry> each : entries.entrySet()) {
            if (each.getValue().line() == line
                    && each.getValue().program().equals(here().program().hash())) {
                return delete(Integer.toString(each.getKey()));
            }
        }
        return stopAt(Integer.toString(line));
    }

    /** All of them, a line each. */
    String list() {
        if (entries.isEmpty()) {
            return "Nothing stops the run; ':break', ':watch' and ':catch' change that";
        }
        List<String> lines = new ArrayList<>();
        entries.forEach((number, entry) -> lines.add(number + ": " + entry.text()));
        return String.join("\n", lines);
    }

    /** The lines that have one, of the program of the run that the session stands in. */
    public Set<Integer> lines() {
        String program = here().program().hash();
        Set<Integer> lines = new HashSet<>();
        for (Entry entry : entries.values()) {
            if (entry.program().equals(program)) {
                lines.add(entry.line());
            }
        }
        return lines;
    }

    /** The numbers that can be forgotten, and the word for all. */
    List<String> numbers() {
        List<String> numbers =
                new ArrayList<>(entries.keySet().stream().map(String::valueOf).toList());
        numbers.add("all");
        return numbers;
    }

    /** The names of tasks that begin so. */
    List<String> tasks(String begun) {
        return here().marks().tasks().stream()
                .map(reference -> reference.startsWith(begun) && begun.startsWith("/")
                        ? reference
                        : reference.substring(reference.lastIndexOf('/') + 1))
                .filter(name -> name.startsWith(begun))
                .distinct()
                .sorted()
                .toList();
    }

    /** What to look for where an expression holds, at whatever task of the runs that are known. */
    Traps where(String expression) {
        Filter filter = condition(expression, here().program().references(), here());
        return new Traps(
                sources.programs().stream()
                        .map(each -> new Traps.Place(
                                OFFSET,
                                false,
                                each.program().references(),
                                filter,
                                null,
                                null,
                                each.program().hash()))
                        .toList(),
                List.of(),
                List.of());
    }

    /** The value that is meant by a path. */
    static DataPath path(String text, ActiveFrame frame) {
        DataPath path = DataPath.expression(text, frame);
        if (path == null) {
            throw new RefusedException("'" + text
                    + "' is not a part of $context, $input or '.', such as $context.total; only those are followed");
        }
        return path;
    }
}
