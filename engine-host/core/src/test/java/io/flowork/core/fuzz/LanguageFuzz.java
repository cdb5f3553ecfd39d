package io.flowork.core.fuzz;

import io.flowork.core.program.Program;
import io.flowork.grammar.SafeFixes;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.WorkflowAnalysis.Analysis;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Workflow;
import java.util.Comparator;
import java.util.List;

/** Any text is a workflow or has an error; every diagnostic and fix lies inside the text. */
public final class LanguageFuzz {
    private static final int MOST_FIXED = 10;

    private LanguageFuzz() {}

    /** Analyses one text. */
    public static void fuzzerTestOneInput(byte[] data) {
        Fuzzed.promptly(() -> analyze(Fuzzed.text(data)));
    }

    private static void analyze(String text) {
        Analysis analysis = WorkflowAnalysis.analyze(SourceText.of("fuzzed", text));
        Workflow workflow = analysis.workflow();
        Fuzzed.require(analysis.hasErrors() == (workflow == null), "an error says why there is no workflow");
        for (Diagnostic diagnostic : analysis.diagnostics()) {
            wellFormed(diagnostic, text);
        }
        if (!analysis.diagnostics().isEmpty() && analysis.diagnostics().size() <= MOST_FIXED) {
            fix(text);
        }
        if (workflow != null) {
            Program.compile(workflow, "fuzzed");
        }
    }

    /** Safe fixes end, and what they leave has none that can be made. */
    private static void fix(String text) {
        SafeFixes.Result result = SafeFixes.apply(SourceText.of("fuzzed", text), LanguageFuzz::diagnostics);
        if (!result.applied().isEmpty()) {
            SafeFixes.Result again = SafeFixes.apply(result.source(), LanguageFuzz::diagnostics);
            Fuzzed.require(again.applied().isEmpty(), "a second time there is something to fix");
        }
    }

    private static List<Diagnostic> diagnostics(SourceText source) {
        return WorkflowAnalysis.analyze(source).diagnostics();
    }

    /** Fails unless a diagnostic and its fixes lie inside a text. */
    static void wellFormed(Diagnostic diagnostic, String text) {
        Fuzzed.inside(diagnostic.range(), text, diagnostic.code());
        Fuzzed.require(!diagnostic.message().isBlank(), diagnostic.code() + " says nothing");
        for (Diagnostic.Related related : diagnostic.related()) {
            Fuzzed.inside(related.range(), text, diagnostic.code() + "'s related place");
        }
        for (Diagnostic.Fix fix : diagnostic.fixes()) {
            List<Diagnostic.Edit> edits = fix.edits().stream()
                    .sorted(Comparator.comparingInt(edit -> edit.range().start()))
                    .toList();
            int end = 0;
            for (Diagnostic.Edit edit : edits) {
                Fuzzed.inside(edit.range(), text, diagnostic.code() + "'s fix");
                Fuzzed.require(edit.range().start() >= end, diagnostic.code() + "'s fix overlaps itself");
                end = edit.range().end();
            }
        }
    }
}
