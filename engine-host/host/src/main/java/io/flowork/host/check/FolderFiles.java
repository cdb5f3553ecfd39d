package io.flowork.host.check;

import io.flowork.core.schema.Schemas;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.schema.SchemaText;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workspace.LinkedFiles;
import io.flowork.host.exit.CommandException;
import io.flowork.host.workspace.FileText;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files beside workflow files. Each schema is read once. */
final class FolderFiles implements LinkedFiles {
    private static final String CATALOG = "functions";

    private final Path top;
    private final Map<Path, SchemaFile> schemas = new ConcurrentHashMap<>();

    /**
     * Files below a folder.
     *
     * @param top the folder, where relative names begin and above which no catalog is looked for
     */
    FolderFiles(Path top) {
        this.top = top;
    }

    @Override
    public boolean exists(SourceText from, String path) {
        Path file = resolve(from, path);
        return file != null && Files.isRegularFile(file);
    }

    @Override
    public List<String> siblings(SourceText from, String path) {
        Path file = resolve(from, path);
        Path folder = file == null ? null : file.getParent();
        return folder == null ? List.of() : names(folder, Files::isRegularFile);
    }

    @Override
    public SchemaFile schema(SourceText from, String path) {
        Path file = resolve(from, path);
        return file == null ? new SchemaFile.Missing() : schemas.computeIfAbsent(file, FolderFiles::schema);
    }

    private static SchemaFile schema(Path file) {
        if (!Files.isRegularFile(file)) {
            return new SchemaFile.Missing();
        }
        try {
            JsonValue schema = SchemaText.read(FileText.read(file, String.valueOf(file.getFileName())));
            List<String> problems = Schemas.problems(schema);
            return problems.isEmpty()
                    ? new SchemaFile.Usable(schema)
                    : new SchemaFile.Unusable("it is no JSON Schema: " + problems.getFirst());
        } catch (CommandException e) {
            return new SchemaFile.Unusable("it cannot be read");
        } catch (SchemaText.Unreadable e) {
            return new SchemaFile.Unusable(e.reason());
        }
    }

    @Override
    public Catalogued function(SourceText from, @Nullable String catalog, String name) {
        if (catalog != null) {
            Path folder = resolve(from, catalog);
            return folder == null ? Catalogued.UNKNOWN : catalogued(folder.resolve(CATALOG), name);
        }
        for (Path folder = resolve(from, ""); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(CATALOG).resolve(name))) {
                return catalogued(folder.resolve(CATALOG), name);
            }
            if (!folder.startsWith(top) || folder.equals(top)) {
                break;
            }
        }
        return Catalogued.UNKNOWN;
    }

    private static Catalogued catalogued(Path catalog, String name) {
        return new Catalogued(
                catalog.toString(),
                Files.isDirectory(catalog),
                names(catalog.resolve(name), folder -> Files.isRegularFile(folder.resolve("function.yaml"))),
                names(catalog, Files::isDirectory));
    }

    private static List<String> names(Path parent, Predicate<Path> kept) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(kept)
                    .map(each -> String.valueOf(each.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of(); // what cannot be listed is not known
        }
    }

    /** A path or a {@code file:} URI, with what is encoded in it decoded, from the folder of a file. */
    private @Nullable Path resolve(SourceText from, String path) {
        Path folder = top.resolve(from.name()).normalize().getParent();
        try {
            return folder == null ? null : folder.resolve(decoded(path)).normalize();
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static String decoded(String path) {
        try {
            URI uri = new URI(path);
            return uri.getPath() == null ? uri.getSchemeSpecificPart() : uri.getPath();
        } catch (URISyntaxException e) {
            return path;
        }
    }
}
