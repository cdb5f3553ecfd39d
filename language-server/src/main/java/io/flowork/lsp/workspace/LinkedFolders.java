package io.flowork.lsp.workspace;

import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workspace.LinkedFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The files that workflows of several folders name: each looks in its own. */
final class LinkedFolders implements LinkedFiles {
    private final WorkspaceFiles files;
    private final Function<String, @Nullable Path> folderOf;
    private final Map<Path, LinkedFiles> folders = new ConcurrentHashMap<>();

    /**
     * Files that are read when they are asked for.
     *
     * @param folderOf the folder that a file, by its name, looks in; null for what is no file
     */
    LinkedFolders(WorkspaceFiles files, Function<String, @Nullable Path> folderOf) {
        this.files = files;
        this.folderOf = folderOf;
    }

    /** Forgets what was read. */
    void refresh() {
        folders.clear();
    }

    private LinkedFiles of(SourceText from) {
        Path folder = folderOf.apply(from.name());
        return folder == null ? WorkspaceFiles.NO_LINKS : folders.computeIfAbsent(folder, files::linked);
    }

    @Override
    public boolean exists(SourceText from, String path) {
        return of(from).exists(from, path);
    }

    @Override
    public List<String> siblings(SourceText from, String path) {
        return of(from).siblings(from, path);
    }

    @Override
    public SchemaFile schema(SourceText from, String path) {
        return of(from).schema(from, path);
    }

    @Override
    public Catalogued function(SourceText from, @Nullable String catalog, String name) {
        return of(from).function(from, catalog, name);
    }
}
