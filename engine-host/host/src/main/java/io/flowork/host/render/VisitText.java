package io.flowork.host.render;

import io.flowork.core.machine.Effect;
import io.flowork.core.program.Node;
import io.flowork.core.program.Program;
import io.flowork.grammar.json.JsonValue;
import io.flowork.host.recorded.VisitTree;
import io.flowork.host.recorded.VisitTree.Visit;
import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tree of a run's visits as lines: what, when it began and how long it took, and on request what went in and out. */
public final class VisitText {
    private static final int WIDEST = 72;

    private final Program program;
    private final Paint paint;
    private final boolean inputs;
    private final boolean outputs;
    private final long start;
    private final Function<String, @Nullable String> childRuns;
    private final List<Line> lines = new ArrayList<>();

    private record Line(String left, String began, String took) {}

    private VisitText(
            Program program,
            Paint paint,
            boolean inputs,
            boolean outputs,
            long start,
            Function<String, @Nullable String> childRuns) {
        this.program = program;
        this.paint = paint;
        this.inputs = inputs;
        this.outputs = outputs;
        this.start = start;
        this.childRuns = childRuns;
    }

    /**
     * The lines of a tree.
     *
     * @param root the visit of the workflow
     * @param program the program that ran
     * @param inputs whether to show what went into each task
     * @param outputs whether to show what came out
     * @param start when the run started, in milliseconds since 1970
     * @param childRuns the run that an effect started, by the effect's key; null if none
     */
    public static List<String> lines(
            Visit root,
            Program program,
            Paint paint,
            boolean inputs,
            boolean outputs,
            long start,
            Function<String, @Nullable String> childRuns) {
        VisitText text = new VisitText(program, paint, inputs, outputs, start, childRuns);
        text.inside(root, "");
        return text.aligned();
    }

    private List<String> aligned() {
        int left = 0;
        int began = 0;
        int took = 0;
        for (Line line : lines) {
            if (!line.began.isEmpty()) {
                left = Math.max(left, Math.min(WIDEST, Columns.width(line.left)));
            }
            began = Math.max(began, Columns.width(line.began));
            took = Math.max(took, Columns.width(line.took));
        }
        List<String> out = new ArrayList<>();
        for (Line line : lines) {
            if (line.began.isEmpty()) {
                out.add(line.left);
                continue;
            }
            String times = " ".repeat(began - Columns.width(line.began)) + line.began + "  "
                    + " ".repeat(took - Columns.width(line.took)) + line.took;
            out.add(Columns.pad(line.left, left) + "   " + paint.dim(times));
        }
        return out;
    }

    private void inside(Visit visit, String indent) {
        Turn turn = new Turn();
        visit.first().forEach(child -> child(visit, child, indent, turn));
        if (visit.leftOut() > 0) {
            add(paint.dim(indent + "… " + Times.count(visit.leftOut()) + " more visits (--all shows them)"));
        }
        visit.last().forEach(child -> child(visit, child, indent, turn));
    }

    /** The turn of a loop whose heading was written last. */
    private static final class Turn {
        private int shown = -1;
    }

    private void child(Visit parent, Visit child, String indent, Turn turn) {
        String at = indent;
        if (child.turn() >= 0) {
            if (child.turn() != turn.shown) {
                turn.shown = child.turn();
                add(paint.dim(indent + "turn " + Times.count(child.turn() + 1L) + of(parent)));
            }
            at = indent + "  ";
        }
        visit(child, at);
    }

    private static String of(Visit loop) {
        return loop.standing() == VisitTree.Standing.COMPLETED ? " of " + Times.count(loop.turns()) : "";
    }

    private void visit(Visit visit, String indent) {
        Node node = TaskText.node(program, visit.reference());
        StringBuilder left = new StringBuilder(indent).append(mark(visit)).append(' ');
        left.append(paint.bold(TaskText.name(visit.reference()))).append("  ").append(paint.dim(TaskText.kind(node)));
        String about = visit.effects().stream()
                .map(this::effect)
                .filter(text -> !text.isEmpty())
                .distinct()
                .limit(3)
                .collect(Collectors.joining(", "));
        if (!about.isEmpty()) {
            left.append("  ").append(about);
        }
        waited(visit, node, left);
        switch (visit.standing()) {
            case SKIPPED -> left.append("  ").append(paint.dim("skipped: its condition does not hold"));
            case CANCELLED -> left.append("  ").append(paint.yellow("cancelled"));
            case RUNNING -> left.append("  ").append(paint.yellow("did not end"));
            case COMPLETED, FAULTED -> {}
        }
        String took = visit.ended() < 0 ? "" : Times.duration(visit.ended() - visit.began());
        lines.add(
                new Line(Columns.cut(left.toString(), 2 * WIDEST), "+" + Times.duration(visit.began() - start), took));
        visit.notes().forEach(note -> add(indent + "    " + paint.yellow(TaskText.shorten(note))));
        if (inputs) {
            data(visit.input(), "input", indent);
        }
        inside(visit, indent + "  ");
        if (visit.error() != null && visit.first().stream().noneMatch(child -> sameError(visit, child))) {
            add(indent + "    " + paint.red(ErrorText.summary(visit.error())));
        }
        if (outputs) {
            data(visit.output(), "output", indent);
        }
    }

    private String effect(Effect effect) {
        String child = effect instanceof Effect.ChildRun ? childRuns.apply(effect.key()) : null;
        return TaskText.effect(effect) + (child == null ? "" : " → run " + child);
    }

    private static boolean sameError(Visit visit, Visit child) {
        return Objects.equals(visit.error(), child.error());
    }

    private static void waited(Visit visit, @Nullable Node node, StringBuilder left) {
        if (node != null && TaskText.kind(node).equals("wait")) {
            for (Effect effect : visit.effects()) {
                if (effect instanceof Effect.Timer timer) {
                    left.append("  ").append(Times.duration(timer.due() - visit.began()));
                    return;
                }
            }
        }
    }

    private void data(@Nullable JsonValue value, String label, String indent) {
        if (value == null) {
            return;
        }
        DataText.lines(value, label, indent + "    ", paint).forEach(this::add);
    }

    private void add(String line) {
        lines.add(new Line(line, "", ""));
    }

    private String mark(Visit visit) {
        return switch (visit.standing()) {
            case RUNNING -> paint.yellow("…");
            case COMPLETED -> paint.green("✔");
            case FAULTED -> paint.red("✖");
            case CANCELLED -> paint.yellow("◼");
            case SKIPPED -> paint.dim("○");
        };
    }
}
