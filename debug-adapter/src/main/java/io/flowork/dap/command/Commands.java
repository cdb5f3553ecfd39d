package io.flowork.dap.command;

import io.flowork.core.history.Find;
import io.flowork.core.history.Stop;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.dap.session.DataPath;
import io.flowork.dap.session.DebuggedRun;
import io.flowork.dap.session.Evaluations;
import io.flowork.dap.session.Halt;
import io.flowork.dap.session.InnerPoint;
import io.flowork.dap.session.Origin;
import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Runs;
import io.flowork.dap.session.Search;
import io.flowork.dap.session.Session;
import io.flowork.dap.session.Traps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/** Understands what people type: a word after {@code :} is a command, whatever else is jq at a frame. */
public final class Commands {
    /** What a command begins with. */
    public static final String SIGN = ":";

    private static final int MOST_FOUND = 20;
    private static final int MOST_COUNTED = 100_000;
    private static final int MOST_REPEATED = 10_000;
    private static final int USUAL_LINES = 5;
    private static final int USUAL_STEPS = 20;
    private static final int WIDTH = 100;
    private static final int MOST_OF_A_SCOPE = 40;

    private final Session session;
    private final Evaluations evaluations;
    private final Listing listing;
    private final TypedBreakpoints breakpoints;
    private final Function<String, Runs.Open> others;
    private final Reasons reasons;

    /**
     * The commands of a session.
     *
     * @param others opens another run by how somebody calls it
     */
    public Commands(
            Session session,
            Evaluations evaluations,
            Listing listing,
            TypedBreakpoints breakpoints,
            Function<String, Runs.Open> others) {
        this.session = session;
        this.evaluations = evaluations;
        this.listing = listing;
        this.breakpoints = breakpoints;
        this.others = others;
        this.reasons = new Reasons(new Origin(session, listing.sources()));
    }

    /** Whether a text is a command. */
    public static boolean isCommand(String text) {
        return text.stripLeading().startsWith(SIGN);
    }

    /**
     * What a text comes to.
     *
     * @param text a command or jq
     * @param frame the frame at which it is asked
     * @throws RefusedException if it is neither, or cannot be done, with the reason
     */
    public Answer answer(String text, ActiveFrame frame) {
        String stripped = text.strip();
        if (!isCommand(stripped)) {
            return new Answer.Text(evaluated(stripped, frame, false));
        }
        String[] parts = stripped.substring(SIGN.length()).stripLeading().split("\\s+", 2);
        Verb verb = Verb.of(parts[0].toLowerCase(Locale.ROOT));
        if (verb == null) {
            throw new RefusedException("There is no command ':" + parts[0] + "'; ':help' lists them");
        }
        return answer(verb, parts.length == 2 ? parts[1].strip() : "", frame);
    }

    private Answer answer(Verb verb, String rest, ActiveFrame frame) {
        if (verb.arguments().isEmpty() && !rest.isEmpty()) {
            throw new RefusedException("':" + verb.word() + "' takes nothing after it");
        }
        if (verb.takesExpression() && rest.isEmpty() && verb != Verb.CATCH) {
            throw new RefusedException(
                    "':" + verb.word() + "' needs more: ':" + verb.word() + " " + verb.arguments() + "'");
        }
        return switch (verb) {
            case NEXT -> steps(verb, Session.Way.NEXT, rest);
            case STEP -> steps(verb, Session.Way.INTO, rest);
            case OUT -> steps(verb, Session.Way.OUT, rest);
            case BACK -> steps(verb, Session.Way.BACK, rest);
            case BACK_STEP -> steps(verb, Session.Way.BACK_INTO, rest);
            case BACK_OUT -> steps(verb, Session.Way.BACK_OUT, rest);
            case CONTINUE -> new Answer.Move("Going on", true, Session::resume);
            case REVERSE -> new Answer.Move("Going back", false, Session::reverse);
            case UNTIL -> search(where(rest), true, "'" + rest + "' does not hold at a task after this");
            case SINCE -> search(where(rest), false, "'" + rest + "' does not hold at a task before this");
            case LAST -> last(rest, frame);
            case SEEK -> seek(rest);
            case FIND -> found(rest);
            case WHERE -> new Answer.Text(lines(listing.where()));
            case LIST -> list(rest);
            case VALUES -> new Answer.Text(lines(listing.values(WIDTH, MOST_OF_A_SCOPE)));
            case PRINT -> new Answer.Text(evaluated(rest, frame, true));
            case TIMELINE -> timeline(rest);
            case WHY -> new Answer.Text(lines(reasons.why(rest, frame)));
            case DIFF -> new Answer.Text(diff(rest));
            case BREAK -> new Answer.Text(breakpoints.stopAt(rest));
            case WATCH -> new Answer.Text(breakpoints.stopAtChange(rest, frame));
            case CATCH -> new Answer.Text(breakpoints.stopAtErrors(rest));
            case BREAKS -> new Answer.Text(breakpoints.list());
            case DELETE -> new Answer.Text(breakpoints.delete(rest));
            case TAKE -> new Answer.Move("Taking control", true, (on, progress) -> on.take());
            case RELEASE -> new Answer.Move("Releasing", true, (on, progress) -> on.release());
            case FORK -> new Answer.Text(fork());
            case HELP -> new Answer.Text(Help.of(rest));
        };
    }

    private String evaluated(String expression, ActiveFrame frame, boolean whole) {
        return (session.inner() instanceof InnerPoint.Part part
                        ? evaluations.evaluate(expression, part, whole)
                        : evaluations.evaluate(expression, frame, whole))
                .text();
    }

    private static String lines(List<String> lines) {
        return String.join("\n", lines);
    }

    private static int number(String text, int usual, int most) {
        if (text.isEmpty()) {
            return usual;
        }
        int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > most) {
            throw new RefusedException("'" + text + "' is no number from 1 to " + most);
        }
        return number;
    }

    // --- moving ---

    private Answer steps(Verb verb, Session.Way way, String rest) {
        int count = number(rest, 1, MOST_REPEATED);
        boolean forwards = verb.family() == Verb.Family.FORWARDS;
        return new Answer.Move(
                verb.word() + (count == 1 ? "" : " " + count), forwards, (on, progress) -> repeated(on, way, count));
    }

    /** Makes steps until one is stopped on its way, or leads nowhere. */
    private Halt repeated(Session on, Session.Way way, int count) {
        Session.Standing from = on.standing();
        Halt halt = on.step(way, listing.strand());
        for (int i = 1;
                i < count && halt.reason() == Halt.Reason.STEP && !on.standing().equals(from);
                i++) {
            from = on.standing();
            halt = on.step(way, on.thread());
        }
        return halt;
    }

    /** What is asked for again where a run is found that another one started; a wrong condition is refused at once. */
    private Supplier<Traps> where(String condition) {
        var _ = breakpoints.where(condition);
        return () -> breakpoints.where(condition);
    }

    private static Answer search(Supplier<Traps> wanted, boolean forwards, String otherwise) {
        return new Answer.Move(
                forwards ? "Searching" : "Searching back",
                forwards,
                (session, progress) -> session.goTo(wanted, forwards, otherwise, progress));
    }

    private Answer last(String rest, ActiveFrame frame) {
        DataPath path = session.own(TypedBreakpoints.path(rest, frame), frame);
        return new Answer.Move(
                "Searching back",
                false,
                (on, progress) -> on.search().lastWrite().go(path, rest + " has not changed before this"));
    }

    private Answer seek(String rest) {
        long here = session.at().t();
        long t;
        if (rest.equals("start")) {
            t = 0;
        } else if (rest.equals("end")) {
            t = Long.MAX_VALUE;
        } else if (rest.matches("[+-]?[0-9]{1,18}")) {
            long number = Long.parseLong(rest);
            t = Math.max(0, rest.startsWith("+") || rest.startsWith("-") ? here + number : number);
        } else {
            throw new RefusedException("':seek' needs a step: a number, +N, -N, start or end");
        }
        return new Answer.Move("Going to step " + rest, t > here, (session, progress) -> session.seek(t));
    }

    // --- looking ---

    private Answer found(String expression) {
        Find.Found found = session.search().find(expression, Search.Which.ALL, MOST_COUNTED);
        List<Stop> stops = found.stops();
        List<String> lines = new ArrayList<>();
        if (stops.isEmpty()) {
            lines.add("'" + expression + "' holds at no task of the run");
        } else {
            String more = stops.size() == MOST_COUNTED ? " or more" : "";
            lines.add("holds at " + stops.size() + more + (stops.size() == 1 ? " stop:" : " stops:"));
            stops.stream().limit(MOST_FOUND).forEach(stop -> lines.add(line(stop)));
            if (stops.size() > MOST_FOUND) {
                lines.add("   …");
                lines.add(line(stops.getLast()));
            }
        }
        if (found.failed() > 0) {
            lines.add("it fails at " + found.failed() + " others, first " + found.error());
        }
        return new Answer.Text(lines(lines));
    }

    private String line(Stop stop) {
        return (stop.t() == session.at().t() ? "-> " : "   ") + stop.t() + "  " + stop.reference();
    }

    private Answer list(String rest) {
        int around = number(rest, USUAL_LINES, 10_000);
        int here = listing.line();
        return new Answer.Text(
                lines(listing.numbered(listing.source(here - around, here + around, breakpoints.lines()))));
    }

    private Answer timeline(String rest) {
        String[] parts = rest.split("\\s+", -1);
        if (parts.length > 2 || !(rest.isEmpty() || parts[0].matches("[0-9]{1,18}"))) {
            throw new RefusedException("':timeline' takes the number of a step, and how many to list");
        }
        int count = number(parts.length == 2 ? parts[1] : "", USUAL_STEPS, 1_000);
        long from = rest.isEmpty() ? Math.max(0, session.at().t() - count / 2) : Long.parseLong(parts[0]);
        List<String> steps = listing.timeline(from, count);
        return new Answer.Text(
                steps.isEmpty() ? "There is no step " + from + "; the run has " + session.steps() : lines(steps));
    }

    private String diff(String rest) {
        if (rest.isEmpty()) {
            throw new RefusedException("':diff' needs another run: its id or the beginning of it");
        }
        try (Runs.Open other = others.apply(rest)) {
            return Differences.text(session.search().diff(other.run(), MOST_FOUND), session.run(), other.run());
        }
    }

    private String fork() {
        DebuggedRun run = session.run();
        return "A fork is made with 'flowork runs fork " + run.id() + " --at "
                + session.at().t()
                + "', with --set '$context.name=JSON', --result 'TASK=JSON' or --program FILE to change what happens;"
                + " ':diff' compares what came of it";
    }

    // --- completion ---

    /**
     * The ways to go on with what is being typed.
     *
     * @param text the text so far
     * @param column where it is being written, in UTF-16 code units from 0
     */
    public List<Evaluations.Completion> completions(String text, int column, ActiveFrame frame) {
        String before = text.substring(0, Math.clamp(column, 0, text.length()));
        if (!isCommand(before)) {
            return evaluations.completions(text, column, frame);
        }
        int start = before.indexOf(SIGN) + SIGN.length();
        int space = before.indexOf(' ', start);
        if (space < 0) {
            String begun = before.substring(start);
            List<Evaluations.Completion> words = new ArrayList<>();
            for (Verb verb : Verb.values()) {
                if (verb.word().startsWith(begun)) {
                    words.add(new Evaluations.Completion(verb.word(), start, begun.length(), "function"));
                }
            }
            return words;
        }
        Verb verb = Verb.of(before.substring(start, space));
        int condition = before.indexOf(" if ", space);
        boolean isCondition = condition >= 0 && verb != null && verb.arguments().contains(" if ");
        if (isCondition) {
            return evaluations.completions(condition + " if ".length(), before, frame);
        }
        int word = before.lastIndexOf(' ') + 1;
        String begun = before.substring(word);
        return switch (verb) {
            case BREAK -> words(breakpoints.tasks(begun), word, begun, "property");
            case CATCH -> words(List.of("raised", "caught", "uncaught"), word, begun, "function");
            case SEEK -> words(List.of("start", "end"), word, begun, "function");
            case DELETE -> words(breakpoints.numbers(), word, begun, "property");
            case HELP -> words(Arrays.stream(Verb.values()).map(Verb::word).toList(), word, begun, "function");
            case null -> List.of();
            default ->
                verb.takesExpression()
                        ? evaluations.completions(space + 1, before, frame)
                        : List.<Evaluations.Completion>of();
        };
    }

    private static List<Evaluations.Completion> words(List<String> all, int start, String begun, String kind) {
        return all.stream()
                .filter(each -> each.startsWith(begun))
                .map(each -> new Evaluations.Completion(each, start, begun.length(), kind))
                .toList();
    }

    /** The breakpoints that were typed. */
    public TypedBreakpoints breakpoints() {
        return breakpoints;
    }

    /** What there is to see. */
    public Listing listing() {
        return listing;
    }
}
