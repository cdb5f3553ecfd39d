package io.flowork.core.journal;

import io.flowork.core.machine.Input;
import io.flowork.core.machine.InputJson;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Status;
import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import io.flowork.core.program.Program;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where a run that has ended can go on as a new branch.
 *
 * @param seq the number of the last entry that the branch shares
 * @param state the state to go on from
 * @param visit the visit of the task that begins anew; -1 when everything goes on as it is
 */
public record RetryPoint(long seq, State state, long visit) {

    /**
     * The point right before a run faulted or was cancelled. Of a run that faulted, the task that raised the error begins
     * anew; whatever was done beside it stays.
     *
     * @param machine makes the steps
     * @param program the run's program
     * @param journal gives the entries from a number on, a page at a time; none after the last
     * @throws IllegalArgumentException if the run did not end in one of these ways, or comes out differently now
     */
    public static RetryPoint atEnd(Machine machine, Program program, LongFunction<List<JournalEntry>> journal) {
        Tracker tracker = new Tracker(null);
        Fold fold = new Fold(machine, State.initial(program), tracker);
        walk(journal, entry -> {
            boolean goesOn = !fold.state().status().ended();
            add(fold, entry);
            if (goesOn && ended(fold.state()) && isCommand(entry)) {
                tracker.command = entry;
            }
            return true;
        });
        fold.advance(Long.MAX_VALUE);
        if (!ended(fold.state())) {
            throw new IllegalArgumentException("the run has neither faulted nor been cancelled");
        }
        JournalEntry command = tracker.command;
        return command != null
                ? before(machine, program, journal, command.seq(), command.t(), -1)
                : before(machine, program, journal, Long.MAX_VALUE, tracker.t, tracker.visit);
    }

    /**
     * The point at which a run came to a task for the last time. All that it did after that is done again.
     *
     * @param task the task's reference (a JSON pointer), or its name
     * @return the point, if the run ever came to the task
     * @throws IllegalArgumentException if the run comes out differently now
     */
    public static Optional<RetryPoint> at(
            Machine machine, Program program, LongFunction<List<JournalEntry>> journal, String task) {
        Tracker tracker = new Tracker(task);
        Fold fold = new Fold(machine, State.initial(program), tracker);
        walk(journal, entry -> {
            add(fold, entry);
            return true;
        });
        fold.advance(Long.MAX_VALUE);
        return tracker.visit < 0
                ? Optional.empty()
                : Optional.of(before(machine, program, journal, Long.MAX_VALUE, tracker.t, tracker.visit));
    }

    private static boolean ended(State state) {
        return state.status() == Status.FAULTED || state.status() == Status.CANCELLED;
    }

    /** Whether an entry ends a run from outside, and not because of what a task did. */
    private static boolean isCommand(JournalEntry entry) {
        return switch (InputJson.read(entry.kind(), entry.payload())) {
            case Input.Cancel cancel -> true;
            case Input.Broken broken -> true;
            case Input.Started other -> false;
            case Input.Completed other -> false;
            case Input.Failed other -> false;
            case Input.Fired other -> false;
            case Input.Event other -> false;
            case Input.Suspend other -> false;
            case Input.Resume other -> false;
            case Input.Stopped other -> false;
            case Input.Forked other -> false;
            case Input.Closed other -> false;
        };
    }

    /** The point at a step, and before an entry. */
    private static RetryPoint before(
            Machine machine,
            Program program,
            LongFunction<List<JournalEntry>> journal,
            long beforeSeq,
            long t,
            long visit) {
        Fold fold = new Fold(machine, State.initial(program), null);
        long[] last = {-1};
        walk(journal, entry -> {
            if (entry.seq() >= beforeSeq || entry.t() > t) {
                return false;
            }
            add(fold, entry);
            last[0] = entry.seq();
            return true;
        });
        State rest = rest(machine, fold.state(), t, visit);
        return new RetryPoint(last[0], rest, visit);
    }

    /** The last rest up to a step at which a visit goes on; if it begins within a transition, the rest after that. */
    private static State rest(Machine machine, State start, long t, long visit) {
        for (long until = t; until >= start.t(); until--) { // a transition may be more than one step
            State state = machine.advance(start, until, null).state();
            if (state.t() <= t && (visit < 0 || state.isActive(visit))) {
                return state;
            }
        }
        State after = machine.advance(start, t + 1, null).state();
        if (!after.isActive(visit)) {
            throw new IllegalArgumentException("the run does not rest at step " + t);
        }
        return after;
    }

    private static void add(Fold fold, JournalEntry entry) {
        Fold.Difference difference = fold.add(entry);
        if (difference != null) {
            throw new IllegalArgumentException(difference.reason());
        }
    }

    private interface Visitor {
        /** Whether to go on after an entry. */
        boolean visit(JournalEntry entry);
    }

    private static void walk(LongFunction<List<JournalEntry>> journal, Visitor visitor) {
        long next = 0;
        while (true) {
            List<JournalEntry> page = journal.apply(next);
            if (page.isEmpty()) {
                return;
            }
            for (JournalEntry entry : page) {
                if (!visitor.visit(entry)) {
                    return;
                }
                next = entry.seq() + 1;
            }
        }
    }

    /** Follows errors to where they came from, or visits of a task. */
    private static final class Tracker implements Steps {
        private final @Nullable String task;
        private @Nullable JournalEntry command;
        private long t = -1;
        private long visit = -1;
        private long outermost = -1;

        Tracker(@Nullable String task) {
            this.task = task;
        }

        @Override
        public void step(Step step) {
            Step.At at = step.at();
            if (task != null) {
                if (step instanceof Step.Entered && isTask(at.reference(), task)) {
                    t = at.t();
                    visit = at.visit();
                }
            } else if (step instanceof Step.Raised) {
                if (at.visit() != outermost) { // else the error of a task inside goes on outwards
                    t = at.t();
                    visit = at.visit();
                }
                outermost = at.parent();
            }
        }

        private static boolean isTask(String reference, String task) {
            return reference.equals(task) || (!task.startsWith("/") && reference.endsWith("/" + task));
        }
    }
}
