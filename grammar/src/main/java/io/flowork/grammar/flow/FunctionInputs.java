package io.flowork.grammar.flow;

import io.flowork.grammar.analysis.ExpressionAnalysis;
import io.flowork.grammar.analysis.Misfit;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.types.SchemaTypes;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.workflow.SchemaSpec;
import io.flowork.grammar.workflow.Task;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.grammar.yaml.MappingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks what calls give to the functions of {@code use.functions} against the schemas of the functions' inputs. */
public final class FunctionInputs {
    private FunctionInputs() {}

    /**
     * The calls that always fail because of what they give.
     *
     * @param root the document the workflow was bound from
     */
    public static List<Diagnostic> check(Workflow workflow, ExpressionAnalysis expressions, MappingNode root) {
        Map<String, Type> wanted = new HashMap<>();
        List<Diagnostic> found = new ArrayList<>();
        expressions.given().forEach((task, given) -> {
            if (task instanceof Task.CallDefined call) {
                Type input = wanted.computeIfAbsent(
                        call.function(), name -> input(workflow.functions().get(name)));
                Misfit misfit = Misfit.of(given, input);
                if (misfit != null) {
                    found.add(DiagnosticCode.WRONG_INPUT.at(
                            new Places(root).nearest(call, "/with", misfit.path()),
                            "the input schema of '" + call.function() + "' refuses this, so the call always fails: "
                                    + misfit.message()));
                }
            }
        });
        return found;
    }

    private static Type input(@Nullable Task function) {
        return function != null && function.head().input().schema() instanceof SchemaSpec.Inline inline
                ? SchemaTypes.of(inline.document(), true)
                : Type.UNKNOWN;
    }
}
