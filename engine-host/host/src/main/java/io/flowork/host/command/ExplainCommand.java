package io.flowork.host.command;

import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.docs.DiagnosticPages;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork explain}. */
final class ExplainCommand implements Subcommand {
    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "explain",
                        "Says what a code that check prints means, and how to mend what it is about.",
                        "flowork explain FW1301")
                .addPositional(Specs.parameter(0, true, "CODE", "A code such as FW1301."));
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        String wanted = String.valueOf(Specs.parameter(arguments, 0)).toUpperCase(Locale.ROOT);
        List<String> codes = new ArrayList<>();
        for (DiagnosticCode code : DiagnosticCode.values()) {
            if (code.code().equals(wanted)) {
                surroundings.out().print(DiagnosticPages.text(code));
                return ExitCode.OK;
            }
            codes.add(code.code());
        }
        String nearest = Nearest.of(wanted, codes);
        throw CommandException.usage("there is no code '%s'%s; docs/diagnostics has all of them"
                .formatted(wanted, nearest == null ? "" : " (did you mean '" + nearest + "'?)"));
    }
}
