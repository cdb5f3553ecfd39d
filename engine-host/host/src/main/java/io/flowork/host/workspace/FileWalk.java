package io.flowork.host.workspace;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the files under a folder that may be workflows. */
public final class FileWalk {
    private static final Set<String> SKIPPED = Set.of("node_modules", "target", "build", "out", "dist", "venv");
    private static final int DEEPEST = 32;

    private final List<Path> files = new ArrayList<>();
    private final List<Path> unreadable = new ArrayList<>();
    private final int most;

    private FileWalk(int most) {
        this.most = most;
    }

    /**
     * The YAML and JSON files under a folder in the order of their paths. Hidden folders and those of build tools are
     * left out.
     *
     * @param folder where to look
     * @param most how many to find at most
     */
    public static FileWalk under(Path folder, int most) {
        FileWalk walk = new FileWalk(most);
        FileVisitor<Path> visitor = new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
                return at.equals(folder) || !isSkipped(at) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path at, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && isCandidate(at)) {
                    walk.files.add(at);
                }
                return walk.files.size() < walk.most ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path at, IOException e) {
                walk.unreadable.add(at);
                return FileVisitResult.CONTINUE;
            }
        };
        try {
            Files.walkFileTree(folder, EnumSet.noneOf(java.nio.file.FileVisitOption.class), DEEPEST, visitor);
        } catch (IOException e) {
            walk.unreadable.add(folder);
        }
        Collections.sort(walk.files);
        return walk;
    }

    private static boolean isSkipped(Path folder) {
        String name = String.valueOf(folder.getFileName());
        return name.startsWith(".") || SKIPPED.contains(name);
    }

    private static boolean isCandidate(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    }

    /** The files. */
    public List<Path> files() {
        return Collections.unmodifiableList(files);
    }

    /** What could not be looked at. */
    public List<Path> unreadable() {
        return Collections.unmodifiableList(unreadable);
    }
}
