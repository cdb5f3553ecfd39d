package io.flowork.host.command;

import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.recorded.RunFinder;
import io.flowork.host.terminal.Surroundings;
import io.flowork.store.Redaction;
import io.flowork.store.sqlite.Recordings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork runs export}. */
final class ExportCommand implements Subcommand {
    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "export",
                        "Writes a run, with the runs it started, to one file that shows and replays anywhere.",
                        "flowork runs export last support.flowrec")
                .addPositional(Specs.parameter(0, true, "RUN", "An id or its beginning, or 'last'."))
                .addPositional(Specs.parameter(1, true, "FILE", "The recording; its name ends in .flowrec."))
                .addOption(Specs.list(
                                "--redact",
                                "PATHS",
                                "Leave out what is at these paths, such as card.number, at any depth, and the same values anywhere else. What is left verifies.")
                        .splitRegex(",")
                        .build())
                .addOption(Specs.flag("--force", "Replace the file if it is there."))
                .addOption(Specs.store());
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        String name = String.valueOf(Specs.parameter(arguments, 1));
        Path file = file(surroundings, name, Specs.has(arguments, "--force"), "--force");
        Redaction redaction = redaction(Specs.values(arguments, "--redact"), "--redact");
        return RunFinder.with(surroundings, Specs.parameter(arguments, 0), Specs.value(arguments, "--store"), run -> {
            Recordings.write(run.store(), run.record().id(), file, redaction);
            surroundings.err().println("flowork: run " + run.record().id() + " is in " + name);
            if (redaction.erased() > 0) {
                surroundings
                        .err()
                        .println("flowork: " + redaction.erased()
                                + " inputs are left out; it verifies, and replays up to the first of them");
            }
            return ExitCode.OK;
        });
    }

    /** What is left out; {@code option} is how whoever asks calls that. */
    static Redaction redaction(List<String> paths, String option) {
        try {
            return new Redaction(paths);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, option + ": " + e.getMessage(), e);
        }
    }

    /** The file of a recording that is to be written; {@code option} is how whoever asks says that it replaces another. */
    static Path file(Surroundings surroundings, String name, boolean force, String option) {
        if (!name.endsWith(Recordings.ENDING)) {
            throw CommandException.usage(
                    "the name of a recording ends in %s: %s%s".formatted(Recordings.ENDING, name, Recordings.ENDING));
        }
        Path file = surroundings.path(name);
        @Nullable Path folder = file.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw CommandException.usage("there is no folder " + surroundings.show(folder));
        }
        if (Files.exists(file) && !force) {
            throw CommandException.usage(name + " is there already; " + option + " replaces it");
        }
        return file;
    }
}
