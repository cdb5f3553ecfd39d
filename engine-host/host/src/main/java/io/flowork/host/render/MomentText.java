package io.flowork.host.render;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.history.Moment;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Inspector;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.host.terminal.Columns;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Times;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run as it was at a step, for people and for programs. */
public final class MomentText {
    private final Moment moment;
    private final long all;
    private final TaskPlaces places;
    private final Inspector after;
    private final List<ActiveFrame> stack;

    /**
     * A run as it was at a step.
     *
     * @param all how many steps it has made
     */
    public MomentText(Moment moment, long all, TaskPlaces places) {
        this.moment = moment;
        this.all = all;
        this.places = places;
        this.after = new Inspector(moment.after());
        Step.At at = moment.step().at();
        boolean ended = after.frame(at.visit()) == null;
        this.stack = stack(ended ? new Inspector(moment.before()) : after, at);
    }

    /** The tasks around a step's task and the task itself, innermost first. */
    private static List<ActiveFrame> stack(Inspector inspector, Step.At at) {
        ActiveFrame own = inspector.frame(at.visit());
        ActiveFrame innermost = own == null ? inspector.frame(at.parent()) : own;
        if (innermost == null) {
            return List.of(inspector.workflow());
        }
        List<ActiveFrame> stack = new ArrayList<>(inspector.stack(innermost.strand()));
        while (stack.size() > 1 && stack.getFirst().visit() != innermost.visit()) {
            stack.removeFirst(); // what is inside the task
        }
        return stack;
    }

    private ActiveFrame innermost() {
        return stack.getFirst();
    }

    private @Nullable WorkflowError error() {
        WorkflowError dealtWith = innermost().error();
        return dealtWith == null ? moment.after().error() : dealtWith;
    }

    // --- for people ---

    /** What was done at the step, where the run stood, what it knew, and what it waited for. */
    public List<String> lines(Paint paint) {
        List<String> lines = new ArrayList<>();
        Step.At at = moment.step().at();
        State state = moment.after();
        lines.add(
                paint.bold("step " + at.t()) + " of " + Times.count(all) + "  " + StepText.painted(moment.step(), paint)
                        + "  " + Columns.line(at.reference()) + paint.dim("  " + StepText.about(moment.step())));
        lines.add(paint.dim(Times.local(at.time()) + " · the run was ")
                + state.status().text());
        lines.add("");
        stack(lines, paint);
        lines.add("");
        ActiveFrame frame = innermost();
        if (!frame.hasInput() || !frame.rawInput().equals(frame.input())) {
            lines.addAll(DataText.lines(frame.rawInput(), "raw input", "", paint));
        }
        if (frame.hasInput()) {
            lines.addAll(DataText.lines(frame.input(), "input", "", paint));
        }
        Step.Completed last = moment.last();
        if (last != null) {
            lines.addAll(DataText.lines(
                    last.output(), "output of " + TaskText.name(last.at().reference()), "", paint));
        }
        for (ActiveFrame.Local local : frame.locals()) {
            lines.addAll(DataText.lines(local.value(), "$" + Columns.line(local.name()), "", paint));
        }
        lines.addAll(DataText.lines(state.context(), "$context", "", paint));
        WorkflowError error = error();
        if (error != null) {
            lines.add(paint.red("error") + "  " + ErrorText.summary(error));
        }
        for (Effect effect : state.pendingEffects()) {
            lines.add(paint.yellow("waits") + "  for " + effect.what() + " of " + Columns.line(effect.reference())
                    + paint.dim("  " + TaskText.shorten(effect.toJson())));
        }
        return lines;
    }

    private void stack(List<String> lines, Paint paint) {
        Table table = new Table();
        for (ActiveFrame frame : stack) {
            table.row(
                    (frame == innermost() ? "→ " : "  ") + paint.bold(name(frame)),
                    paint.dim(Columns.line(frame.node().reference())),
                    paint.dim(places.text(frame.node().reference())));
        }
        lines.addAll(table.lines());
        int others = after.lines().size() - 1;
        if (others > 0) {
            lines.add(paint.dim("  and on other branches of forks:"));
            Table rest = new Table();
            for (Inspector.Line line : after.lines()) {
                List<ActiveFrame> there = after.stack(line.id());
                if (line.id() != innermost().strand() && !there.isEmpty()) {
                    rest.row(
                            "  " + name(there.getFirst()),
                            paint.dim(Columns.line(there.getFirst().node().reference())));
                }
            }
            lines.addAll(rest.lines());
        }
    }

    private static String name(ActiveFrame frame) {
        ActiveFrame.Loop loop = frame.loop();
        String turn = loop == null
                ? ""
                : ", turn " + Times.count(loop.index() + 1L)
                        + (loop.size() < 0 ? "" : " of " + Times.count(loop.size()));
        String attempt = frame.attempt() > 1 ? ", attempt " + frame.attempt() : "";
        return Columns.line(frame.node().name()) + turn + attempt;
    }

    // --- for programs ---

    /** All of it. */
    public JsonObject json() {
        ActiveFrame frame = innermost();
        State state = moment.after();
        Step.Completed last = moment.last();
        WorkflowError error = error();
        JsonObject.Builder variables = new JsonObject.Builder();
        for (ActiveFrame.Local local : frame.locals()) {
            variables.put(local.name(), local.value());
        }
        return new JsonObject.Builder()
                .put("step", StepText.json(moment.step()))
                .put("steps", all)
                .put("status", state.status().text())
                .put(
                        "stack",
                        JsonArray.of(stack.reversed().stream().map(this::place).toList()))
                .put("rawInput", frame.rawInput())
                .put("input", frame.hasInput() ? frame.input() : JsonNull.NULL)
                .put("output", last == null ? JsonNull.NULL : last.output())
                .put(
                        "outputOf",
                        last == null ? JsonNull.NULL : JsonString.of(last.at().reference()))
                .put("variables", variables.build())
                .put("context", state.context())
                .put("error", error == null ? JsonNull.NULL : error.toJson())
                .put(
                        "pending",
                        JsonArray.of(state.pendingEffects().stream()
                                .<JsonValue>map(Effect::toJson)
                                .toList()))
                .build();
    }

    private JsonValue place(ActiveFrame frame) {
        ActiveFrame.Loop loop = frame.loop();
        String reference = frame.node().reference();
        return new JsonObject.Builder()
                .put("reference", reference)
                .put("name", frame.node().name())
                .put("line", places.json(reference))
                .put("visit", frame.visit())
                .put("strand", frame.strand())
                .put("turn", loop == null ? JsonNull.NULL : JsonNumber.of(loop.index()))
                .put("attempt", frame.attempt() == 0 ? JsonNull.NULL : JsonNumber.of(frame.attempt()))
                .build();
    }
}
