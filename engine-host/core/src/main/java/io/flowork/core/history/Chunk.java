package io.flowork.core.history;

import io.flowork.core.machine.ActiveTask;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The stops among the steps of a part of a run, in rows, where strands end, and where other runs were started. */
final class Chunk implements Steps {
    /** What a row is: before a task. */
    private static final byte TASK = 0;

    /** Where an error was raised. */
    private static final byte ERROR = 1;

    /** Where a strand ends. */
    private static final byte LEFT = 2;

    /** Where a run of another workflow was started. */
    private static final byte STARTED = 3;

    /** An open visit. */
    private record Open(int strand, int depth) {}

    private final Names names;
    private final Map<Long, Open> open = new HashMap<>();
    private final long from;
    private long to;
    private int size;
    private long[] t = new long[64];
    private long[] visit = new long[64];
    private long[] parent = new long[64];
    private int[] strand = new int[64];
    private int[] depth = new int[64];
    private int[] reference = new int[64];
    private byte[] kind = new byte[64];

    /**
     * A part that begins with a state.
     *
     * @param names knows the references of tasks by number, and the strands
     */
    Chunk(State state, Names names) {
        this.names = names;
        this.from = state.t();
        this.to = state.t();
        for (ActiveTask task : ActiveTask.withWorkflow(state)) {
            open(task.visit(), task.parent(), task.strand());
        }
    }

    private Open open(long ofVisit, long ofParent, int onStrand) {
        Open around = open.get(ofParent);
        if (around != null && around.strand != onStrand) {
            names.strand(onStrand, around.strand);
        }
        Open opened = new Open(onStrand, around == null ? 0 : around.depth + 1);
        open.put(ofVisit, opened);
        return opened;
    }

    @Override
    public void step(Step step) {
        Step.At at = step.at();
        switch (step) {
            case Step.Entered entered -> add(TASK, at, open(at.visit(), at.parent(), at.strand()).depth);
            case Step.Raised raised -> {
                Open mine = open.get(at.visit()); // none if its condition or its input failed
                Open around = open.get(at.parent());
                add(ERROR, at, mine != null ? mine.depth : around == null ? 0 : around.depth + 1);
                left(at);
            }
            case Step.Completed completed -> left(at);
            case Step.Cancelled cancelled -> left(at);
            case Step.Skipped skipped -> left(at);
            case Step.Evaluated other -> {}
            case Step.Scheduled scheduled -> {
                if (scheduled.effect() instanceof Effect.ChildRun) {
                    Open mine = open.get(at.visit());
                    add(STARTED, at, mine == null ? 0 : mine.depth);
                }
            }
            case Step.Turn other -> {}
            case Step.BranchStarted other -> {}
            case Step.BranchJoined other -> {}
            case Step.Consumed other -> {}
            case Step.Waiting other -> {}
            case Step.Retrying other -> {}
            case Step.Caught other -> {}
        }
    }

    private void left(Step.At at) {
        open.remove(at.visit());
        Open around = open.get(at.parent());
        if (around == null || around.strand != at.strand()) {
            if (around != null) {
                names.strand(at.strand(), around.strand);
            }
            add(LEFT, at, 0);
        }
    }

    private void add(byte row, Step.At at, int ofDepth) {
        if (size == t.length) {
            resize(size * 2);
        }
        t[size] = at.t();
        visit[size] = at.visit();
        parent[size] = at.parent();
        strand[size] = at.strand();
        depth[size] = ofDepth;
        reference[size] = names.number(at.reference());
        kind[size] = row;
        size++;
    }

    private void resize(int length) {
        t = Arrays.copyOf(t, length);
        visit = Arrays.copyOf(visit, length);
        parent = Arrays.copyOf(parent, length);
        strand = Arrays.copyOf(strand, length);
        depth = Arrays.copyOf(depth, length);
        reference = Arrays.copyOf(reference, length);
        kind = Arrays.copyOf(kind, length);
    }

    /** All its steps were told. */
    void end(long beforeT) {
        to = beforeT;
        open.clear();
        resize(size);
    }

    /** The number of its first step. */
    long from() {
        return from;
    }

    /** The number of the first step after it. */
    long to() {
        return to;
    }

    int size() {
        return size;
    }

    boolean isTask(int place) {
        return kind[place] == TASK;
    }

    boolean isError(int place) {
        return kind[place] == ERROR;
    }

    boolean isLeft(int place) {
        return kind[place] == LEFT;
    }

    boolean isStarted(int place) {
        return kind[place] == STARTED;
    }

    long t(int place) {
        return t[place];
    }

    long visit(int place) {
        return visit[place];
    }

    long parent(int place) {
        return parent[place];
    }

    int strand(int place) {
        return strand[place];
    }

    int depth(int place) {
        return depth[place];
    }

    Stop stop(int place) {
        return new Stop(
                isError(place) ? Stop.Kind.ERROR : Stop.Kind.TASK,
                t[place],
                strand[place],
                visit[place],
                parent[place],
                depth[place],
                names.reference(reference[place]));
    }

    /** The place of the first row at a step or after. */
    int place(long step) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (t[middle] < step) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
