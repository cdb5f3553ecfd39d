package io.flowork.host.render;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import io.flowork.core.program.Body;
import io.flowork.core.program.Node;
import io.flowork.core.program.Program;
import io.flowork.grammar.json.JsonArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of a run at work are doing: one row for each task, however often it is visited, so that its size is
 * bounded by the workflow and not by the run. Told of steps by the run's thread, read by another.
 */
public final class TaskBoard implements Steps {
    /** How a task stands. */
    public enum Standing {
        RUNNING,
        COMPLETED,
        FAULTED,
        CANCELLED,
        SKIPPED
    }

    /** A task. Guarded by the board. */
    static final class Row {
        final String name;
        final String kind;
        final boolean waits;
        final int depth;
        final Map<String, Row> inside = new LinkedHashMap<>();
        Standing standing = Standing.RUNNING;
        long visits;
        long began;
        long ended;
        int turn = -1;
        int turns = -1;
        String activity = "";
        long until;

        Row(String name, String kind, boolean waits, int depth) {
            this.name = name;
            this.kind = kind;
            this.waits = waits;
            this.depth = depth;
        }
    }

    private final Program program;
    private final LongSupplier clock;
    private final Map<Long, Row> active = new HashMap<>();
    private final Row root;
    private long tasks;
    private long failures;

    /**
     * A board without rows.
     *
     * @param program the program that runs
     * @param clock milliseconds since 1970
     */
    public TaskBoard(Program program, LongSupplier clock) {
        this.program = program;
        this.clock = clock;
        this.root = new Row(program.workflow().name(), "workflow", false, 0);
        root.began = clock.getAsLong();
    }

    @Override
    public synchronized void step(Step step) {
        switch (step) {
            case Step.Entered s -> enter(s.at());
            case Step.Skipped s -> end(enter(s.at()), s.at(), Standing.SKIPPED);
            case Step.Evaluated s -> evaluated(s);
            case Step.Scheduled s -> scheduled(row(s.at()), s.effect());
            case Step.Turn s -> turn(row(s.at()), s.index());
            case Step.Consumed s -> row(s.at()).turn++;
            case Step.Retrying s -> retrying(row(s.at()), s);
            case Step.Caught s -> row(s.at()).activity = "caught: " + title(s.error());
            case Step.Completed s -> end(row(s.at()), s.at(), Standing.COMPLETED);
            case Step.Raised s -> raised(row(s.at()), s);
            case Step.Cancelled s -> end(row(s.at()), s.at(), Standing.CANCELLED);
            case Step.Waiting s -> {}
            case Step.BranchStarted s -> {}
            case Step.BranchJoined s -> {}
        }
    }

    private Row row(Step.At at) {
        Row row = active.get(at.visit());
        return row == null ? enter(at) : row;
    }

    private Row enter(Step.At at) {
        if (at.reference().equals("/")) {
            active.put(at.visit(), root);
            return root;
        }
        Row parent = active.getOrDefault(at.parent(), root);
        Row row = parent.inside.computeIfAbsent(at.reference(), reference -> {
            Node node = TaskText.node(program, reference);
            boolean waits = node != null && node.body() instanceof Body.Wait;
            return new Row(TaskText.name(reference), TaskText.kind(node), waits, parent.depth + 1);
        });
        if (row.visits == 0) {
            tasks++;
        }
        row.visits++;
        row.standing = Standing.RUNNING;
        row.began = clock.getAsLong();
        row.activity = "";
        row.until = 0;
        row.turn = -1;
        row.turns = -1;
        row.inside.clear();
        parent.activity = "";
        active.put(at.visit(), row);
        return row;
    }

    private void evaluated(Step.Evaluated step) {
        if (step.stage().equals("for.in") && step.result() instanceof JsonArray items) {
            row(step.at()).turns = items.size();
        }
    }

    private static void turn(Row row, int index) {
        row.turn = index;
        row.inside.clear();
    }

    private static void scheduled(Row row, Effect effect) {
        if (effect instanceof Effect.Timer timer) {
            if (row.waits) {
                row.activity = "waiting";
                row.until = timer.due();
            }
            return;
        }
        row.activity = TaskText.effect(effect);
    }

    private void retrying(Row row, Step.Retrying step) {
        row.activity = title(step.error()) + ", attempt " + step.attempt();
        row.until = clock.getAsLong() + step.delay();
    }

    private void raised(Row row, Step.Raised step) {
        if (row.activity.isEmpty() || row.inside.isEmpty()) {
            row.activity = title(step.error());
        }
        failures++;
        end(row, step.at(), Standing.FAULTED);
    }

    private void end(Row row, Step.At at, Standing standing) {
        row.standing = standing;
        row.ended = clock.getAsLong();
        row.until = 0;
        if (standing == Standing.COMPLETED && !row.activity.startsWith("caught")) {
            row.activity = "";
        }
        active.remove(at.visit());
    }

    private static String title(WorkflowError error) {
        return TaskText.shorten(error.status() + " " + error.name());
    }

    /** How many tasks have been entered at least once, and how many errors were raised. */
    public synchronized long[] counts() {
        return new long[] {tasks, failures};
    }

    /**
     * The rows to show, from the outside in; those inside a task that ended well are left out.
     *
     * @param draw makes a line of a row
     */
    synchronized List<String> lines(RowText draw) {
        List<String> lines = new ArrayList<>();
        lines(root, draw, lines);
        return lines;
    }

    private static void lines(Row row, RowText draw, List<String> lines) {
        for (Row inside : row.inside.values()) {
            lines.add(draw.line(inside));
            if (inside.standing == Standing.RUNNING || inside.standing == Standing.FAULTED) {
                lines(inside, draw, lines);
            }
        }
    }

    /** Makes a line of a row. */
    @FunctionalInterface
    interface RowText {
        String line(Row row);
    }

    /** The standing and the duration of a task at the top, when it changed since it was last asked for. */
    synchronized @Nullable Row top(String reference) {
        return root.inside.get(reference);
    }
}
