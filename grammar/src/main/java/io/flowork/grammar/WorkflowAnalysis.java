package io.flowork.grammar;

import io.flowork.grammar.analysis.NameDiagnostics;
import io.flowork.grammar.binding.WorkflowBinder;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.flow.FlowChecks;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.grammar.yaml.Document;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.YamlReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From the text of a workflow file to the workflow and everything that is wrong with it. Pure, and never fails. */
public final class WorkflowAnalysis {
    private static final Comparator<Diagnostic> IN_ORDER = Comparator.<Diagnostic>comparingInt(
                    diagnostic -> diagnostic.range().start())
            .thenComparing(Diagnostic::severity)
            .thenComparing(Diagnostic::code);

    /**
     * What a text is found to be.
     *
     * @param tree the text as a tree, as far as it could be read
     * @param workflow the workflow; null when there is an error
     * @param diagnostics what is wrong, in the order of the text
     * @param sites the expressions that could be read, with the variables that each can use
     */
    public record Analysis(
            Document tree, @Nullable Workflow workflow, List<Diagnostic> diagnostics, List<ExpressionSite> sites) {
        /** Copies the lists. */
        public Analysis {
            sites = List.copyOf(sites);
            diagnostics = List.copyOf(diagnostics);
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

    /** Reads, checks and binds a text, whatever its name. */
    public static Analysis analyze(SourceText source) {
        Document document = YamlReader.read(source);
        WorkflowBinder.Bound bound = WorkflowBinder.bind(document);
        List<Diagnostic> names = NameDiagnostics.of(bound.sites());
        List<Diagnostic> sorted = new ArrayList<>(bound.diagnostics());
        sorted.addAll(names);
        if (bound.workflow() != null && document.root() instanceof MappingNode root) {
            sorted.addAll(FlowChecks.check(bound.workflow(), root));
        }
        sorted.sort(IN_ORDER);
        boolean sound = names.stream().noneMatch(problem -> problem.severity() == Severity.ERROR);
        return new Analysis(document, sound ? bound.workflow() : null, sorted, bound.sites());
    }
}
