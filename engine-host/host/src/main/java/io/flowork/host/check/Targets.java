package io.flowork.host.check;

import io.flowork.grammar.workspace.Link;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.FileWalk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files to check: those named, and those under the folders named, each once.
 *
 * @param files the files, in the order they were named and within a folder in the order of their paths
 * @param folders each folder that was named, by how it was named
 * @param complaints what could not be looked at
 */
record Targets(List<Target> files, Map<String, Path> folders, List<String> complaints) {
    private static final int MOST_FILES = 100_000;
    private static final int MOST_AROUND = 1_000;

    /** Copies the collections. */
    Targets {
        files = List.copyOf(files);
        folders = new LinkedHashMap<>(folders);
        complaints = List.copyOf(complaints);
    }

    /**
     * The workflows around files that were named one by one and run other workflows: those in their folders and below,
     * where a run looks for them.
     *
     * @param checked what became of the files
     */
    List<Target> around(List<CheckedFile> checked, Surroundings surroundings) {
        Map<Path, Target> others = new LinkedHashMap<>();
        for (int i = 0; i < files.size(); i++) {
            Path folder = files.get(i).path().getParent();
            if (files.get(i).named() && folder != null && runsOthers(checked.get(i))) {
                FileWalk.under(folder, MOST_AROUND)
                        .files()
                        .forEach(file -> others.putIfAbsent(file, new Target(file, surroundings.show(file), false)));
            }
        }
        files.forEach(file -> others.remove(file.path()));
        return new ArrayList<>(others.values());
    }

    private static boolean runsOthers(CheckedFile file) {
        return file instanceof CheckedFile.Checked found
                && found.facts().links().stream().anyMatch(Link.Subflow.class::isInstance);
    }

    /** Looks for the files. */
    static Targets of(List<String> paths, Surroundings surroundings) {
        Map<Path, Target> files = new LinkedHashMap<>();
        Map<String, Path> folders = new LinkedHashMap<>();
        List<String> complaints = new ArrayList<>();
        for (String name : paths) {
            Path path = surroundings.path(name);
            if (!Files.isDirectory(path)) {
                files.merge(path, new Target(path, name, true), (other, same) -> new Target(path, other.name(), true));
                continue;
            }
            folders.put(name, path);
            FileWalk walk = FileWalk.under(path, MOST_FILES);
            walk.files().forEach(file -> files.putIfAbsent(file, new Target(file, surroundings.show(file), false)));
            walk.unreadable().forEach(at -> complaints.add(surroundings.show(at) + ": it cannot be read"));
        }
        return new Targets(new ArrayList<>(files.values()), folders, complaints);
    }
}
