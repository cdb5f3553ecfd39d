package io.flowork.dap.command;

import io.flowork.core.machine.ActiveFrame;
import io.flowork.dap.breakpoint.Expressions;
import io.flowork.dap.breakpoint.Mark;
import io.flowork.dap.breakpoint.ProgramMarks;
import io.flowork.dap.breakpoint.UnusableBreakpointException;
import io.flowork.dap.session.DataPath;
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
    }

    /**
     * A breakpoint.
     *
     * @param text what a person is told of it
     * @param line the line it is at, from 1; 0 if at none or several
     */
    private record Entry(String text, int line, Traps traps) {}

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

    private String add(String text, int line, Traps traps) {
        int number = next++;
        entries.put(number, new Entry(text, line, traps));
        apply();
        return number + ": " + text;
    }

    private void apply() {
        List<Traps.Place> places = new ArrayList<>();
        List<Traps.Data> data = new ArrayList<>();
        List<Traps.Errors> errors = new ArrayList<>();
        for (Entry entry : entries.values()) {
            places.addAll(entry.traps().places());
            data.addAll(entry.traps().data());
            errors.addAll(entry.traps().errors());
        }
        session.setTyped(new Traps(places, data, errors));
    }

    private int id() {
        return OFFSET + next;
    }

    /** Sets one at a line or at tasks. */
    String stopAt(String text) {
        Said said = Said.of(text);
        if (said.what().isEmpty()) {
            throw new RefusedException("Which line or task? As in ':break 12', ':break greet', ':break 12 if .n > 3'");
        }
        if (said.what().matches("[0-9]{1,9}")) {
            return switch (sources.marks().bind(Integer.parseInt(said.what()), null)) {
                case ProgramMarks.Nowhere nowhere -> throw new RefusedException(nowhere.reason());
                case ProgramMarks.Found found -> {
                    Mark mark = found.mark();
                    String message = found.message() == null ? "" : ". " + found.message();
                    yield place(
                                    "line " + mark.start().line() + ", " + mark.name() + said.suffix(),
                                    mark.start().line(),
                                    false,
                                    Set.of(mark.reference()),
                                    said.condition())
                            + message;
                }
            };
        }
        Set<String> references = sources.marks().named(said.what());
        if (references.isEmpty()) {
            throw new RefusedException("There is no task '" + said.what()
                    + "'; write a line, a task's name, or a reference such as /do/0/first, with * for anything");
        }
        Mark only = references.size() == 1
                ? sources.marks().task(references.iterator().next())
                : null;
        String many = references.size() == 1 ? "" : " (" + references.size() + " tasks)";
        return place(
                said.what() + many + said.suffix(),
                only == null ? 0 : only.start().line(),
                true,
                references,
                said.condition());
    }

    private String place(
            String text, int line, boolean isFunction, Set<String> references, @Nullable String condition) {
        Filter filter = condition == null ? null : condition(condition, references);
        Traps.Place place = new Traps.Place(id(), isFunction, references, filter, null, null);
        return add(text, line, new Traps(List.of(place), List.of(), List.of()));
    }

    private Filter condition(String condition, Set<String> references) {
        try {
            return Expressions.condition(condition, references, sources.runProgram());
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
        DataPath path = path(said.what(), frame);
        Traps.Data data = new Traps.Data(id(), path, parsed(said.condition()), null);
        return add(
                "changes of " + path.description() + said.suffix(), 0, new Traps(List.of(), List.of(data), List.of()));
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
        Traps.Errors errors = new Traps.Errors(wanted, parsed(said.condition()));
        return add("errors that are " + which + said.suffix(), 0, new Traps(List.of(), List.of(), List.of(errors)));
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
            if (each.getValue().line() == line) {
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

    /** The lines that have one. */
    public Set<Integer> lines() {
        Set<Integer> lines = new HashSet<>();
        entries.values().forEach(entry -> lines.add(entry.line()));
        return lines;
    }

    /** The names of tasks that begin so. */
    List<String> tasks(String begun) {
        return sources.marks().tasks().stream()
                .map(reference -> reference.startsWith(begun) && begun.startsWith("/")
                        ? reference
                        : reference.substring(reference.lastIndexOf('/') + 1))
                .filter(name -> name.startsWith(begun))
                .distinct()
                .sorted()
                .toList();
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
