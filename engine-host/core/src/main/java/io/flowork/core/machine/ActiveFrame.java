package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.jq.CompiledFilter;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.program.Node;
import io.flowork.core.program.Scope;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.workflow.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task that is active in a state, as somebody sees it who looks: read only. */
public final class ActiveFrame {
    private final Inspector inspector;
    private final int strand;
    private final Frame frame;

    ActiveFrame(Inspector inspector, int strand, Frame frame) {
        this.inspector = inspector;
        this.strand = strand;
        this.frame = frame;
    }

    /**
     * The turn of a loop.
     *
     * @param index its number, from 0
     * @param size how many there are; -1 when nobody knows yet
     * @param item its item; null while there is none
     */
    public record Loop(int index, int size, @Nullable JsonValue item) {}

    /**
     * A variable of the tasks around.
     *
     * @param name its name without {@code $}
     * @param value its value
     */
    public record Local(String name, JsonValue value) {}

    /** The context of its run. */
    public JsonValue context() {
        return inspector.state().context();
    }

    /** The id of its run. */
    public String run() {
        return inspector.state().runId();
    }

    /** The task. */
    public Node node() {
        return frame.node();
    }

    /** The strand it is on. */
    public int strand() {
        return strand;
    }

    /** The number of this visit of the task in the run. */
    public long visit() {
        return frame.visit();
    }

    /** When it began, in milliseconds since 1970-01-01 UTC. */
    public long startedAt() {
        return frame.startedAt();
    }

    /** Whether its input has been transformed. */
    public boolean hasInput() {
        return frame.phase().compareTo(Phase.INPUT_FROM) > 0;
    }

    /** Its input as it was given to it. */
    public JsonValue rawInput() {
        return frame.rawInput();
    }

    /** Its transformed input; the raw one before {@link #hasInput()}. */
    public JsonValue input() {
        return frame.input();
    }

    /** Its output, from the end of its body on; transformed as far as that has come. */
    public @Nullable JsonValue output() {
        return frame.output();
    }

    /** Its output before it was transformed, from the end of its body on. */
    public @Nullable JsonValue rawOutput() {
        return frame.rawOutput();
    }

    /** What {@code .} is for its next expression. */
    public JsonValue data() {
        JsonValue output = frame.output();
        return switch (frame.phase()) {
            case CONDITION, INPUT_SCHEMA, INPUT_FROM -> frame.rawInput();
            case ENTER, BEFORE, BODY -> frame.input();
            case AFTER, OUTPUT_AS, OUTPUT_SCHEMA, EXPORT_AS, EXPORT_SCHEMA, DONE ->
                output == null ? frame.input() : output;
        };
    }

    /** The turn it is at, if it is a loop, or goes through events or messages. */
    public @Nullable Loop loop() {
        return switch (frame.detail()) {
            case Detail.Loop loop ->
                new Loop(
                        loop.index(),
                        loop.items().size(),
                        loop.index() < loop.items().size() ? loop.items().get(loop.index()) : null);
            case Detail.Listening listening -> turn(listening.turn(), null);
            case Detail.Consuming consuming -> turn(consuming.turn(), null);
            default -> null;
        };
    }

    private static Loop turn(int turns, @Nullable JsonValue item) {
        return new Loop(Math.max(0, turns - 1), -1, item);
    }

    /** The number of the attempt it is at, from 1; 0 when it does not try. */
    public int attempt() {
        return switch (frame.detail()) {
            case Detail.Trying trying -> trying.attempt();
            case Detail.Deciding deciding -> deciding.attempt();
            case Detail.BackingOff off -> off.attempt();
            default -> 0;
        };
    }

    /** Whether it does what its {@code catch} says about an error. */
    public boolean handles() {
        return frame.detail() instanceof Detail.Handling;
    }

    /** The error it deals with, if any. */
    public @Nullable WorkflowError error() {
        return switch (frame.detail()) {
            case Detail.Failing failing -> failing.error();
            case Detail.Deciding deciding -> deciding.error();
            case Detail.BackingOff off -> off.error();
            case Detail.Handling handling -> handling.error();
            default -> null;
        };
    }

    /** What it waits for. */
    public List<Effect> pending() {
        return inspector.pending(strand, frame.node().reference());
    }

    /** The variables of loops and handlers around it, outermost first; a hidden one is left out. */
    public List<Local> locals() {
        List<String> names = frame.node().scope().locals();
        List<Local> locals = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (names.lastIndexOf(names.get(i)) == i) {
                locals.add(new Local(names.get(i), Vars.get(frame.vars(), i)));
            }
        }
        return locals;
    }

    /** What {@code $task} is for its expressions. */
    public JsonValue task(JqMachine jq) {
        return inspector.value(frame, Scope.TASK, jq);
    }

    /** What {@code $workflow} is for its expressions. */
    public JsonValue workflow(JqMachine jq) {
        return inspector.value(frame, Scope.WORKFLOW, jq);
    }

    /**
     * Compiles a filter for {@link #evaluate}: it may use the names that the task's own expressions can use.
     *
     * @throws io.flowork.core.jq.JqCompileException if it uses a name that does not exist here
     */
    public CompiledFilter compile(Filter filter) {
        return CompiledFilter.compile(filter, frame.node().scope().names());
    }

    /**
     * The results of a filter as one of the task's own expressions. Nothing of it counts for the run.
     *
     * @param filter from {@link #compile}, by a frame of the same task
     * @param data what {@code .} is; usually {@link #data()}
     * @param jq evaluates; its interrupt stops it
     * @param limits what it may use
     * @throws io.flowork.core.jq.JqException if it fails or is stopped
     */
    public List<JsonValue> evaluate(CompiledFilter filter, JsonValue data, JqMachine jq, JqLimits limits) {
        return inspector.evaluate(frame, filter, data, jq, limits);
    }

    /**
     * What somebody's expression comes to as one of the task's own, with all that it takes to go through it again or to
     * ask where its result comes from. Nothing of it counts for the run.
     *
     * @param expression the expression, which need not stand in any file
     * @param jq evaluates; its interrupt stops it
     * @param limits what it may use
     * @throws io.flowork.core.jq.JqCompileException if it uses a name that does not exist here
     * @throws io.flowork.core.jq.JqException if it fails or is stopped
     */
    public Evaluation evaluation(Expression expression, JqMachine jq, JqLimits limits) {
        return inspector.evaluate(strand, frame, expression, compile(expression.filter()), data(), jq, limits);
    }

    /** Which of the task's data {@link #data()} is: a stage at which its own expressions see that; empty within its body. */
    public String stage() {
        return switch (frame.phase()) {
            case CONDITION, INPUT_SCHEMA, INPUT_FROM -> "input.from";
            case ENTER, BEFORE, BODY -> "";
            case AFTER, OUTPUT_AS -> frame.output() == null ? "" : "output.as";
            case OUTPUT_SCHEMA, EXPORT_AS, EXPORT_SCHEMA, DONE -> frame.output() == null ? "" : "export.as";
        };
    }
}
