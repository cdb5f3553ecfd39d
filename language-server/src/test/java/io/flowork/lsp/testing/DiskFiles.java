package io.flowork.lsp.testing;

import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.diagnostic.SeverityRules;
import io.flowork.grammar.schema.SchemaText;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workspace.LinkedFiles;
import io.flowork.lsp.workspace.WorkspaceFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of a folder, without settings and catalogs. */
public final class DiskFiles implements WorkspaceFiles {
    @Override
    public List<Path> under(Path folder, int most) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().limit(most).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<String> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public LinkedFiles linked(Path folder) {
        return new LinkedFiles() {
            @Override
            public boolean exists(SourceText from, String path) {
                return Files.isRegularFile(at(from, path));
            }

            @Override
            public List<String> siblings(SourceText from, String path) {
                Path folder = at(from, path).getParent();
                return folder == null || !Files.isDirectory(folder)
                        ? List.of()
                        : under(folder, 100).stream()
                                .map(file -> String.valueOf(file.getFileName()))
                                .toList();
            }

            @Override
            public SchemaFile schema(SourceText from, String path) {
                Optional<String> text = read(at(from, path));
                return text.isEmpty() ? new SchemaFile.Missing() : schema(text.get());
            }

            private SchemaFile schema(String text) {
                try {
                    return new SchemaFile.Usable(SchemaText.read(text));
                } catch (SchemaText.Unreadable e) {
                    return new SchemaFile.Unusable(e.reason());
                }
            }

            @Override
            public Catalogued function(SourceText from, @Nullable String catalog, String name) {
                return Catalogued.UNKNOWN;
            }
        };
    }

    private static Path at(SourceText from, String path) {
        return Path.of(from.name()).resolveSibling(path);
    }

    @Override
    public Optional<URI> page(DiagnosticCode code) {
        return Optional.of(URI.create("file:///pages/" + code.code() + ".md"));
    }

    @Override
    public SeverityRules severities(Path folder) {
        return Files.exists(folder.resolve("strict"))
                ? SeverityRules.of(Map.of("FW1502", "error"))
                : SeverityRules.NONE;
    }
}
