package io.flowork.dap.shell;

import io.flowork.core.jq.JqCompileException;
import io.flowork.dap.breakpoint.Expressions;
import io.flowork.dap.breakpoint.HitCondition;
import io.flowork.dap.breakpoint.LogMessage;
import io.flowork.dap.breakpoint.Mark;
import io.flowork.dap.breakpoint.ProgramMarks;
import io.flowork.dap.breakpoint.UnusableBreakpointException;
import io.flowork.dap.session.DataPath;
import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Sources;
import io.flowork.dap.session.Traps;
import io.flowork.grammar.jq.Filter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.lsp4j.debug.Breakpoint;
import org.eclipse.lsp4j.debug.BreakpointNotVerifiedReason;
import org.eclipse.lsp4j.debug.DataBreakpoint;
import org.eclipse.lsp4j.debug.ExceptionFilterOptions;
import org.eclipse.lsp4j.debug.FunctionBreakpoint;
import org.eclipse.lsp4j.debug.Source;
import org.eclipse.lsp4j.debug.SourceBreakpoint;
import org.jspecify.annotations.Nullable;

/** The breakpoints that a client has set, and what has become of them. */
final class BreakpointTable {
    private final Map<String, List<Entry>> lines = new LinkedHashMap<>();
    private List<Entry> functions = List.of();
    private List<Traps.Data> data = List.of();
    private List<Traps.Errors> errors = List.of();
    private int next = 1;

    /** A breakpoint, and what it stops; null if nothing. */
    private record Entry(Breakpoint answer, Traps.@Nullable Place place) {}

    /** What stops the run. */
    Traps traps() {
        List<Traps.Place> places = new ArrayList<>();
        lines.values().forEach(entries -> entries.forEach(entry -> add(places, entry)));
        functions.forEach(entry -> add(places, entry));
        return new Traps(places, data, errors);
    }

    private static void add(List<Traps.Place> places, Entry entry) {
        if (entry.place() != null) {
            places.add(entry.place());
        }
    }

    Breakpoint[] lines(Source source, SourceBreakpoint[] wanted, Sources sources, Convert convert) {
        String path = source.getPath();
        Integer number = source.getSourceReference();
        boolean recorded = number != null && number > 0;
        List<Entry> entries = new ArrayList<>();
        for (SourceBreakpoint each : wanted) {
            int line = convert.lineFromClient(each.getLine());
            Integer column = convert.columnFromClient(each.getColumn());
            ProgramMarks.Bound bound = recorded && number != sources.program().number()
                    ? new ProgramMarks.Nowhere("Breakpoints in fetched files are set by name: a function breakpoint")
                    : !recorded && path == null
                            ? new ProgramMarks.Nowhere("The source has neither a path nor a reference")
                            : sources.bind(recorded ? null : path, line, column);
            entries.add(line(bound, each, source, sources, convert));
        }
        lines.put(recorded ? "#" + number : String.valueOf(path), entries);
        return answers(entries);
    }

    private Entry line(
            ProgramMarks.Bound bound, SourceBreakpoint wanted, Source source, Sources sources, Convert convert) {
        Breakpoint answer = breakpoint();
        answer.setSource(source);
        return switch (bound) {
            case ProgramMarks.Nowhere nowhere -> {
                answer.setLine(wanted.getLine());
                yield failed(answer, nowhere.reason());
            }
            case ProgramMarks.Found found -> {
                Mark mark = found.mark();
                answer.setLine(convert.lineToClient(mark.start().line()));
                answer.setColumn(convert.columnToClient(mark.start().column()));
                try {
                    Traps.Place place = place(
                            answer.getId(),
                            false,
                            Set.of(mark.reference()),
                            wanted.getCondition(),
                            wanted.getHitCondition(),
                            wanted.getLogMessage(),
                            sources);
                    answer.setVerified(true);
                    answer.setMessage(found.message());
                    yield new Entry(answer, place);
                } catch (UnusableBreakpointException e) {
                    yield failed(answer, e.reason());
                }
            }
        };
    }

    private static Traps.Place place(
            int id,
            boolean isFunction,
            Set<String> references,
            @Nullable String condition,
            @Nullable String count,
            @Nullable String log,
            Sources sources)
            throws UnusableBreakpointException {
        return new Traps.Place(
                id,
                isFunction,
                references,
                condition == null || condition.isBlank()
                        ? null
                        : Expressions.condition(condition, references, sources.runProgram()),
                count == null || count.isBlank() ? null : HitCondition.parse(count),
                log == null || log.isBlank() ? null : LogMessage.parse(log));
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    Breakpoint[] functions(FunctionBreakpoint[] wanted, Sources sources) {
        List<Entry> entries = new ArrayList<>();
        for (FunctionBreakpoint each : wanted) {
            Breakpoint answer = breakpoint();
            Set<String> references = sources.marks().named(each.getName());
            if (references.isEmpty()) {
                entries.add(failed(
                        answer,
                        "There is no task '" + each.getName()
                                + "'; write a task's name, or a reference such as /do/0/first, with * for anything"));
                continue;
            }
            try {
                Traps.Place place = place(
                        answer.getId(), true, references, each.getCondition(), each.getHitCondition(), null, sources);
                answer.setVerified(true);
                answer.setMessage(references.size() == 1 ? null : references.size() + " tasks");
                entries.add(new Entry(answer, place));
            } catch (UnusableBreakpointException e) {
                entries.add(failed(answer, e.reason()));
            }
        }
        functions = entries;
        return answers(entries);
    }

    Breakpoint[] data(DataBreakpoint[] wanted) {
        List<Traps.Data> all = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (DataBreakpoint each : wanted) {
            Breakpoint answer = breakpoint();
            try {
                DataPath path = DataPath.read(each.getDataId());
                Filter condition = isBlank(each.getCondition()) ? null : Expressions.parsed(each.getCondition());
                HitCondition count =
                        isBlank(each.getHitCondition()) ? null : HitCondition.parse(each.getHitCondition());
                all.add(new Traps.Data(answer.getId(), path, condition, count));
                answer.setVerified(true);
                answer.setMessage("Stops at the first task after " + path.description() + " has changed");
                entries.add(new Entry(answer, null));
            } catch (UnusableBreakpointException e) {
                entries.add(failed(answer, e.reason()));
            } catch (RefusedException e) {
                entries.add(failed(answer, String.valueOf(e.getMessage())));
            }
        }
        data = all;
        return answers(entries);
    }

    Breakpoint[] errors(String[] filters, ExceptionFilterOptions[] options) {
        List<Traps.Errors> all = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (String filter : filters) {
            entries.add(error(filter, null, all));
        }
        for (ExceptionFilterOptions option : options) {
            entries.add(error(option.getFilterId(), option.getCondition(), all));
        }
        errors = all;
        return answers(entries);
    }

    private Entry error(String filter, @Nullable String condition, List<Traps.Errors> all) {
        Breakpoint answer = breakpoint();
        try {
            Traps.Which which = Traps.Which.valueOf(filter.toUpperCase(Locale.ROOT));
            all.add(new Traps.Errors(
                    which, condition == null || condition.isBlank() ? null : Expressions.parsed(condition)));
            answer.setVerified(true);
            return new Entry(answer, null);
        } catch (IllegalArgumentException e) {
            return failed(answer, "There is no filter '" + filter + "'; there are raised, caught and uncaught");
        } catch (UnusableBreakpointException e) {
            return failed(answer, e.reason());
        } catch (JqCompileException e) {
            return failed(answer, String.valueOf(e.getMessage()));
        }
    }

    private Breakpoint breakpoint() {
        Breakpoint breakpoint = new Breakpoint();
        breakpoint.setId(next++);
        return breakpoint;
    }

    private static Entry failed(Breakpoint answer, String why) {
        answer.setVerified(false);
        answer.setMessage(why);
        answer.setReason(BreakpointNotVerifiedReason.FAILED);
        return new Entry(answer, null);
    }

    private static Breakpoint[] answers(List<Entry> entries) {
        return entries.stream().map(Entry::answer).toArray(Breakpoint[]::new);
    }
}
