package io.flowork.host.check;

import io.flowork.core.schema.Schemas;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workspace.LinkedFiles;
import io.flowork.grammar.yaml.Document;
import io.flowork.grammar.yaml.YamlReader;
import io.flowork.host.exit.CommandException;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.FileText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files beside workflow files. Each schema is read once. */
final class FolderFiles implements LinkedFiles {
    private static final String CATALOG = "functions";

    private final Surroundings surroundings;
    private final Map<Path, Optional<String>> schemas = new HashMap<>();

    FolderFiles(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public boolean exists(SourceText from, String path) {
        Path file = resolve(from, path);
        return file != null && Files.isRegularFile(file);
    }

    @Override
    public Optional<String> schemaProblem(SourceText from, String path) {
        Path file = resolve(from, path);
        return file == null ? Optional.empty() : schemas.computeIfAbsent(file, FolderFiles::problem);
    }

    private static Optional<String> problem(Path file) {
        String name = String.valueOf(file.getFileName());
        String text;
        try {
            text = FileText.read(file, name);
        } catch (CommandException e) {
            return Optional.of("it cannot be read");
        }
        Document document = YamlReader.read(SourceText.of(name, text));
        if (!document.diagnostics().isEmpty()) {
            Diagnostic first = document.diagnostics().getFirst();
            return Optional.of(
                    "line " + document.source().position(first.range().start()).line() + ": " + first.message());
        }
        JsonValue schema =
                document.root() == null ? JsonObject.EMPTY : document.root().json();
        if (!(schema instanceof JsonObject) && !(schema instanceof JsonBoolean)) {
            return Optional.of("a JSON Schema is an object");
        }
        List<String> problems = Schemas.problems(schema);
        return problems.isEmpty() ? Optional.empty() : Optional.of("it is no JSON Schema: " + problems.getFirst());
    }

    @Override
    public List<String> functionVersions(SourceText from, String name) {
        Path top = surroundings.folder();
        for (Path folder = resolve(from, ""); folder != null; folder = folder.getParent()) {
            Path function = folder.resolve(CATALOG).resolve(name);
            if (Files.isDirectory(function)) {
                return versions(function);
            }
            if (!folder.startsWith(top) || folder.equals(top)) {
                break;
            }
        }
        return List.of();
    }

    private static List<String> versions(Path function) {
        try (Stream<Path> folders = Files.list(function)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve("function.yaml")))
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of(); // what cannot be listed is not known
        }
    }

    private @Nullable Path resolve(SourceText from, String path) {
        Path folder = surroundings.path(from.name()).getParent();
        try {
            return folder == null ? null : folder.resolve(path).normalize();
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
