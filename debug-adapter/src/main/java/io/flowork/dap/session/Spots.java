package io.flowork.dap.session;

import io.flowork.core.machine.Inspector;
import io.flowork.core.program.Program;
import io.flowork.grammar.ExpressionPlaces;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Expression;
import java.util.HashMap;
import java.util.Map;

/** Where parts of expressions stand in the texts of runs. */
final class Spots {
    private final Sources sources;
    private final Map<SourceText, ExpressionPlaces> read = new HashMap<>();

    Spots(Sources sources) {
        this.sources = sources;
    }

    /**
     * Where a part of an expression stands.
     *
     * @param reference the task that has the expression
     * @param part a range in the expression's text
     * @param inspector knows the files that the run has fetched
     */
    Sources.Place place(String reference, Expression expression, Range part, DebuggedRun run, Inspector inspector) {
        Sources.Text text =
                sources.of(run).place(reference, Range.NONE, inspector).text();
        Range at = read.computeIfAbsent(text.source(), ExpressionPlaces::of).range(expression, part);
        return new Sources.Place(
                text, text.source().position(at.start()), text.source().position(at.end()));
    }

    /** Where a task stands. */
    Sources.Place place(String reference, DebuggedRun run, Inspector inspector) {
        Program program = run.program();
        Range range = (reference.equals("/") ? program.root() : program.node(reference)).range();
        return sources.of(run).place(reference, range, inspector);
    }

    /** Where a point stands. */
    Sources.Place place(InnerPoint point, DebuggedRun run, Inspector inspector) {
        String reference = point.at().reference();
        return switch (point) {
            case InnerPoint.Part part ->
                place(reference, part.program().expression(), part.event().range(), run, inspector);
            case InnerPoint.Asked asked -> place(reference, run, inspector);
        };
    }
}
