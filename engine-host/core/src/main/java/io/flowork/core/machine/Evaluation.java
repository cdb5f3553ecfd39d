package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.jq.CompiledFilter;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.Trace;
import io.flowork.core.jq.Variables;
import io.flowork.core.program.Evaluable;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.workflow.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task evaluated: an expression, or a template with expressions in it.
 *
 * @param at where and when; its number is that of the step that the evaluation belongs to
 * @param evaluable what was evaluated
 * @param data what {@code .} was
 * @param variables what the names were that its programs can use
 * @param programs its jq programs in the order in which they ran; after one that failed there is none
 * @param result what came out; null if it failed
 * @param error why it failed, if it did
 */
public record Evaluation(
        Step.At at,
        Evaluable evaluable,
        JsonValue data,
        Variables variables,
        List<Program> programs,
        @Nullable JsonValue result,
        @Nullable WorkflowError error) {
    /** Copies the programs. */
    public Evaluation {
        programs = List.copyOf(programs);
    }

    /**
     * A jq program that ran.
     *
     * @param expression where it stands
     * @param filter the program
     * @param budget what it could use
     * @param result what came out; null if it failed
     */
    public record Program(
            Expression expression,
            CompiledFilter filter,
            Trace.Budget budget,
            @Nullable JsonValue result) {}

    /**
     * The evaluation of one of the programs, part by part.
     *
     * @param interrupt stops whatever the trace is at
     */
    public Trace trace(Program program, Interrupt interrupt) {
        return new Trace(program.filter(), data, variables, program.budget(), interrupt);
    }
}
