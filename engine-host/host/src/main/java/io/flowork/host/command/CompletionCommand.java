package io.flowork.host.command;

import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.Surroundings;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork completion}: scripts that complete command lines, made from the commands themselves. */
final class CompletionCommand implements Subcommand {
    private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "completion",
                        "Prints a script that completes flowork's commands and options in a shell.",
                        "source <(flowork completion bash)      # in ~/.bashrc",
                        "source <(flowork completion zsh)       # in ~/.zshrc, after compinit",
                        "flowork completion fish > ~/.config/fish/completions/flowork.fish")
                .addPositional(Specs.parameter(0, true, "SHELL", "bash, zsh or fish."));
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        String shell = String.valueOf(Specs.parameter(arguments, 0));
        switch (shell) {
            case "bash" -> surroundings.out().print(AutoComplete.bash("flowork", Cli.all()));
            case "zsh" ->
                surroundings
                        .out()
                        .print("autoload -U +X bashcompinit && bashcompinit\n"
                                + AutoComplete.bash("flowork", Cli.all()));
            case "fish" -> surroundings.out().print(fish(Cli.all()));
            default -> {
                String nearest = Nearest.of(shell, SHELLS);
                throw CommandException.usage("no completion for '%s'%s; there is one for bash, zsh and fish"
                        .formatted(shell, nearest == null ? "" : " (did you mean '" + nearest + "'?)"));
            }
        }
        return ExitCode.OK;
    }

    private static String fish(CommandLine root) {
        StringBuilder out = new StringBuilder("# Completions of flowork for fish.\n");
        Map<String, CommandLine> commands = root.getSubcommands();
        out.append("complete -c flowork -n __fish_use_subcommand -f\n");
        options(out, root, "__fish_use_subcommand");
        commands.forEach((name, command) -> {
            add(out, "__fish_use_subcommand", "-f -a " + name, summary(command));
            String seen = "__fish_seen_subcommand_from " + name;
            String inside = String.join(" ", command.getSubcommands().keySet());
            String before = inside.isEmpty() ? seen : seen + "; and not __fish_seen_subcommand_from " + inside;
            options(out, command, before);
            command.getSubcommands().forEach((inner, nested) -> {
                add(out, before, "-f -a " + inner, summary(nested));
                options(out, nested, seen + "; and __fish_seen_subcommand_from " + inner);
            });
        });
        return out.toString();
    }

    private static void options(StringBuilder out, CommandLine command, String condition) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                String value = option.arity().max() > 0 ? " -r" : "";
                String text = option.description().length > 0 ? option.description()[0] : "";
                add(out, condition, "-l " + option.longestName().substring(2) + value, text);
            }
        }
    }

    private static String summary(CommandLine command) {
        String[] description = command.getCommandSpec().usageMessage().description();
        return description.length > 0 ? description[0] : "";
    }

    private static void add(StringBuilder out, String condition, String what, String text) {
        out.append("complete -c flowork -n '").append(condition).append("' ").append(what);
        out.append(" -d '")
                .append(text.replace("%%", "%").replace("\\", "\\\\").replace("'", "\\'"))
                .append("'\n");
    }
}
