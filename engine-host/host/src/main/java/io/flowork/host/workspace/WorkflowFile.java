package io.flowork.host.workspace;

import io.flowork.core.program.Program;
import io.flowork.grammar.Findings;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.WorkflowAnalysis.Analysis;
import io.flowork.grammar.WorkflowFiles;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.suppression.Suppressions;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.store.StoredProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A workflow file as it was read and checked.
 *
 * @param source its text, called as people named the file
 * @param analysis what it was found to be
 * @param findings all that was found
 * @param diagnostics what is wrong with it and not ignored, in the order of the text
 * @param loaded the workflow, ready to run; null when there is an error
 */
public record WorkflowFile(
        SourceText source,
        Analysis analysis,
        Findings findings,
        List<Diagnostic> diagnostics,
        @Nullable LoadedWorkflow loaded) {

    /** Copies the diagnostics. */
    public WorkflowFile {
        diagnostics = List.copyOf(diagnostics);
    }

    /**
     * Reads and checks a file.
     *
     * @param file where it is
     * @param name how messages call it
     * @param functions what can be called besides the functions of the standard
     * @throws io.flowork.host.exit.CommandException if it cannot be read
     */
    public static WorkflowFile read(Path file, String name, FunctionSignatures functions) {
        return of(
                SourceText.of(name, FileText.read(file, name)),
                file.toAbsolutePath().getParent(),
                functions);
    }

    /** Checks a text that is in no folder. */
    public static WorkflowFile of(SourceText source, FunctionSignatures functions) {
        return of(source, null, functions);
    }

    /**
     * Checks a text.
     *
     * @param folder the folder that the files it names are relative to, if there is one
     * @param functions what can be called besides the functions of the standard
     */
    public static WorkflowFile of(SourceText source, @Nullable Path folder, FunctionSignatures functions) {
        Analysis analysis = WorkflowAnalysis.analyze(source, functions);
        if (isSomethingElse(source, analysis)) {
            Diagnostic other = DiagnosticCode.NOT_A_WORKFLOW.at(
                    Range.NONE,
                    "This is no workflow: its name does not end in .flow.yaml, .flow.json, .sw.yaml or the like, and it has no document.dsl");
            return new WorkflowFile(
                    source, analysis, new Findings(List.of(other), Suppressions.NONE), List.of(other), null);
        }
        Findings findings = analysis.findings();
        Workflow workflow = analysis.workflow();
        if (workflow == null || analysis.hasErrors()) {
            return new WorkflowFile(source, analysis, findings, analysis.diagnostics(), null);
        }
        StoredProgram stored = StoredProgram.of(
                workflow.namespace(), workflow.name(), workflow.version(), format(source.name()), source.text());
        Program program = Program.compile(workflow, stored.hash());
        return new WorkflowFile(
                source,
                analysis,
                analysis.findings(),
                analysis.diagnostics(),
                new LoadedWorkflow(program, stored, folder));
    }

    /** Whether a broken text does not even look like a workflow, so that its errors would only confuse. */
    private static boolean isSomethingElse(SourceText source, Analysis analysis) {
        return analysis.hasErrors()
                && !WorkflowFiles.hasWorkflowName(source.name())
                && !(analysis.tree().root() instanceof MappingNode root && (root.has("document") || root.has("do")));
    }

    private static String format(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".json") ? "json" : "yaml";
    }
}
