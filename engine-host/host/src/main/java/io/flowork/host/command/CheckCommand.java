package io.flowork.host.command;

import io.flowork.functions.Functions;
import io.flowork.functions.http.HttpSettings;
import io.flowork.grammar.diagnostic.SeverityRules;
import io.flowork.host.check.Check;
import io.flowork.host.check.Reporter;
import io.flowork.host.check.Severities;
import io.flowork.host.config.Configuration;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.Surroundings;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork check}. */
final class CheckCommand implements Subcommand {
    private static final String SEVERITY = "--severity";

    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "check",
                        "Checks workflow files and says what is wrong with them, as the editor does.",
                        "flowork check hello.flow.yaml",
                        "flowork check .                   # all workflows in this folder and below",
                        "flowork check --fix .             # make the fixes that need no choice",
                        "flowork check --sarif . > flowork.sarif")
                .addPositional(Specs.parameters("PATH", "Workflow files, and folders to look for them in."))
                .addOption(Specs.flag("--fix", "Make the fixes that need no choice. Comments and layout stay."))
                .addOption(
                        Specs.flag("--dry-run", "With --fix: print what would change as a diff, and change nothing."))
                .addOption(Specs.list(
                                SEVERITY,
                                "CODE=LEVEL",
                                "How much a diagnostic matters: error, warning, information, hint or off. Can be given several times.")
                        .splitRegex(",")
                        .build())
                .addOption(Specs.flag("--json", "Print one JSON object: {\"diagnostics\": [...]}."))
                .addOption(Specs.flag("--sarif", "Print SARIF 2.1.0, for code scanning."));
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        boolean json = Specs.has(arguments, "--json");
        boolean sarif = Specs.has(arguments, "--sarif");
        boolean dry = Specs.has(arguments, "--dry-run");
        if (json && sarif) {
            throw CommandException.usage("choose one of --json and --sarif");
        }
        if (dry && !Specs.has(arguments, "--fix")) {
            throw CommandException.usage("--dry-run needs --fix");
        }
        if (dry && (json || sarif)) {
            throw CommandException.usage("--dry-run prints a diff; leave out " + (json ? "--json" : "--sarif"));
        }
        Check.Fixing fixing =
                dry ? Check.Fixing.SHOW : Specs.has(arguments, "--fix") ? Check.Fixing.WRITE : Check.Fixing.NONE;
        Reporter reporter = dry ? Reporter.NONE : json ? Reporter.JSON : sarif ? Reporter.SARIF : Reporter.TEXT;
        Configuration configuration = Configuration.of(surroundings);
        SeverityRules rules = Severities.of(configuration, Specs.values(arguments, SEVERITY), SEVERITY);
        Functions functions = Functions.load(HttpSettings.DEFAULT, HostPlugins.of(configuration, surroundings));
        return new Check(surroundings, rules, fixing, reporter, functions.signatures())
                .run(arguments.matchedPositionalValue(0, List.of()));
    }
}
