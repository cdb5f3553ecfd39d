package io.flowork.host.command;

import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.Surroundings;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork runs}: everything about recorded runs. */
final class RunsCommand implements Subcommand {
    private final Map<String, Subcommand> inside = new LinkedHashMap<>();

    RunsCommand() {
        inside.put("list", new ListCommand());
        inside.put("show", new ShowCommand());
        inside.put("find", new FindCommand());
        inside.put("why", new WhyCommand());
        inside.put("journal", new JournalCommand());
        inside.put("replay", new ReplayCommand());
        inside.put("fork", new ForkCommand());
        inside.put("branches", new BranchesCommand());
        inside.put("diff", new DiffCommand());
        inside.put("what-if", new WhatIfCommand());
        inside.put("export", new ExportCommand());
        inside.put("import", new ImportCommand());
        inside.put("prune", new PruneCommand());
        for (ControlCommand.Verb verb : ControlCommand.Verb.values()) {
            inside.put(verb.text(), new ControlCommand(verb));
        }
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Specs.command(
                "runs",
                "Lists, shows, searches, replays, forks, compares, exports, imports and removes recorded runs, and tells those of an engine what to do. RUN is an id or its beginning, 'last', or a .flowrec file.",
                "flowork runs list",
                "flowork runs show last --output",
                "flowork runs replay last");
        spec.usageMessage().synopsisSubcommandLabel("COMMAND");
        inside.forEach((name, command) -> spec.addSubcommand(name, command.spec()));
        return spec;
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        if (!arguments.hasSubcommand()) {
            throw CommandException.usage(
                    "runs: say what to do: " + String.join(", ", inside.keySet()) + "\nTry 'flowork runs --help'.");
        }
        ParseResult given = arguments.subcommand();
        Subcommand command = inside.get(given.commandSpec().name());
        if (command == null) {
            throw new IllegalStateException("no command " + given.commandSpec().name());
        }
        return command.run(given, surroundings);
    }
}
