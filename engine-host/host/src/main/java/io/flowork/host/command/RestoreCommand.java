package io.flowork.host.command;

import io.flowork.host.config.Configuration;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.serve.DataFolder;
import io.flowork.host.terminal.Surroundings;
import io.flowork.store.sqlite.Backups;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork restore}. */
final class RestoreCommand implements Subcommand {
    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "restore",
                        "Puts a backup in place of what a data folder holds, which is kept under another name. No engine may be at work there.",
                        "flowork restore flowork-2026-01-31.db")
                .addPositional(Specs.parameter(0, true, "FILE", "What 'flowork backup' has written."))
                .addOption(DataOption.spec());
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        String name = String.valueOf(Specs.parameter(arguments, 0));
        Path file = surroundings.path(name);
        if (!Files.isRegularFile(file)) {
            throw CommandException.notFound(name + ": there is no such file. Check the path");
        }
        Path folder = DataOption.folder(arguments, Configuration.of(surroundings), surroundings);
        try (var _ = DataFolder.take(folder, surroundings.show(folder))) {
            Backups.Restored restored =
                    Backups.restore(file, folder, Clock.systemUTC().instant(), BackupCommand.progress(surroundings));
            surroundings
                    .err()
                    .println("flowork: restored " + BackupCommand.text(restored.copy()) + " to "
                            + surroundings.show(folder));
            Path kept = restored.kept();
            if (kept != null) {
                surroundings
                        .err()
                        .println("flowork: what was there is " + surroundings.show(kept)
                                + "; delete it when you no longer need it");
            }
        }
        return ExitCode.OK;
    }
}
