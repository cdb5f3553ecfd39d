package io.flowork.host.recorded;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The visits of a run's tasks as a tree. Of a long loop, and of a task that a backward jump visits often, only the first
 * and last visits are kept, so that the tree stays small.
 */
public final class VisitTree implements Steps {
    /** How a visit stands. */
    public enum Standing {
        RUNNING,
        COMPLETED,
        FAULTED,
        CANCELLED,
        SKIPPED
    }

    /** One visit of a task, or the workflow. */
    public static final class Visit {
        private final String reference;
        private final long began;
        private final int turn;
        private final List<Visit> first = new ArrayList<>();
        private final Deque<Visit> last = new ArrayDeque<>();
        private final List<Effect> effects = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private long leftOut;
        private int turns;
        private long ended = -1;
        private Standing standing = Standing.RUNNING;
        private @Nullable JsonValue input;
        private @Nullable JsonValue output;
        private @Nullable WorkflowError error;

        Visit(String reference, long began, int turn) {
            this.reference = reference;
            this.began = began;
            this.turn = turn;
        }

        /** The task's reference. */
        public String reference() {
            return reference;
        }

        /** When it began, in milliseconds since 1970. */
        public long began() {
            return began;
        }

        /** When it ended, in milliseconds since 1970; -1 while it has not. */
        public long ended() {
            return ended;
        }

        /** The turn of the loop around it, from 0; -1 when there is none. */
        public int turn() {
            return turn;
        }

        /** How many turns it made itself. */
        public int turns() {
            return turns;
        }

        /** How it stands. */
        public Standing standing() {
            return standing;
        }

        /** Its transformed input, if it got that far. */
        public @Nullable JsonValue input() {
            return input;
        }

        /** Its transformed output, if it completed. */
        public @Nullable JsonValue output() {
            return output;
        }

        /** Its error, if it faulted. */
        public @Nullable WorkflowError error() {
            return error;
        }

        /** What it wanted from the world. */
        public List<Effect> effects() {
            return effects;
        }

        /** Retries and errors it dealt with, in words. */
        public List<String> notes() {
            return notes;
        }

        /** The first visits inside it. */
        public List<Visit> first() {
            return first;
        }

        /** How many visits are left out between the first and the last ones. */
        public long leftOut() {
            return leftOut;
        }

        /** The last visits inside it, when not all of them are among the first. */
        public Deque<Visit> last() {
            return last;
        }
    }

    private static final int NOTES = 20;

    private final int keepFirst;
    private final int keepLast;
    private final Map<Long, Visit> active = new HashMap<>();
    private final Visit root = new Visit("/", 0, -1);

    /** A tree that keeps of the visits inside each task so many at the beginning and at the end. */
    public VisitTree(int keepFirst, int keepLast) {
        this.keepFirst = keepFirst;
        this.keepLast = keepLast;
    }

    /** The workflow itself. */
    public Visit root() {
        return root;
    }

    @Override
    public void step(Step step) {
        switch (step) {
            case Step.Entered s -> enter(s.at()).input = s.input();
            case Step.Skipped s -> end(enter(s.at()), s.at(), Standing.SKIPPED);
            case Step.Scheduled s -> {
                List<Effect> effects = visit(s.at()).effects;
                if (effects.size() < NOTES) {
                    effects.add(s.effect());
                }
            }
            case Step.Turn s -> visit(s.at()).turns = s.index() + 1;
            case Step.Consumed s -> visit(s.at()).turns++;
            case Step.Completed s -> {
                Visit visit = visit(s.at());
                visit.output = s.output();
                end(visit, s.at(), Standing.COMPLETED);
            }
            case Step.Raised s -> {
                Visit visit = visit(s.at());
                visit.error = s.error();
                end(visit, s.at(), Standing.FAULTED);
            }
            case Step.Retrying s ->
                note(visit(s.at()), title(s.error()) + ", attempt " + s.attempt() + " after " + s.delay() + " ms");
            case Step.Caught s -> note(visit(s.at()), "caught: " + title(s.error()));
            case Step.Cancelled s -> end(visit(s.at()), s.at(), Standing.CANCELLED);
            case Step.Evaluated s -> {}
            case Step.BranchStarted s -> {}
            case Step.BranchJoined s -> {}
            case Step.Waiting s -> {}
        }
    }

    private static void note(Visit visit, String text) {
        if (visit.notes.size() < NOTES) {
            visit.notes.add(text);
        }
    }

    private static String title(WorkflowError error) {
        return error.status() + " " + error.name();
    }

    private Visit visit(Step.At at) {
        Visit visit = active.get(at.visit());
        return visit == null ? enter(at) : visit;
    }

    private Visit enter(Step.At at) {
        if (at.reference().equals("/")) {
            active.put(at.visit(), root);
            return root;
        }
        Visit parent = active.getOrDefault(at.parent(), root);
        Visit visit = new Visit(at.reference(), at.time(), parent.turns - 1);
        active.put(at.visit(), visit);
        if (parent.first.size() < keepFirst) {
            parent.first.add(visit);
        } else {
            parent.last.addLast(visit);
            if (parent.last.size() > keepLast) {
                parent.last.removeFirst();
                parent.leftOut++;
            }
        }
        return visit;
    }

    private void end(Visit visit, Step.At at, Standing standing) {
        visit.standing = standing;
        visit.ended = at.time();
        active.remove(at.visit());
    }
}
