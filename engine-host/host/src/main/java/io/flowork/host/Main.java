package io.flowork.host;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The {@code flowork} command: its subcommands, and nothing of what they do. */
@Command(
        name = "flowork",
        description = "Run workflows durably, and step through any run, forwards and backwards.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {VersionCommand.class, HelpCommand.class})
public final class Main {

    private Main() {}

    /** Runs one command line and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main());
    }
}
