package io.flowork.dap.shell;

import io.flowork.core.jq.JqCompileException;
import io.flowork.dap.breakpoint.Expressions;
import io.flowork.dap.breakpoint.HitCondition;
import io.flowork.dap.breakpoint.LogMessage;
import io.flowork.dap.breakpoint.Mark;
import io.flowork.dap.breakpoint.ProgramMarks;
import io.flowork.dap.breakpoint.UnusableBreakpointException;
import io.flowork.dap.session.DataPath;
import io.flowork.dap.session.ProgramText;
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

/**
 * The breakpoints that a client has set, and what has become of them. Those at tasks are bound to all programs that are known;
 * they are kept where there is none yet, and bound again when one is found.
 */
final class BreakpointTable {
    private static final String NO_RUN = "It is bound as soon as there is a run";

    private final Map<String, List<Entry>> lines = new LinkedHashMap<>();
    private List<Entry> functions = List.of();
    private List<Traps.Data> data = List.of();
    private List<Traps.Errors> errors = List.of();
    private int next = 1;

    /** Binds a breakpoint: says so in the answer, and gives what it stops. */
    private interface Binding {
        List<Traps.Place> bind(Breakpoint answer, @Nullable Sources sources) throws UnusableBreakpointException;
    }

    /** A breakpoint, how it is bound, and what it stops now. */
    private static final class Entry {
        private final int id;
        private final Binding binding;
        private Breakpoint answer = new Breakpoint();
        private List<Traps.Place> places = List.of();

        Entry(int id, Binding binding, @Nullable Sources sources) {
            this.id = id;
            this.binding = binding;
            bind(sources);
        }

        /** What it stops; one that may be bound later is sought in runs that are not known yet. */
        List<Traps.Place> stopping() {
            return answer.getReason() == BreakpointNotVerifiedReason.PENDING
                    ? List.of(Traps.Place.pending(id))
                    : places;
        }

        void bind(@Nullable Sources sources) {
            Breakpoint told = new Breakpoint();
            told.setId(id);
            try {
                places = binding.bind(told, sources);
            } catch (UnusableBreakpointException e) {
                places = List.of();
                fail(told, e.reason());
            }
            answer = told;
        }
    }

    /** What stops the run. */
    Traps traps() {
        List<Traps.Place> places = new ArrayList<>();
        lines.values().forEach(entries -> entries.forEach(entry -> places.addAll(entry.stopping())));
        functions.forEach(entry -> places.addAll(entry.stopping()));
        return new Traps(places, data, errors);
    }

    /** Binds all again; gives those of which something else is to be told than before. */
    List<Breakpoint> bind(Sources sources) {
        List<Entry> all = new ArrayList<>();
        lines.values().forEach(all::addAll);
        all.addAll(functions);
        List<Breakpoint> changed = new ArrayList<>();
        for (Entry entry : all) {
            Breakpoint before = entry.answer;
            entry.bind(sources);
            if (!entry.answer.equals(before)) {
                changed.add(entry.answer);
            }
        }
        return changed;
    }

    Breakpoint[] lines(Source source, SourceBreakpoint[] wanted, @Nullable Sources sources, Convert convert) {
        Integer number = source.getSourceReference();
        boolean recorded = number != null && number > 0;
        List<Entry> entries = new ArrayList<>();
        for (SourceBreakpoint each : wanted) {
            entries.add(new Entry(next++, (answer, known) -> line(answer, source, each, known, convert), sources));
        }
        lines.put(recorded ? "#" + number : String.valueOf(source.getPath()), entries);
        return answers(entries);
    }

    private static List<Traps.Place> line(
            Breakpoint answer, Source source, SourceBreakpoint wanted, @Nullable Sources sources, Convert convert)
            throws UnusableBreakpointException {
        answer.setSource(source);
        answer.setLine(wanted.getLine());
        Integer asked = source.getSourceReference();
        int number = asked == null ? 0 : asked;
        String path = number > 0 ? null : source.getPath();
        if (number <= 0 && path == null) {
            throw new UnusableBreakpointException("The source has neither a path nor a reference");
        }
        List<ProgramText> meant = sources == null ? List.of() : sources.meant(path, number);
        if (meant.isEmpty()) {
            return pending(answer, sources == null ? NO_RUN : sources.refusal());
        }
        List<Traps.Place> places = new ArrayList<>();
        String nowhere = null;
        for (ProgramText text : meant) {
            ProgramMarks.Bound bound = text.bind(
                    path,
                    number,
                    convert.lineFromClient(wanted.getLine()),
                    convert.columnFromClient(wanted.getColumn()));
            switch (bound) {
                case ProgramMarks.Nowhere reason -> nowhere = reason.reason();
                case ProgramMarks.Found found -> {
                    Mark mark = found.mark();
                    answer.setLine(convert.lineToClient(mark.start().line()));
                    answer.setColumn(convert.columnToClient(mark.start().column()));
                    answer.setMessage(found.message());
                    places.add(place(
                            answer.getId(),
                            false,
                            mark.references(),
                            wanted.getCondition(),
                            wanted.getHitCondition(),
                            wanted.getLogMessage(),
                            text));
                }
            }
        }
        if (places.isEmpty() && nowhere != null) {
            throw new UnusableBreakpointException(nowhere);
        }
        answer.setVerified(true);
        return places;
    }

    private static Traps.Place place(
            int id,
            boolean isFunction,
            Set<String> references,
            @Nullable String condition,
            @Nullable String count,
            @Nullable String log,
            ProgramText text)
            throws UnusableBreakpointException {
        return new Traps.Place(
                id,
                isFunction,
                references,
                condition == null || condition.isBlank()
                        ? null
                        : Expressions.condition(condition, references, text.program()),
                count == null || count.isBlank() ? null : HitCondition.parse(count),
                log == null || log.isBlank() ? null : LogMessage.parse(log),
                text.program().hash());
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    Breakpoint[] functions(FunctionBreakpoint[] wanted, @Nullable Sources sources) {
        List<Entry> entries = new ArrayList<>();
        for (FunctionBreakpoint each : wanted) {
            entries.add(new Entry(next++, (answer, known) -> function(answer, each, known), sources));
        }
        functions = entries;
        return answers(entries);
    }

    private static List<Traps.Place> function(Breakpoint answer, FunctionBreakpoint wanted, @Nullable Sources sources)
            throws UnusableBreakpointException {
        if (sources == null) {
            return pending(answer, NO_RUN);
        }
        List<Traps.Place> places = new ArrayList<>();
        UnusableBreakpointException unusable = null;
        int tasks = 0;
        for (ProgramText text : sources.programs()) {
            Set<String> references = text.named(wanted.getName());
            if (references.isEmpty()) {
                continue;
            }
            try {
                places.add(place(
                        answer.getId(), true, references, wanted.getCondition(), wanted.getHitCondition(), null, text));
                tasks += references.size();
            } catch (UnusableBreakpointException e) { // maybe it can hold in another program
                unusable = e;
            }
        }
        if (places.isEmpty() && unusable != null) {
            throw unusable;
        }
        if (places.isEmpty()) {
            return pending(
                    answer,
                    "There is no task '" + wanted.getName()
                            + "'; write a task's name, or a reference such as /do/0/first, with * for anything");
        }
        answer.setVerified(true);
        answer.setMessage(tasks == 1 ? null : tasks + " tasks");
        return places;
    }

    private static List<Traps.Place> pending(Breakpoint answer, String why) {
        answer.setVerified(false);
        answer.setMessage(why);
        answer.setReason(BreakpointNotVerifiedReason.PENDING);
        return List.of();
    }

    private static void fail(Breakpoint answer, String why) {
        answer.setVerified(false);
        answer.setMessage(why);
        answer.setReason(BreakpointNotVerifiedReason.FAILED);
    }

    Breakpoint[] data(DataBreakpoint[] wanted) {
        List<Traps.Data> all = new ArrayList<>();
        List<Breakpoint> answers = new ArrayList<>();
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
            } catch (UnusableBreakpointException e) {
                fail(answer, e.reason());
            } catch (RefusedException e) {
                fail(answer, String.valueOf(e.getMessage()));
            }
            answers.add(answer);
        }
        data = all;
        return answers.toArray(Breakpoint[]::new);
    }

    Breakpoint[] errors(String[] filters, ExceptionFilterOptions[] options) {
        List<Traps.Errors> all = new ArrayList<>();
        List<Breakpoint> answers = new ArrayList<>();
        for (String filter : filters) {
            answers.add(error(filter, null, all));
        }
        for (ExceptionFilterOptions option : options) {
            answers.add(error(option.getFilterId(), option.getCondition(), all));
        }
        errors = all;
        return answers.toArray(Breakpoint[]::new);
    }

    private Breakpoint error(String filter, @Nullable String condition, List<Traps.Errors> all) {
        Breakpoint answer = breakpoint();
        try {
            Traps.Which which = Traps.Which.valueOf(filter.toUpperCase(Locale.ROOT));
            all.add(new Traps.Errors(
                    which, condition == null || condition.isBlank() ? null : Expressions.parsed(condition)));
            answer.setVerified(true);
        } catch (IllegalArgumentException e) {
            fail(answer, "There is no filter '" + filter + "'; there are raised, caught and uncaught");
        } catch (UnusableBreakpointException e) {
            fail(answer, e.reason());
        } catch (JqCompileException e) {
            fail(answer, String.valueOf(e.getMessage()));
        }
        return answer;
    }

    private Breakpoint breakpoint() {
        Breakpoint breakpoint = new Breakpoint();
        breakpoint.setId(next++);
        return breakpoint;
    }

    private static Breakpoint[] answers(List<Entry> entries) {
        return entries.stream().map(entry -> entry.answer).toArray(Breakpoint[]::new);
    }
}
