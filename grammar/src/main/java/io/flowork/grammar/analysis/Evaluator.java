package io.flowork.grammar.analysis;

import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.scope.RuntimeArgument;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.types.Type.Member;
import io.flowork.grammar.workflow.Expression;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions in types, and hands over what is found while no loop is being tried out. */
final class Evaluator {
    private final Listener listener;
    private final Type secrets;
    private Type workflow = TaskOutputs.workflow(Type.UNKNOWN);
    private int depth;

    /** Takes what is found. */
    interface Listener {
        /** An expression is evaluated with these types; more than once when it can be reached in several ways. */
        void evaluated(Expression expression, Type input, Map<String, Type> variables, Type value);

        /** Something in an expression is surely wrong; the range is relative to its text. */
        void found(
                Expression expression, DiagnosticCode code, Range range, String message, @Nullable String replacement);
    }

    Evaluator(List<String> secrets, Listener listener) {
        this.listener = listener;
        Map<String, Member> members = new LinkedHashMap<>();
        secrets.forEach(name -> members.put(name, new Member(Type.SECRET, true)));
        this.secrets = Type.object(members, Type.NEVER);
    }

    void start(Type rawInput) {
        workflow = TaskOutputs.workflow(rawInput);
    }

    /** How many loops around the current place are being tried out; nothing is reported while there are some. */
    int depth() {
        return depth;
    }

    void enter() {
        depth++;
    }

    void leave() {
        depth--;
    }

    void report(Expression expression, DiagnosticCode code, String message) {
        if (depth == 0) {
            listener.found(expression, code, new Range(0, expression.text().length()), message, null);
        }
    }

    /** What an expression gives for data of a type. */
    Outputs evaluate(Expression expression, Type data, Frame frame) {
        return run(expression, data, frame, false);
    }

    /** A condition; one that is always true without meaning to be is reported. */
    Type condition(Expression expression, Type data, Frame frame) {
        return run(expression, data, frame, true).value();
    }

    /** The type of an expression that stays a text when it fails. */
    Type loose(Expression expression, Type data, Frame frame) {
        return new Inference(AnalysisListener.NONE, variables(frame))
                .infer(expression.filter(), data, null)
                .value();
    }

    private Outputs run(Expression expression, Type data, Frame frame, boolean condition) {
        Map<String, Type> variables = variables(frame);
        AnalysisListener inside = depth > 0
                ? AnalysisListener.NONE
                : new AnalysisListener() {
                    @Override
                    public void found(DiagnosticCode code, Range range, String message, @Nullable String replacement) {
                        listener.found(expression, code, range, message, replacement);
                    }
                };
        Inference inference = new Inference(inside, variables);
        Outputs outputs = inference.infer(expression.filter(), data, null);
        if (condition) {
            inference.constant(expression.filter(), outputs);
        }
        if (depth == 0) {
            listener.evaluated(expression, data, variables, outputs.value());
        }
        return outputs;
    }

    private Map<String, Type> variables(Frame frame) {
        Map<String, Type> variables = new HashMap<>(16);
        for (RuntimeArgument argument : RuntimeArgument.values()) {
            variables.put(
                    argument.variable(),
                    switch (argument) {
                        case CONTEXT -> frame.context();
                        case INPUT -> frame.input();
                        case OUTPUT -> frame.output();
                        case SECRETS -> secrets;
                        case WORKFLOW -> workflow;
                        case AUTHORIZATION, TASK, RUNTIME -> TaskOutputs.argument(argument);
                    });
        }
        locals(frame.locals(), variables);
        return variables;
    }

    private static void locals(@Nullable Local local, Map<String, Type> variables) {
        if (local != null) {
            locals(local.outer(), variables);
            variables.put(local.name(), local.type());
        }
    }
}
