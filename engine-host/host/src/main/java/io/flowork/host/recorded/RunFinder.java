package io.flowork.host.recorded;

import io.flowork.host.exit.CommandException;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.terminal.Times;
import io.flowork.host.workspace.Stores;
import io.flowork.store.RunQuery;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.sqlite.Recordings;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the run that somebody means: by its id, the beginning of it, as the newest one, or in a recording. */
public final class RunFinder {
    private static final int CANDIDATES = 10;

    /** The fewest characters of an id that are shown: the time in it, to the millisecond. */
    private static final int SHORT = 13;

    private RunFinder() {}

    /**
     * Finds a run and does something with it while its store is open.
     *
     * @param called an id or its beginning, a file with a recording, {@code last}, or null, which means the same; with
     *     {@code ~N} a branch of it
     * @param store what {@code --store} says
     * @throws CommandException if there is no such run, or several
     */
    public static <T> T with(
            Surroundings surroundings,
            @Nullable String called,
            @Nullable String store,
            Function<RecordedRun, T> action) {
        String name = RunName.of(called).run();
        Integer branch = RunName.of(called).branch();
        if (name != null && isRecording(surroundings, name)) {
            Path file = surroundings.path(name);
            if (!Files.exists(file)) {
                throw CommandException.notFound(name + ": there is no such file. Check the path");
            }
            try (Store recording = SqliteStore.openRecording(file)) {
                return action.apply(on(branch, recording, record(recording, Recordings.root(file))));
            }
        }
        Path folder = Stores.existing(surroundings, store);
        try (Store opened = Stores.open(folder)) {
            return action.apply(on(branch, opened, find(opened, name, surroundings.show(folder))));
        }
    }

    /** A run on one of its branches. */
    public static RecordedRun on(@Nullable Integer branch, Store store, RunRecord run) {
        int number = branch == null ? run.branch() : branch;
        if (store.branches(run.id()).stream().noneMatch(each -> each.number() == number)) {
            throw CommandException.notFound(
                    "the run %s has no branch %d. 'flowork runs branches %1$s' lists them".formatted(run.id(), number));
        }
        return new RecordedRun(store, run, number);
    }

    private static boolean isRecording(Surroundings surroundings, String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(Recordings.ENDING)
                || (name.contains("/") && Files.isRegularFile(surroundings.path(name)));
    }

    /**
     * The run that a name means.
     *
     * @param folder how messages call the store
     * @throws CommandException if there is no such run, or several
     */
    public static RunRecord find(Store store, @Nullable String name, String folder) {
        if (name == null || name.equals("last")) {
            List<RunRecord> newest = store.runs(RunQuery.newest(1));
            if (newest.isEmpty()) {
                throw CommandException.notFound("there are no runs in " + folder + " yet");
            }
            return newest.getFirst();
        }
        String prefix = name.toLowerCase(Locale.ROOT);
        List<String> ids = store.runIds(prefix, CANDIDATES + 1);
        if (ids.contains(prefix)) {
            return record(store, prefix);
        }
        if (ids.isEmpty()) {
            throw CommandException.notFound(
                    "there is no run %s in %s. 'flowork runs list' shows the runs".formatted(name, folder));
        }
        if (ids.size() > 1) {
            StringBuilder message = new StringBuilder("'" + name + "' is the beginning of several runs:");
            ids.stream().limit(CANDIDATES).forEach(id -> candidate(message, record(store, id)));
            if (ids.size() > CANDIDATES) {
                message.append("\n  … and more");
            }
            throw CommandException.usage(message.toString());
        }
        return record(store, ids.getFirst());
    }

    private static void candidate(StringBuilder message, RunRecord run) {
        message.append("\n  %s  %s/%s  %s  %s"
                .formatted(run.id(), run.namespace(), run.name(), run.status().text(), Times.local(run.created())));
    }

    private static RunRecord record(Store store, String id) {
        return store.run(id).orElseThrow(() -> CommandException.notFound("there is no run " + id));
    }

    /** The beginning of a run's id that identifies it, at least {@value #SHORT} characters. */
    public static String shortId(Store store, String id) {
        int length = Math.min(SHORT, id.length());
        while (length < id.length() && store.runIds(id.substring(0, length), 2).size() > 1) {
            length = Math.min(id.length(), length + 5);
        }
        return id.substring(0, length);
    }
}
