package io.flowork.lsp.mend;

import io.flowork.grammar.SafeFixes;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.diagnostic.SeverityRules;
import io.flowork.grammar.text.Range;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.workspace.FileEntry;
import io.flowork.lsp.workspace.WorkspaceIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ways to mend what is wrong in a part of a text. */
public final class Mendings {
    private Mendings() {}

    /**
     * The fixes of what is wrong in a part of a text, in the order of the text, best first for each.
     *
     * @param diagnostics what is wrong with the text
     */
    public static List<Mending> in(Snapshot snapshot, Range range, List<Diagnostic> diagnostics) {
        List<Mending> mendings = new ArrayList<>();
        for (Diagnostic diagnostic : diagnostics) {
            Range at = diagnostic.range();
            if (at.start() <= range.end() && range.start() <= at.end()) {
                List<Diagnostic.Fix> fixes =
                        diagnostic.fixes().isEmpty() ? LikelyFixes.of(snapshot, diagnostic) : diagnostic.fixes();
                for (Diagnostic.Fix fix : fixes) {
                    mendings.add(new Mending(fix.title(), diagnostic, fix.edits(), fix.safe()));
                }
            }
        }
        return mendings;
    }

    /**
     * The fixes of what is wrong in a part of a text, also among other files, in the order of the text, best first for each.
     *
     * @param index the other files
     */
    public static List<Mending> in(Snapshot snapshot, Range range, WorkspaceIndex index) {
        FileEntry entry = index.entry(snapshot);
        List<Mending> mendings = new ArrayList<>();
        for (Diagnostic diagnostic : index.diagnostics(entry, SeverityRules.NONE)) {
            mendings.addAll(in(snapshot, range, List.of(diagnostic)));
            if (diagnostic.range().start() <= range.end()
                    && range.start() <= diagnostic.range().end()) {
                NewFiles.of(snapshot, diagnostic, index, entry).ifPresent(mendings::add);
            }
        }
        return mendings;
    }

    /** All fixes of a text that need no choice, as one change; nothing if there are none. */
    public static Optional<Mending> all(Snapshot snapshot) {
        SafeFixes.Result result = SafeFixes.apply(
                snapshot.source(),
                source -> (source == snapshot.source()
                                ? snapshot.analysis()
                                : WorkflowAnalysis.analyze(source, snapshot.functions()))
                        .diagnostics());
        String before = snapshot.source().text();
        String after = result.source().text();
        if (before.equals(after)) {
            return Optional.empty();
        }
        return Optional.of(
                new Mending("Mend all that can be mended safely", null, List.of(difference(before, after)), true));
    }

    /** One edit from the first difference to the last one. */
    private static Edit difference(String before, String after) {
        int start = 0;
        int most = Math.min(before.length(), after.length());
        while (start < most && before.charAt(start) == after.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < most - start
                && before.charAt(before.length() - 1 - end) == after.charAt(after.length() - 1 - end)) {
            end++;
        }
        return new Edit(new Range(start, before.length() - end), after.substring(start, after.length() - end));
    }
}
