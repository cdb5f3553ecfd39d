package io.flowork.host.command;

import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.Surroundings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** A subcommand of {@code flowork}. Described by code and not by annotations, which cost time at each start. */
interface Subcommand {
    /** Its name, options and help. */
    CommandSpec spec();

    /**
     * Does what the arguments say.
     *
     * @throws io.flowork.host.exit.CommandException if it cannot
     */
    ExitCode run(ParseResult arguments, Surroundings surroundings);
}
