package io.flowork.core.history;

import io.flowork.core.journal.Cursor;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.machine.Step;
import io.flowork.core.program.Program;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells where a value of a run comes from: through expressions, from task to task, to what came in from outside.
 *
 * <p>What decided which way the run went is not told, only what the value was made of and what its expressions asked. Within
 * that, a run that went the same way has the same value when something changes that is not named.
 */
public final class Provenance {
    /** How many values a story has at most. */
    public static final int MOST = 400;

    /** What is asked about. */
    public enum What {
        /** A task's input, after {@code input.from}. */
        INPUT,
        /** A task's input as it came. */
        RAW_INPUT,
        /** A task's output, after {@code output.as}. */
        OUTPUT,
        /** A task's output before it was transformed. */
        RAW_OUTPUT,
        /** The run's context. */
        CONTEXT;

        Cause.Kind kind() {
            return switch (this) {
                case INPUT -> Cause.Kind.INPUT;
                case RAW_INPUT -> Cause.Kind.RAW_INPUT;
                case OUTPUT -> Cause.Kind.OUTPUT;
                case RAW_OUTPUT -> Cause.Kind.RAW_OUTPUT;
                case CONTEXT -> Cause.Kind.CONTEXT;
            };
        }
    }

    /**
     * A question.
     *
     * @param what what is asked about
     * @param visit the visit of the task whose input or output it is; of no matter for the context
     * @param before the number of the first step that has not been made where it is asked
     * @param path the keys and indices that lead to the part that is asked about
     */
    public record Question(What what, long visit, long before, List<JsonValue> path) {
        /** Copies the path. */
        public Question {
            path = List.copyOf(path);
        }
    }

    /**
     * An answer.
     *
     * @param value what was asked about, with its origins
     * @param isWhole whether all is told; a long story breaks off where it is furthest from the value
     */
    public record Story(Cause value, boolean isWhole) {}

    /**
     * How much of a story is told.
     *
     * @param values how many values at most
     * @param links how many links a chain of them has at most
     */
    public record Limits(int values, int links) {
        /** As much as there is, up to {@link #MOST} values. */
        public static final Limits USUAL = new Limits(MOST, Integer.MAX_VALUE);
    }

    private record Open(Cause cause, Subject subject, int links) {}

    private final Past past;
    private final Program program;
    private final Interrupt interrupt;

    /**
     * The provenance of a run's values.
     *
     * @param past the run
     * @param program its program
     * @param interrupt stops whatever is being evaluated when raised
     */
    public Provenance(Past past, Program program, Interrupt interrupt) {
        this.past = past;
        this.program = program;
        this.interrupt = interrupt;
    }

    /**
     * Where a value comes from.
     *
     * @throws Cursor.DivergedException if the journal does not give the recorded states
     * @throws io.flowork.core.jq.JqException if it is interrupted
     */
    public Story why(Question question) throws Cursor.DivergedException {
        Facts facts = new Facts(past, program);
        return story(asked(question, facts), facts, Limits.USUAL);
    }

    /**
     * Where the result of an evaluation comes from, which may be one of the run or what somebody asks at one of its tasks.
     *
     * @throws Cursor.DivergedException if the journal does not give the recorded states
     * @throws io.flowork.core.jq.JqException if it is interrupted
     */
    public Story why(Happening.Evaluated asked, Limits limits) throws Cursor.DivergedException {
        return story(new Subject.Result(asked, List.of()), new Facts(past, program), limits);
    }

    private Story story(Subject asked, Facts facts, Limits limits) throws Cursor.DivergedException {
        Origins origins = new Origins(facts, interrupt);
        Cause root = Origin.copied(asked).cause();
        Set<Object> told = new HashSet<>(Set.of(asked.key()));
        Deque<Open> open = new ArrayDeque<>(List.of(new Open(root, asked, 0)));
        int count = 1;
        boolean whole = true;
        while (!open.isEmpty()) {
            Open next = open.remove();
            for (Origin origin : origins.of(next.subject)) {
                if (count >= limits.values) {
                    return new Story(root, false);
                }
                if (next.links >= limits.links) {
                    whole = false;
                    break;
                }
                Cause cause = origin.cause();
                next.cause.add(cause);
                count++;
                if (told.add(origin.subject().key())) {
                    open.add(new Open(cause, origin.subject(), next.links + 1));
                }
            }
        }
        return new Story(root, whole);
    }

    private static Subject asked(Question question, Facts facts) throws Cursor.DivergedException {
        long before = question.before;
        Step.Entered entered = facts.entered(question.what == What.CONTEXT ? 0 : question.visit, before);
        if (entered == null) {
            throw new IllegalArgumentException("visit " + question.visit + " had not begun before step " + before);
        }
        Step.At at = entered.at();
        return switch (question.what) {
            case INPUT -> {
                JsonValue now = facts.input(question.visit, before);
                yield now == null
                        ? Subject.Data.input(entered, question.path)
                        : new Subject.Data(What.INPUT, at, before, question.path, now);
            }
            case RAW_INPUT -> new Subject.Data(What.RAW_INPUT, at, at.t() + 1, question.path, entered.rawInput());
            case OUTPUT, RAW_OUTPUT -> {
                Step.Completed completed = facts.completed(question.visit, before);
                if (completed == null) {
                    throw new IllegalArgumentException(
                            "visit " + question.visit + " has no output before step " + before);
                }
                Happening.Evaluated as = question.what == What.OUTPUT
                        ? null
                        : facts.evaluated(
                                question.visit, "output.as", completed.at().t());
                JsonValue whole =
                        as == null ? completed.output() : as.evaluation().data();
                yield new Subject.Data(question.what, at, completed.at().t() + 1, question.path, whole);
            }
            case CONTEXT -> new Subject.Data(What.CONTEXT, at, before, question.path, facts.context(before));
        };
    }
}
