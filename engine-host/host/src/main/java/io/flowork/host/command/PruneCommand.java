package io.flowork.host.command;

import io.flowork.host.config.Configuration;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.terminal.Times;
import io.flowork.host.workspace.Stores;
import io.flowork.store.Family;
import io.flowork.store.Retention;
import io.flowork.store.Store;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork runs prune}. */
final class PruneCommand implements Subcommand {
    private static final String DRY_RUN = "--dry-run";

    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "prune",
                        "Removes runs that ended long ago, the oldest first, with the runs they have started; prints their ids. Without a limit the retention settings count.",
                        "flowork runs prune --older-than P30D --dry-run",
                        "flowork runs prune --keep 10000 --data data")
                .addOption(Specs.flag(DRY_RUN, "Only say which these are."))
                .addOption(Specs.option(
                        RetentionOptions.AGE, "AGE", "Those that ended so long ago: days, or a duration such as P30D."))
                .addOption(Specs.option(RetentionOptions.COUNT, "N", "Those beyond the newest N that have ended."))
                .addOption(Specs.option(
                        RetentionOptions.BYTES, "N", "As many as it takes until the store uses at most N bytes."))
                .addOption(Specs.option(DataOption.NAME, "DIR", "The data folder of an engine, which may be at work."))
                .addOption(Specs.store());
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        Configuration settings = Configuration.of(surroundings);
        Retention given = RetentionOptions.options(arguments);
        Retention retention = given.isForever() ? RetentionOptions.settings(settings) : given;
        if (retention.isForever()) {
            throw CommandException.usage(
                    "runs prune: say which runs to remove: --older-than AGE, --keep N or --max-bytes N, or set retention.age, retention.count or retention.bytes");
        }
        boolean dry = Specs.has(arguments, DRY_RUN);
        long now = Clock.systemUTC().millis();
        try (Store store = open(arguments, settings, surroundings, dry)) {
            Retention.Pruned pruned = dry
                    ? retention.preview(store, now, family -> print(family, surroundings))
                    : retention.prune(store, now, family -> {
                        print(family, surroundings);
                        return true;
                    });
            surroundings
                    .err()
                    .println("flowork: %s %s runs, about %s KiB"
                            .formatted(
                                    dry ? "would remove" : "removed",
                                    Times.count(pruned.runs()),
                                    Times.count((pruned.bytes() + 1023) >> 10)));
        }
        return ExitCode.OK;
    }

    private static void print(Family family, Surroundings surroundings) {
        family.runs().forEach(surroundings.out()::println);
    }

    private static Store open(ParseResult arguments, Configuration settings, Surroundings surroundings, boolean dry) {
        String store = Specs.value(arguments, "--store");
        boolean data = Specs.value(arguments, DataOption.NAME) != null;
        if (data && store != null) {
            throw CommandException.usage("choose one of --data and --store");
        }
        Path folder =
                data ? DataOption.folder(arguments, settings, surroundings) : Stores.existing(surroundings, store);
        if (!Files.exists(folder.resolve(SqliteStore.FILE))) {
            throw CommandException.notFound("there is no store in " + surroundings.show(folder) + ". Check the path");
        }
        return dry ? SqliteStore.openReadOnly(folder) : SqliteStore.open(folder);
    }
}
