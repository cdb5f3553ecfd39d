package io.flowork.host.command;

import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.Stores;
import io.flowork.store.Store;
import io.flowork.store.sqlite.Recordings;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork runs import}. */
final class ImportCommand implements Subcommand {
    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "import",
                        "Checks recordings and adds their runs to the store.",
                        "flowork runs import support.flowrec")
                .addPositional(Specs.parameters("FILE", "Recordings (.flowrec)."))
                .addOption(
                        Specs.option(
                                "--store",
                                "DIR",
                                "The store's folder, made when it is absent. Default: .flowork in the working folder; or FLOWORK_STORE."));
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        List<String> names = arguments.matchedPositionalValue(0, List.of());
        for (String name : names) {
            if (!Files.isRegularFile(surroundings.path(name))) {
                throw CommandException.usage(name + ": there is no such file. Check the path");
            }
        }
        @Nullable Path named = Stores.named(surroundings, Specs.value(arguments, "--store"));
        Path folder = named == null ? surroundings.folder().resolve(Stores.FOLDER) : named;
        try (Store store = SqliteStore.open(folder)) {
            for (String name : names) {
                Recordings.Imported imported = Recordings.read(surroundings.path(name), store);
                surroundings.out().println(imported.run());
                surroundings
                        .err()
                        .println("flowork: " + name + ": " + imported.added().size() + " new, "
                                + imported.present().size() + " already there, in " + surroundings.show(folder));
            }
        }
        return ExitCode.OK;
    }
}
