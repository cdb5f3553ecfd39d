package io.flowork.host.check;

import io.flowork.grammar.SafeFixes;
import io.flowork.grammar.WorkflowFiles;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.grammar.workspace.WorkflowFacts;
import io.flowork.host.exit.CommandException;
import io.flowork.host.workspace.FileText;
import io.flowork.host.workspace.WorkflowFile;
import java.nio.file.Path;
import java.util.List;

/**
 * A file to check.
 *
 * @param path where it is
 * @param name how messages call it
 * @param named whether somebody named it; other files in a folder are checked only if they are workflows
 */
record Target(Path path, String name, boolean named) {

    /**
     * Reads and checks the file.
     *
     * @param fix whether to make the safe fixes, in memory
     * @param functions what can be called besides the functions of the standard
     */
    CheckedFile check(boolean fix, FunctionSignatures functions) {
        boolean called = WorkflowFiles.hasWorkflowName(name);
        String text;
        try {
            text = FileText.read(path, name);
        } catch (CommandException e) {
            return named || called ? new CheckedFile.Unreadable(e.text()) : new CheckedFile.Other();
        }
        if (!named && !called && !WorkflowFiles.isWorkflow(name, text)) {
            return new CheckedFile.Other();
        }
        SourceText before = SourceText.of(name, text);
        WorkflowFile file = WorkflowFile.of(before, functions);
        if (!fix || file.diagnostics().stream().noneMatch(Target::isFixable)) {
            return checked(before, file, List.of());
        }
        SafeFixes.Result result = SafeFixes.apply(
                before, source -> WorkflowFile.of(source, functions).diagnostics());
        return checked(before, WorkflowFile.of(result.source(), functions), result.applied());
    }

    private CheckedFile checked(SourceText before, WorkflowFile file, List<SafeFixes.Applied> fixed) {
        WorkflowFacts facts = WorkflowFacts.of(file.source(), file.analysis());
        return new CheckedFile.Checked(path, file.source(), before, file.findings(), facts, fixed);
    }

    static boolean isFixable(Diagnostic diagnostic) {
        return diagnostic.fixes().stream().anyMatch(Diagnostic.Fix::safe);
    }
}
