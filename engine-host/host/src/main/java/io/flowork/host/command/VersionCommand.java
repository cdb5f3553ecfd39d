package io.flowork.host.command;

import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.Version;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork version}. */
final class VersionCommand implements Subcommand {
    @Override
    public CommandSpec spec() {
        return Specs.command("version", "Shows the version, and the Java and system it runs on.");
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        surroundings.out().println(line());
        return ExitCode.OK;
    }

    static String line() {
        return "flowork %s (Java %s, %s %s)"
                .formatted(
                        Version.current(),
                        Runtime.version(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"));
    }
}
