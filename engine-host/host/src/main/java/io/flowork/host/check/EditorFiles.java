package io.flowork.host.check;

import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.diagnostic.SeverityRules;
import io.flowork.grammar.docs.DiagnosticPages;
import io.flowork.grammar.workspace.LinkedFiles;
import io.flowork.host.config.Configuration;
import io.flowork.host.exit.CommandException;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.FileText;
import io.flowork.host.workspace.FileWalk;
import io.flowork.lsp.workspace.WorkspaceFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** This machine's files for an editor: those that {@code flowork check} looks at, in the same way. */
public final class EditorFiles implements WorkspaceFiles {
    private static final System.Logger LOG = System.getLogger(EditorFiles.class.getName());

    private final Surroundings surroundings;
    private final Map<DiagnosticCode, Optional<URI>> pages = new ConcurrentHashMap<>();

    /** The files of the machine that a command runs on. */
    public EditorFiles(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public List<Path> under(Path folder, int most) {
        return FileWalk.under(folder, most).files();
    }

    @Override
    public Optional<String> read(Path file) {
        try {
            return Optional.of(FileText.read(file, file.toString()));
        } catch (CommandException e) {
            LOG.log(System.Logger.Level.DEBUG, e.text());
            return Optional.empty();
        }
    }

    @Override
    public LinkedFiles linked(Path folder) {
        return new FolderFiles(folder);
    }

    @Override
    public Optional<URI> page(DiagnosticCode code) {
        return pages.computeIfAbsent(code, this::written);
    }

    /** Writes the page into the user's cache, as editors open files only. */
    private Optional<URI> written(DiagnosticCode code) {
        String cache = surroundings.variable("XDG_CACHE_HOME");
        String home = surroundings.variable("HOME");
        if (cache == null && home == null) {
            return Optional.empty();
        }
        Path folder = (cache == null ? Path.of(home, ".cache") : Path.of(cache)).resolve("flowork/diagnostics");
        Path page = folder.resolve(code.code() + ".md");
        String text = DiagnosticPages.text(code);
        try {
            Files.createDirectories(folder);
            if (!Files.exists(page) || !Files.readString(page).equals(text)) {
                Files.writeString(page, text);
            }
            return Optional.of(page.toUri());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "The page about " + code.code() + " could not be kept", e);
            return Optional.empty();
        }
    }

    @Override
    public SeverityRules severities(Path folder) throws UnusableException {
        try {
            return Severities.of(Configuration.of(surroundings.in(folder)), List.of(), "");
        } catch (CommandException e) {
            throw new UnusableException(e.text(), e);
        }
    }
}
