package io.flowork.lsp.testing;

import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.diagnostic.SeverityRules;
import io.flowork.grammar.schema.SchemaText;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workspace.LinkedFiles;
import io.flowork.lsp.workspace.WorkspaceFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Files by their absolute paths that are in memory only, none of them a workflow. */
final class NamedFiles implements WorkspaceFiles, LinkedFiles {
    private final Map<Path, String> texts = new TreeMap<>();

    void put(Path file, String text) {
        texts.put(file, text);
    }

    @Override
    public List<Path> under(Path folder, int most) {
        return List.of();
    }

    @Override
    public Optional<String> read(Path file) {
        return Optional.ofNullable(texts.get(file));
    }

    @Override
    public LinkedFiles linked(Path folder) {
        return this;
    }

    @Override
    public SeverityRules severities(Path folder) {
        return SeverityRules.NONE;
    }

    @Override
    public Optional<URI> page(DiagnosticCode code) {
        return Optional.empty();
    }

    private static Path at(SourceText from, String path) {
        return Path.of(from.name()).resolveSibling(path).normalize();
    }

    @Override
    public boolean exists(SourceText from, String path) {
        return texts.containsKey(at(from, path));
    }

    @Override
    public List<String> siblings(SourceText from, String path) {
        return names(Objects.requireNonNull(at(from, path).getParent()), 1);
    }

    @Override
    public SchemaFile schema(SourceText from, String path) {
        String text = texts.get(at(from, path));
        if (text == null) {
            return new SchemaFile.Missing();
        }
        try {
            return new SchemaFile.Usable(SchemaText.read(text));
        } catch (SchemaText.Unreadable e) {
            return new SchemaFile.Unusable(e.reason());
        }
    }

    @Override
    public Catalogued function(SourceText from, @Nullable String catalog, String name) {
        Path folder = at(from, catalog == null ? "functions" : catalog + "/functions");
        List<String> functions = names(folder, 3);
        return new Catalogued(folder.toString(), !functions.isEmpty(), names(folder.resolve(name), 2), functions);
    }

    /** The names that are next in the paths of the files which are so many levels below a folder. */
    private List<String> names(Path folder, int levels) {
        return texts.keySet().stream()
                .filter(file -> file.startsWith(folder) && file.getNameCount() == folder.getNameCount() + levels)
                .map(file -> file.getName(folder.getNameCount()).toString())
                .distinct()
                .toList();
    }
}
