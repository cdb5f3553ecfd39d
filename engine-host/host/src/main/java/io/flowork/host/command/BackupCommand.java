package io.flowork.host.command;

import io.flowork.host.config.Configuration;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.terminal.Times;
import io.flowork.store.sqlite.Backups;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code flowork backup}. */
final class BackupCommand implements Subcommand {
    private static final String REPLACE = "--replace";

    @Override
    public CommandSpec spec() {
        return Specs.command(
                        "backup",
                        "Copies the workflows and runs of a data folder to a file, also while an engine works on them.",
                        "flowork backup flowork-$(date +%F).db",
                        "flowork restore flowork-2026-01-31.db")
                .addPositional(Specs.parameter(0, true, "FILE", "The file to write."))
                .addOption(DataOption.spec())
                .addOption(Specs.flag(REPLACE, "Replace the file if there is one, when the new one is complete."));
    }

    @Override
    public ExitCode run(ParseResult arguments, Surroundings surroundings) {
        String name = String.valueOf(Specs.parameter(arguments, 0));
        Path file = surroundings.path(name);
        if (Files.isDirectory(file)) {
            throw CommandException.usage(name + " is a folder. Name the file to write");
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Specs.has(arguments, REPLACE)) {
            throw CommandException.usage(name + " is there already. Choose another name, or add --replace");
        }
        Path folder = DataOption.folder(arguments, Configuration.of(surroundings), surroundings);
        if (folder.equals(file.toAbsolutePath().getParent())) {
            throw CommandException.usage("a backup belongs outside of the data folder. Choose another place");
        }
        Backups.Copy copy = Backups.write(folder, file, progress(surroundings));
        surroundings
                .err()
                .println("flowork: backed up %s to %s (%s KiB); every entry was verified"
                        .formatted(text(copy), surroundings.show(file), Times.count((copy.bytes() + 1023) >> 10)));
        return ExitCode.OK;
    }

    static String text(Backups.Copy copy) {
        return "%s runs with %s journal entries".formatted(Times.count(copy.runs()), Times.count(copy.entries()));
    }

    /** Says every few seconds how far it is. */
    static Backups.Progress progress(Surroundings surroundings) {
        return new Backups.Progress() {
            private static final long EVERY = Duration.ofSeconds(3).toNanos();
            private long next = System.nanoTime() + EVERY;

            @Override
            public void copied(long bytes, long all) {
                say("copied %s of about %s KiB", (bytes + 1023) >> 10, (all + 1023) >> 10);
            }

            @Override
            public void verified(long runs, long all) {
                say("verified %s of %s runs", runs, all);
            }

            private void say(String text, long done, long all) {
                if (System.nanoTime() - next >= 0) {
                    next = System.nanoTime() + EVERY;
                    surroundings.err().println("flowork: " + text.formatted(Times.count(done), Times.count(all)));
                    surroundings.err().flush();
                }
            }
        };
    }
}
