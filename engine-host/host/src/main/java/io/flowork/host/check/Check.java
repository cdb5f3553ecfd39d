package io.flowork.host.check;

import io.flowork.grammar.SafeFixes;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.diagnostic.SeverityRules;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.grammar.workspace.Workspace;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.render.DiagnosticText;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.ProgressLine;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.terminal.Times;
import java.util.ArrayList;
import java.util.List;

/** One check over files and folders. */
public final class Check {
    /** What to do with the fixes that are safe. */
    public enum Fixing {
        /** Nothing. */
        NONE,
        /** Make them. */
        WRITE,
        /** Show what they would change. */
        SHOW
    }

    private final Surroundings surroundings;
    private final SeverityRules severities;
    private final Fixing fixing;
    private final Reporter reporter;
    private final FunctionSignatures functions;
    private final Workspace workspace;
    private int checked;
    private int errors;
    private int warnings;
    private int fixable;
    private int fixed;
    private boolean unreadable;

    /**
     * A check.
     *
     * @param severities how much each diagnostic matters
     * @param reporter how to show them
     * @param functions what can be called besides the functions of the standard
     */
    public Check(
            Surroundings surroundings,
            SeverityRules severities,
            Fixing fixing,
            Reporter reporter,
            FunctionSignatures functions) {
        this.surroundings = surroundings;
        this.severities = severities;
        this.fixing = fixing;
        this.reporter = reporter;
        this.functions = functions;
        this.workspace = new Workspace(new FolderFiles(surroundings.folder()));
    }

    /** Checks files and folders, shows what is wrong with them, and says how that ends. */
    public ExitCode run(List<String> paths) {
        Targets targets = Targets.of(paths, surroundings);
        List<CheckedFile> files = checkAll(targets.files(), fixing != Fixing.NONE);
        files.forEach(this::take);
        checkAll(targets.around(files, surroundings), false).forEach(this::take);
        Reporter.Sink sink = reporter.open(surroundings.out(), surroundings.outPaint());
        files.forEach(file -> show(file, sink));
        sink.close();
        targets.complaints().forEach(this::complain);
        targets.folders().forEach((name, folder) -> {
            if (files.stream()
                    .noneMatch(file -> file instanceof CheckedFile.Checked found
                            && found.path().startsWith(folder))) {
                complain(name + ": there are no workflow files in this folder");
            }
        });
        return summary();
    }

    private List<CheckedFile> checkAll(List<Target> targets, boolean fix) {
        List<CheckedFile> files = new ArrayList<>();
        try (ProgressLine progress = new ProgressLine(surroundings)) {
            InOrder.each(
                    targets,
                    Runtime.getRuntime().availableProcessors(),
                    target -> target.check(fix, functions),
                    file -> {
                        files.add(file);
                        progress.say(() -> Times.count(files.size()) + " of " + Times.count(targets.size()) + " files");
                    });
        }
        return files;
    }

    private void take(CheckedFile file) {
        if (file instanceof CheckedFile.Checked found) {
            workspace.put(found.facts());
        }
    }

    private void show(CheckedFile file, Reporter.Sink sink) {
        switch (file) {
            case CheckedFile.Other ignored -> {}
            case CheckedFile.Unreadable failure -> complain(failure.message());
            case CheckedFile.Checked found -> {
                checked++;
                fix(found);
                List<Diagnostic> diagnostics = severities.apply(
                        found.findings().with(workspace.check(found.facts())).ofAllFiles());
                diagnostics.forEach(this::count);
                sink.add(found.source(), diagnostics);
            }
        }
    }

    private void fix(CheckedFile.Checked file) {
        if (file.fixed().isEmpty()) {
            return;
        }
        String name = file.source().name();
        if (fixing == Fixing.SHOW) {
            surroundings
                    .out()
                    .print(UnifiedDiff.of(
                            name, file.before().text(), file.source().text()));
        } else {
            try {
                FixedText.write(file.path(), name, file.source().text());
            } catch (CommandException e) {
                complain(e.text());
                return;
            }
        }
        fixed += file.fixed().size();
        Paint paint = surroundings.errPaint();
        for (SafeFixes.Applied applied : file.fixed()) {
            surroundings
                    .err()
                    .println(paint.green("fixed ") + name + ":" + applied.line() + ": "
                            + applied.fix().title() + " ["
                            + applied.diagnostic().code() + "]");
        }
    }

    private void count(Diagnostic diagnostic) {
        switch (diagnostic.severity()) {
            case ERROR -> errors++;
            case WARNING -> warnings++;
            case INFORMATION, HINT -> {}
        }
        fixable += Target.isFixable(diagnostic) ? 1 : 0;
    }

    private void complain(String message) {
        unreadable = true;
        surroundings.err().println(surroundings.errPaint().boldRed("flowork: ") + message);
    }

    private ExitCode summary() {
        if (checked > 0) {
            Paint colours = surroundings.errPaint();
            String found = errors + warnings == 0
                    ? colours.green("✔ ") + "nothing to complain about"
                    : (errors > 0 ? colours.red("✖ ") : colours.yellow("! ")) + count(errors, Severity.ERROR) + ", "
                            + count(warnings, Severity.WARNING);
            surroundings.err().println(found + colours.dim(" in " + count(checked, "file")) + fixes());
        }
        return unreadable ? ExitCode.USAGE : errors > 0 ? ExitCode.FAILED : ExitCode.OK;
    }

    private String fixes() {
        if (fixed > 0) {
            return "; " + Times.count(fixed) + (fixing == Fixing.SHOW ? " would be fixed" : " fixed");
        }
        return fixing == Fixing.NONE && fixable > 0 ? "; --fix mends " + Times.count(fixable) : "";
    }

    private static String count(int number, Severity severity) {
        return count(number, DiagnosticText.label(severity));
    }

    private static String count(int number, String thing) {
        return Times.count(number) + " " + thing + (number == 1 ? "" : "s");
    }
}
