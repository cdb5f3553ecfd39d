package io.flowork.host.command;

import io.flowork.grammar.WorkflowFiles;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.grammar.text.SourceText;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.render.DiagnosticText;
import io.flowork.host.render.Sarif;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.terminal.Times;
import io.flowork.host.workspace.FileText;
import io.flowork.host.workspace.FileWalk;
import io.flowork.host.workspace.WorkflowFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork check}. */
final class CheckCommand implements Subcommand {
    private static final int MOST_FILES = 100_000;

    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "check",
                        "Checks workflow files and says what is wrong with them, as the editor does.",
                        "flowork check hello.flow.yaml",
                        "flowork check .                   # all workflows in this folder and below",
                        "flowork check --sarif . > flowork.sarif")
                .addPositional(Specs.parameters("PATH", "Workflow files, and folders to look for them in."))
                .addOption(Specs.flag("--json", "Print one JSON object: {\"diagnostics\": [...]}."))
                .addOption(Specs.flag("--sarif", "Print SARIF 2.1.0, for code scanning."));
    }

    /** What was found in one file. */
    private record Checked(SourceText source, List<Diagnostic> diagnostics) {}

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        boolean json = Specs.has(arguments, "--json");
        boolean sarif = Specs.has(arguments, "--sarif");
        if (json && sarif) {
            throw CommandException.usage("choose one of --json and --sarif");
        }
        List<String> paths = arguments.matchedPositionalValue(0, List.of());
        Check check = new Check(surroundings, !json && !sarif);
        for (String path : paths) {
            check.path(path);
        }
        if (json) {
            JsonArray.Builder all = new JsonArray.Builder();
            check.files.forEach(file ->
                    file.diagnostics.forEach(diagnostic -> all.add(DiagnosticText.json(diagnostic, file.source))));
            surroundings.out().println(JsonWriter.pretty(JsonObject.of("diagnostics", all.build())));
        } else if (sarif) {
            Sarif log = new Sarif();
            check.files.forEach(file -> file.diagnostics.forEach(diagnostic -> log.add(diagnostic, file.source)));
            surroundings.out().println(JsonWriter.pretty(log.json()));
        }
        return check.summary();
    }

    /** One check over several paths. */
    private static final class Check {
        private final Surroundings surroundings;
        private final boolean print;
        private final Paint paint;
        private final List<Checked> files = new ArrayList<>();
        private int checked;
        private int errors;
        private int warnings;
        private boolean unreadable;

        Check(Surroundings surroundings, boolean print) {
            this.surroundings = surroundings;
            this.print = print;
            this.paint = surroundings.outPaint();
        }

        void path(String name) {
            Path path = surroundings.path(name);
            if (!Files.isDirectory(path)) {
                file(path, name);
                return;
            }
            FileWalk walk = FileWalk.under(path, MOST_FILES);
            int before = checked;
            walk.files().forEach(this::found);
            walk.unreadable().forEach(at -> complain(surroundings.show(at) + ": it cannot be read"));
            if (checked == before) {
                complain(name + ": there are no workflow files in this folder");
            }
        }

        private void found(Path path) {
            String name = surroundings.show(path);
            boolean named = WorkflowFiles.hasWorkflowName(name);
            try {
                if (named || WorkflowFiles.isWorkflow(name, FileText.read(path, name))) {
                    file(path, name);
                }
            } catch (CommandException e) {
                if (named) {
                    complain(e.text());
                }
            }
        }

        private void file(Path path, String name) {
            try {
                WorkflowFile file = WorkflowFile.read(path, name);
                checked++;
                if (!print) {
                    files.add(new Checked(file.source(), file.diagnostics()));
                }
                for (Diagnostic diagnostic : file.diagnostics()) {
                    count(diagnostic);
                    if (print) {
                        surroundings.out().println(DiagnosticText.of(diagnostic, file.source(), paint));
                    }
                }
            } catch (CommandException e) {
                complain(e.text());
            }
        }

        private void count(Diagnostic diagnostic) {
            switch (diagnostic.severity()) {
                case ERROR -> errors++;
                case WARNING -> warnings++;
                case INFORMATION, HINT -> {}
            }
        }

        private void complain(String message) {
            unreadable = true;
            surroundings.err().println(surroundings.errPaint().boldRed("flowork: ") + message);
        }

        ExitCode summary() {
            if (checked > 0) {
                Paint colours = surroundings.errPaint();
                String found = errors + warnings == 0
                        ? colours.green("✔ ") + "nothing to complain about"
                        : (errors > 0 ? colours.red("✖ ") : colours.yellow("! ")) + count(errors, Severity.ERROR) + ", "
                                + count(warnings, Severity.WARNING);
                surroundings.err().println(found + colours.dim(" in " + count(checked, "file")));
            }
            return unreadable ? ExitCode.USAGE : errors > 0 ? ExitCode.FAILED : ExitCode.OK;
        }

        private static String count(int number, Severity severity) {
            return count(number, DiagnosticText.label(severity));
        }

        private static String count(int number, String thing) {
            return Times.count(number) + " " + thing + (number == 1 ? "" : "s");
        }
    }
}
