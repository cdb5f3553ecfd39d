package io.flowork.grammar;

import io.flowork.grammar.binding.WorkflowBinder;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.grammar.yaml.Document;
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
     */
    public record Analysis(Document tree, @Nullable Workflow workflow, List<Diagnostic> diagnostics) {
        /** Copies the diagnostics. */
        public Analysis {
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
        List<Diagnostic> sorted = new ArrayList<>(bound.diagnostics());
        sorted.sort(IN_ORDER);
        return new Analysis(document, bound.workflow(), sorted);
    }
}
