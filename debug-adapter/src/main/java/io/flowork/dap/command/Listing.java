package io.flowork.dap.command;

import io.flowork.core.machine.Step;
import io.flowork.dap.session.Frames;
import io.flowork.dap.session.Halt;
import io.flowork.dap.session.InnerPoint;
import io.flowork.dap.session.Scopes;
import io.flowork.dap.session.Session;
import io.flowork.dap.session.Sources;
import io.flowork.dap.value.Brief;
import io.flowork.grammar.text.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What there is to see where a session stands, as lines of text. */
public final class Listing {
    private static final int MOST_STEPS = 1_000;

    /** The scopes whose variables have names of their own, even if there is only one. */
    private static final Set<String> SEVERAL = Set.of("Variables", "Effect", "Part", "Expression");

    private final Session session;
    private final Sources sources;
    private final Frames frames;
    private final Scopes scopes;

    /** What there is to see in a session. */
    public Listing(Session session, Sources sources, Frames frames, Scopes scopes) {
        this.session = session;
        this.sources = sources;
        this.frames = frames;
        this.scopes = scopes;
    }

    /** Forgets what was shown: the session has moved. */
    public void moved() {
        frames.moved();
        scopes.moved();
    }

    /** The texts of the run. */
    Sources sources() {
        return sources;
    }

    /** The thread that the session stands on. */
    public int strand() {
        return session.thread();
    }

    /** The tasks around here, innermost first. */
    public List<Frames.Entry> stack() {
        return frames.stack(strand());
    }

    /** The tasks around here in one line, the workflow first. */
    public String path() {
        List<String> names = new ArrayList<>();
        for (Frames.Entry entry : stack().reversed()) {
            names.add(entry.name());
        }
        return String.join(" > ", names);
    }

    /** Why and where the session stands. */
    public String halt(Halt halt) {
        return halt.reason() == Halt.Reason.STEP || halt.reason() == Halt.Reason.GOTO
                ? capital(halt.description())
                : capital(halt.reason().word()) + ": " + halt.description();
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /**
     * A line of source.
     *
     * @param number its number, from 1
     * @param text the text
     * @param isHere whether the session stands at it
     * @param stops whether it has a breakpoint
     */
    public record Line(int number, String text, boolean isHere, boolean stops) {}

    /** The line of the source at which the session stands, from 1. At the end of a run it is the first one. */
    public int line() {
        return stack().getFirst().place().start().line();
    }

    /**
     * Lines of the source that the session stands in.
     *
     * @param first the first one; from 1 on
     * @param last the last one, if there are as many
     * @param breakpoints the lines of the program that have one
     */
    public List<Line> source(int first, int last, Set<Integer> breakpoints) {
        Sources.Place here = stack().getFirst().place();
        SourceText source = here.text().source();
        boolean isProgram = here.text().equals(sources.of(session.runHere()).text());
        List<Line> lines = new ArrayList<>();
        for (int number = Math.max(1, first); number <= Math.min(last, source.lines()); number++) {
            lines.add(new Line(
                    number,
                    source.line(number),
                    number == here.start().line() && !session.at().isEnd(),
                    isProgram && breakpoints.contains(number)));
        }
        return lines;
    }

    /** How many lines the source has that the session stands in. */
    public int sourceLines() {
        return stack().getFirst().place().text().source().lines();
    }

    /** What the source is called, and what there is to know about it. */
    public String sourceName() {
        Sources.Text text = stack().getFirst().place().text();
        return text.note() == null ? text.source().name() : text.source().name() + ", " + text.note();
    }

    /** Lines of the source with their numbers; the current one has an arrow, those with a breakpoint a star. */
    public List<String> numbered(List<Line> lines) {
        int width = Integer.toString(sourceLines()).length();
        return lines.stream()
                .map(line -> (line.isHere() ? "->" : "  ")
                        + (line.stops() ? "*" : " ")
                        + " ".repeat(width - Integer.toString(line.number()).length())
                        + line.number()
                        + "  "
                        + line.text())
                .map(String::stripTrailing)
                .toList();
    }

    /** The tasks around here and the other threads, a line each. */
    public List<String> where() {
        List<String> lines = new ArrayList<>();
        int number = 0;
        for (Frames.Entry entry : stack()) {
            lines.add("#" + number++ + " " + entry.name() + "  "
                    + entry.frame().node().reference() + "  "
                    + entry.place().text().source().name() + ":"
                    + entry.place().start().line());
        }
        List<Frames.StrandName> threads = frames.threads();
        if (threads.size() > 1) {
            for (Frames.StrandName thread : threads) {
                List<Frames.Entry> stack = frames.stack(thread.id());
                lines.add((thread.id() == strand() ? "->" : "  ") + " thread " + (thread.id() + 1) + ", "
                        + thread.name() + ": at " + stack.getFirst().name());
            }
        }
        return lines;
    }

    /**
     * The values here, a line each, under what they are.
     *
     * @param width how long a value may be
     * @param most how many of a scope
     */
    public List<String> values(int width, int most) {
        List<String> lines = new ArrayList<>();
        InnerPoint point = session.inner();
        for (Scopes.Scope scope : point == null ? scopes.of(frames.top()) : scopes.of(point)) {
            if (scope.name().equals("Workflow") || scope.name().equals("Task")) {
                continue; // the same everywhere, or seen in the source
            }
            List<Scopes.Numbered> variables = scopes.variables(scope.number(), null, 0, most);
            boolean isAlone = !scopes.areParts(scope.number()) && !SEVERAL.contains(scope.name());
            if (isAlone) {
                lines.add(scope.name() + "  "
                        + Brief.of(variables.getFirst().variable().value(), width));
                continue;
            }
            lines.add(scope.name());
            for (Scopes.Numbered each : variables) {
                lines.add("  " + each.variable().name() + ": "
                        + Brief.of(each.variable().value(), width));
            }
            if (scope.children() > variables.size()) {
                lines.add("  … " + (scope.children() - variables.size()) + " more");
            }
        }
        return lines;
    }

    /**
     * Steps of the run, a line each; the one that the session stands at has an arrow.
     *
     * @param from the number of the first one
     * @param count how many at most
     */
    public List<String> timeline(long from, int count) {
        List<String> lines = new ArrayList<>();
        long total = session.steps();
        long first = Math.clamp(from, 0, total);
        long end = Math.min(total, first + Math.clamp(count, 0, MOST_STEPS));
        long here = session.at().t();
        if (first < end) {
            session.steps(first, end, step -> lines.add(line(step, here)));
        }
        if (end == total && session.at().isEnd()) {
            lines.add("-> " + total + "  end");
        }
        return lines;
    }

    private static String line(Step step, long here) {
        Step.At at = step.at();
        String reference = at.reference();
        String thread = at.strand() == 0 ? "" : "  thread " + (at.strand() + 1);
        return (at.t() == here ? "-> " : "   ") + at.t() + "  " + step.kind() + "  " + reference + thread + about(step);
    }

    private static String about(Step step) {
        return switch (step) {
            case Step.Evaluated evaluated -> "  " + evaluated.stage() + " = " + Brief.of(evaluated.result(), 60);
            case Step.Completed completed -> "  " + Brief.of(completed.output(), 60);
            case Step.Raised raised -> "  " + raised.error().summary();
            case Step.Caught caught -> "  " + caught.error().summary();
            case Step.Retrying retrying ->
                "  attempt " + retrying.attempt() + ": " + retrying.error().summary();
            case Step.Turn turn -> "  item " + (turn.index() + 1) + " = " + Brief.of(turn.item(), 60);
            case Step.BranchStarted started -> "  branch " + (started.branch() + 1);
            case Step.BranchJoined joined -> "  branch " + (joined.branch() + 1);
            case Step.Entered entered -> "";
            case Step.Skipped skipped -> "";
            case Step.Scheduled scheduled -> "";
            case Step.Consumed consumed -> "";
            case Step.Waiting waiting -> "";
            case Step.Cancelled cancelled -> "";
        };
    }
}
