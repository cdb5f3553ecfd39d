package io.flowork.grammar;

import io.flowork.grammar.analysis.ExpressionAnalysis;
import io.flowork.grammar.analysis.NameDiagnostics;
import io.flowork.grammar.binding.WorkflowBinder;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.flow.FlowChecks;
import io.flowork.grammar.flow.FunctionInputs;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.suppression.Suppressions;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.grammar.workspace.Link;
import io.flowork.grammar.yaml.Document;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From the text of a workflow file to the workflow and everything that is wrong with it. Pure, and never fails. */
public final class WorkflowAnalysis {
    /**
     * What a text is found to be.
     *
     * @param tree the text as a tree, as far as it could be read
     * @param workflow the workflow; null when there is an error
     * @param diagnostics what is wrong, in the order of the text; without what the text's comments ignore
     * @param findings all that was found
     * @param sites the expressions that could be read, with the variables that each can use
     * @param links what the text names outside of itself
     * @param expressions the types of expressions and of the data between tasks
     */
    public record Analysis(
            Document tree,
            @Nullable Workflow workflow,
            List<Diagnostic> diagnostics,
            Findings findings,
            List<ExpressionSite> sites,
            List<Link> links,
            ExpressionAnalysis expressions) {
        /** Copies the lists. */
        public Analysis {
            sites = List.copyOf(sites);
            diagnostics = List.copyOf(diagnostics);
            links = List.copyOf(links);
        }

        /** Whether there is an error. */
        public boolean hasErrors() {
            for (Diagnostic diagnostic : diagnostics) {
                if (diagnostic.severity() == Severity.ERROR) {
                    return true;
                }
            }
            return false;
        }
    }

    private WorkflowAnalysis() {}

    /** Reads, checks and binds a text, whatever its name. It knows the functions of the standard only. */
    public static Analysis analyze(SourceText source) {
        return analyze(source, FunctionSignatures.NONE);
    }

    /**
     * Reads, checks and binds a text, whatever its name.
     *
     * @param functions what can be called besides the functions of the standard
     */
    public static Analysis analyze(SourceText source, FunctionSignatures functions) {
        Document document = YamlReader.read(source);
        WorkflowBinder.Bound bound = WorkflowBinder.bind(document, functions);
        List<Diagnostic> names = NameDiagnostics.of(bound.sites());
        NavigableMap<Integer, Range> unsound = unsound(names, bound.sites());
        Workflow workflow = unsound.isEmpty() ? bound.workflow() : null;
        ExpressionAnalysis expressions = ExpressionAnalysis.of(bound.workflow(), bound.sites(), functions);
        List<Diagnostic> found = new ArrayList<>(bound.diagnostics());
        found.addAll(names);
        for (Diagnostic diagnostic : expressions.diagnostics()) {
            if (around(diagnostic, unsound) == null) {
                found.add(diagnostic);
            }
        }
        if (bound.workflow() != null && document.root() instanceof MappingNode root) {
            found.addAll(FlowChecks.check(bound.workflow(), source, root));
            found.addAll(FunctionInputs.check(bound.workflow(), expressions, functions, source.text(), root));
        }
        Findings findings = new Findings(found, Suppressions.of(document));
        return new Analysis(
                document, workflow, findings.ofOneFile(), findings, bound.sites(), bound.links(), expressions);
    }

    /** The expressions with a name that stands for nothing: what else is said about them may only come of that. */
    private static NavigableMap<Integer, Range> unsound(List<Diagnostic> names, List<ExpressionSite> sites) {
        NavigableMap<Integer, Range> unsound = new TreeMap<>();
        if (names.stream().noneMatch(problem -> problem.severity() == Severity.ERROR)) {
            return unsound;
        }
        NavigableMap<Integer, Range> all = new TreeMap<>();
        for (ExpressionSite site : sites) {
            Range whole = site.rangeOf(new Range(0, site.expression().text().length()));
            all.put(whole.start(), whole);
        }
        for (Diagnostic problem : names) {
            if (problem.severity() == Severity.ERROR) {
                Range whole = around(problem, all);
                Range place = whole == null ? problem.range() : whole;
                unsound.put(place.start(), place);
            }
        }
        return unsound;
    }

    /** The range that a diagnostic is in. */
    private static @Nullable Range around(Diagnostic diagnostic, NavigableMap<Integer, Range> ranges) {
        Map.Entry<Integer, Range> before = ranges.floorEntry(diagnostic.range().start());
        return before != null && diagnostic.range().end() <= before.getValue().end() ? before.getValue() : null;
    }
}
