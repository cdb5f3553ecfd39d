package io.flowork.grammar.flow;

import io.flowork.grammar.analysis.ExpressionAnalysis;
import io.flowork.grammar.analysis.Misfit;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.types.SchemaTypes;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.workflow.FunctionName;
import io.flowork.grammar.workflow.FunctionSignature;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.grammar.workflow.SchemaSpec;
import io.flowork.grammar.workflow.Task;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks what calls give to functions against the schemas of the functions' inputs: those of {@code use.functions}, and
 * those an engine has besides the standard's.
 */
public final class FunctionInputs {
    private FunctionInputs() {}

    /**
     * The calls that always fail because of what they give.
     *
     * @param functions the functions an engine has besides the standard's
     * @param text the text of the workflow
     * @param root the document the workflow was bound from
     */
    public static List<Diagnostic> check(
            Workflow workflow,
            ExpressionAnalysis expressions,
            FunctionSignatures functions,
            String text,
            MappingNode root) {
        Map<String, Type> defined = new HashMap<>();
        Map<String, Type> engine = new HashMap<>();
        List<Diagnostic> found = new ArrayList<>();
        expressions.given().forEach((task, given) -> {
            String function = null;
            Type input = Type.UNKNOWN;
            if (task instanceof Task.CallDefined call) {
                function = call.function();
                input = defined.computeIfAbsent(
                        function, name -> input(workflow.functions().get(name)));
            } else if (task instanceof Task.Call call && isOfEngine(call)) {
                function = call.function();
                input = engine.computeIfAbsent(function, name -> input(functions.find(name)));
            }
            Misfit misfit = function == null ? null : Misfit.of(given, input);
            if (misfit != null) {
                Places places = new Places(root);
                Diagnostic wrong = DiagnosticCode.WRONG_INPUT.at(
                        places.nearest(task, "/with", misfit.path()),
                        "the input schema of '" + function + "' refuses this, so the call always fails: "
                                + misfit.message());
                Node with = places.at(task.head().reference() + "/with");
                found.add(wrong.withFixes(
                        with == null
                                ? InputFixes.ofNothing(
                                        text, places.at(task.head().reference()), misfit)
                                : InputFixes.of(text, with, misfit)));
            }
        });
        return found;
    }

    private static boolean isOfEngine(Task.Call call) {
        return !Language.protocols().contains(call.function())
                && FunctionName.of(call.function()) instanceof FunctionName.Known;
    }

    private static Type input(@Nullable FunctionSignature function) {
        return function == null ? Type.UNKNOWN : SchemaTypes.of(function.input(), true);
    }

    private static Type input(@Nullable Task function) {
        return function != null && function.head().input().schema() instanceof SchemaSpec.Inline inline
                ? SchemaTypes.of(inline.document(), true)
                : Type.UNKNOWN;
    }
}
