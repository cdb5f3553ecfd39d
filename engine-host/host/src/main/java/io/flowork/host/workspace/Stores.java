package io.flowork.host.workspace;

import io.flowork.host.exit.CommandException;
import io.flowork.host.terminal.Surroundings;
import io.flowork.store.Store;
import io.flowork.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the store of a command is. */
public final class Stores {
    /** The name of the folder of a workspace's store. */
    public static final String FOLDER = ".flowork";

    /** The variable that names a store's folder when {@code --store} does not. */
    public static final String VARIABLE = "FLOWORK_STORE";

    private static final int DEEP = 4;
    private static final int MOST = 2_000;

    private Stores() {}

    /** The folder that {@code --store} or the environment names, if either does. */
    public static @Nullable Path named(Surroundings surroundings, @Nullable String option) {
        String name = option == null ? surroundings.variable(VARIABLE) : option;
        return name == null ? null : surroundings.path(name);
    }

    /** Where the runs of a workflow file are recorded: the named folder, or {@code .flowork} beside the file. */
    public static Path forRuns(Surroundings surroundings, @Nullable String option, Path file) {
        Path named = named(surroundings, option);
        return named == null ? folderOf(file).resolve(FOLDER) : named;
    }

    /** The folder a file is in. */
    public static Path folderOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file : parent;
    }

    /**
     * The folder of the store with the recorded runs: the named one, else the nearest {@code .flowork} in the working
     * folder or above, else the only one below.
     *
     * @throws CommandException if there is none, or several
     */
    public static Path existing(Surroundings surroundings, @Nullable String option) {
        Path named = named(surroundings, option);
        if (named != null) {
            if (!holdsStore(named)) {
                throw CommandException.notFound(
                        "there is no store in %s. Runs are recorded in .flowork beside the workflow file, or where 'run --store' says"
                                .formatted(surroundings.show(named)));
            }
            return named;
        }
        for (Path at = surroundings.folder(); at != null; at = at.getParent()) {
            if (holdsStore(at.resolve(FOLDER))) {
                return at.resolve(FOLDER);
            }
        }
        List<Path> below = below(surroundings.folder());
        if (below.size() == 1) {
            surroundings.err().println("flowork: reading " + surroundings.show(below.getFirst()));
            return below.getFirst();
        }
        if (below.isEmpty()) {
            throw CommandException.notFound(
                    "there are no recorded runs here: no .flowork folder in %s or above. Run a workflow first, or name a store with --store DIR"
                            .formatted(surroundings.folder()));
        }
        StringBuilder message = new StringBuilder("there are several stores here; choose one with --store:");
        below.forEach(store -> message.append("\n  --store ").append(surroundings.show(store)));
        throw CommandException.notFound(message.toString());
    }

    /** Opens an existing store for reading, and leaves nothing beside it. */
    public static Store open(Path folder) {
        return SqliteStore.openTidily(folder);
    }

    private static boolean holdsStore(Path folder) {
        return Files.exists(folder.resolve(SqliteStore.FILE));
    }

    private static List<Path> below(Path folder) {
        List<Path> found = new ArrayList<>();
        List<Path> level = List.of(folder);
        int looked = 0;
        for (int depth = 0; depth < DEEP; depth++) {
            List<Path> next = new ArrayList<>();
            for (Path at : level) {
                for (Path child : folders(at)) {
                    if (++looked > MOST) {
                        return found;
                    }
                    if (holdsStore(child.resolve(FOLDER))) {
                        found.add(child.resolve(FOLDER));
                    }
                    next.add(child);
                }
            }
            level = next;
        }
        return found;
    }

    private static List<Path> folders(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> !String.valueOf(child.getFileName()).startsWith(".")
                            && Files.isDirectory(child, java.nio.file.LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            return List.of();
        }
    }
}
