package io.flowork.host.command;

import io.flowork.host.config.Configuration;
import io.flowork.host.config.Setting;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.Surroundings;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork config}: what is set, and where. */
final class ConfigCommand implements Subcommand {
    private static final String SHOW = "show";
    private static final String TRUST = "trust";

    @Override
    public CommandSpec spec() {
        CommandSpec show = Specs.command(
                        SHOW, "Shows what is set in files and variables, as TOML.", "flowork config show --origin")
                .addOption(Specs.flag("--origin", "Say where each is set."));
        CommandSpec trust = Specs.command(
                TRUST,
                "Agrees to what ./flowork.toml grants, until it changes: abilities, programs, secrets, plug-ins.",
                "flowork config trust");
        CommandSpec spec =
                Specs.command("config", "Shows the settings that hold here.", "flowork config show --origin");
        spec.usageMessage().synopsisSubcommandLabel("COMMAND");
        return spec.addSubcommand(SHOW, show).addSubcommand(TRUST, trust);
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        if (!arguments.hasSubcommand()) {
            throw CommandException.usage("config: say what to do: show or trust\nTry 'flowork config --help'.");
        }
        if (arguments.subcommand().commandSpec().name().equals(TRUST)) {
            List<String> grants = Configuration.trust(surroundings);
            surroundings
                    .err()
                    .println("flowork: "
                            + (grants.isEmpty()
                                    ? "flowork.toml grants nothing"
                                    : "flowork.toml is trusted until it changes; it grants "
                                            + String.join(", ", grants)));
            return ExitCode.OK;
        }
        boolean origin = Specs.has(arguments.subcommand(), "--origin");
        Configuration configuration = Configuration.of(surroundings);
        for (Setting setting : configuration.all()) {
            String note = configuration.isHeld(setting)
                    ? setting.origin() + ", does not count until: flowork config trust"
                    : origin ? setting.origin() : "";
            surroundings
                    .out()
                    .println("%s = \"%s\"%s"
                            .formatted(
                                    setting.key(),
                                    setting.value().replace("\\", "\\\\").replace("\"", "\\\""),
                                    note.isEmpty() ? "" : "  # " + note));
        }
        return ExitCode.OK;
    }
}
