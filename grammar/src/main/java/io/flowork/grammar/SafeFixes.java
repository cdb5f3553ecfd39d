package io.flowork.grammar;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the fixes that need no choice, until none is left. Only the edits change the text, so comments and layout stay.
 * What would make a text worse is left out.
 */
public final class SafeFixes {
    private static final int MOST_ROUNDS = 20;
    private static final Comparator<Diagnostic.Edit> IN_ORDER = Comparator.<Diagnostic.Edit>comparingInt(
                    edit -> edit.range().start())
            .thenComparingInt(edit -> edit.range().end());

    private final Function<SourceText, List<Diagnostic>> analysis;
    private final List<Applied> applied = new ArrayList<>();
    private SourceText source;
    private List<Diagnostic> diagnostics;

    /**
     * A fix that was made.
     *
     * @param line the line of what it mends, from 1
     * @param diagnostic what it mends
     * @param fix what it does
     */
    public record Applied(int line, Diagnostic diagnostic, Diagnostic.Fix fix) {}

    /**
     * A text after its fixes.
     *
     * @param source the text
     * @param diagnostics what is still wrong with it
     * @param applied the fixes, in the order they were made
     */
    public record Result(SourceText source, List<Diagnostic> diagnostics, List<Applied> applied) {
        /** Copies the lists. */
        public Result {
            diagnostics = List.copyOf(diagnostics);
            applied = List.copyOf(applied);
        }
    }

    private record Chosen(Diagnostic diagnostic, Diagnostic.Fix fix) {}

    private SafeFixes(SourceText source, Function<SourceText, List<Diagnostic>> analysis) {
        this.source = source;
        this.analysis = analysis;
        this.diagnostics = analysis.apply(source);
    }

    /**
     * Fixes a text.
     *
     * @param source the text
     * @param analysis finds out what is wrong with a text; called after every round
     */
    public static Result apply(SourceText source, Function<SourceText, List<Diagnostic>> analysis) {
        SafeFixes fixes = new SafeFixes(source, analysis);
        int round = 0;
        while (round < MOST_ROUNDS && fixes.round()) {
            round++;
        }
        return new Result(fixes.source, fixes.diagnostics, fixes.applied);
    }

    private boolean round() {
        List<Chosen> chosen = chosen();
        if (chosen.isEmpty()) {
            return false;
        }
        if (attempt(chosen)) {
            return true;
        }
        for (Chosen one : chosen) {
            if (attempt(List.of(one))) {
                return true;
            }
        }
        return false;
    }

    /** The safe fixes that do not touch each other. */
    private List<Chosen> chosen() {
        List<Chosen> chosen = new ArrayList<>();
        List<Range> taken = new ArrayList<>();
        for (Diagnostic diagnostic : diagnostics) {
            Diagnostic.Fix fix = safe(diagnostic);
            if (fix != null && fix.edits().stream().noneMatch(edit -> touches(taken, edit.range()))) {
                fix.edits().forEach(edit -> taken.add(edit.range()));
                chosen.add(new Chosen(diagnostic, fix));
            }
        }
        return chosen;
    }

    private static Diagnostic.@Nullable Fix safe(Diagnostic diagnostic) {
        for (Diagnostic.Fix fix : diagnostic.fixes()) {
            if (fix.safe()) {
                return fix;
            }
        }
        return null;
    }

    private static boolean touches(List<Range> taken, Range range) {
        return taken.stream().anyMatch(other -> other.start() <= range.end() && range.start() <= other.end());
    }

    private boolean attempt(List<Chosen> chosen) {
        List<Diagnostic.Edit> edits =
                chosen.stream().flatMap(one -> one.fix.edits().stream()).toList();
        SourceText mended = SourceText.of(source.name(), edited(source.text(), edits));
        List<Diagnostic> after = analysis.apply(mended);
        boolean mends = chosen.stream().allMatch(one -> isMended(one.diagnostic, edits, after));
        if (!mends || isWorse(after)) {
            return false;
        }
        for (Chosen one : chosen) {
            applied.add(
                    new Applied(source.position(one.diagnostic.range().start()).line(), one.diagnostic, one.fix));
        }
        source = mended;
        diagnostics = after;
        return true;
    }

    /** Whether a diagnostic is gone from its place; one that comes back would be fixed again and again. */
    private static boolean isMended(Diagnostic diagnostic, List<Diagnostic.Edit> edits, List<Diagnostic> after) {
        int place = diagnostic.range().start();
        for (Diagnostic.Edit edit : edits) {
            if (edit.range().end() <= diagnostic.range().start()) {
                place += edit.text().length() - edit.range().length();
            }
        }
        int at = place;
        return after.stream()
                .noneMatch(other ->
                        other.code().equals(diagnostic.code()) && other.range().start() == at);
    }

    /** Errors that hid behind broken syntax may come to light; nothing else may be added. */
    private boolean isWorse(List<Diagnostic> after) {
        int syntax = Integer.compare(errors(after, true), errors(diagnostics, true));
        return syntax > 0 || (syntax == 0 && errors(after, false) > errors(diagnostics, false));
    }

    private static int errors(List<Diagnostic> diagnostics, boolean syntax) {
        int errors = 0;
        for (Diagnostic diagnostic : diagnostics) {
            boolean counts = !syntax || diagnostic.code().startsWith("FW10");
            errors += counts && diagnostic.severity() == Severity.ERROR ? 1 : 0;
        }
        return errors;
    }

    /**
     * A text after edits.
     *
     * @param text the text
     * @param edits changes that do not overlap, in any order
     */
    public static String edited(String text, List<Diagnostic.Edit> edits) {
        StringBuilder result = new StringBuilder(text.length() + 64);
        int end = 0;
        for (Diagnostic.Edit edit : edits.stream().sorted(IN_ORDER).toList()) {
            result.append(text, end, edit.range().start()).append(edit.text());
            end = edit.range().end();
        }
        return result.append(text, end, text.length()).toString();
    }
}
