package io.flowork.host.command;

import io.flowork.host.config.Configuration;
import io.flowork.host.config.Setting;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.Surroundings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork config}: what is set, and where. */
final class ConfigCommand implements Subcommand {
    private static final String SHOW = "show";

    @Override
    public CommandSpec spec() {
        CommandSpec show = Specs.command(
                        SHOW, "Shows what is set in files and variables, as TOML.", "flowork config show --origin")
                .addOption(Specs.flag("--origin", "Say where each is set."));
        CommandSpec spec =
                Specs.command("config", "Shows the settings that hold here.", "flowork config show --origin");
        spec.usageMessage().synopsisSubcommandLabel("COMMAND");
        return spec.addSubcommand(SHOW, show);
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        if (!arguments.hasSubcommand()) {
            throw CommandException.usage("config: say what to do: show\nTry 'flowork config --help'.");
        }
        boolean origin = Specs.has(arguments.subcommand(), "--origin");
        for (Setting setting : Configuration.of(surroundings).all()) {
            surroundings
                    .out()
                    .println("%s = \"%s\"%s"
                            .formatted(
                                    setting.key(),
                                    setting.value().replace("\\", "\\\\").replace("\"", "\\\""),
                                    origin ? "  # " + setting.origin() : ""));
        }
        return ExitCode.OK;
    }
}
