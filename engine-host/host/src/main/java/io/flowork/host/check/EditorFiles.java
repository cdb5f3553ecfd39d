package io.flowork.host.check;

import io.flowork.grammar.diagnostic.SeverityRules;
import io.flowork.grammar.workspace.LinkedFiles;
import io.flowork.host.config.Configuration;
import io.flowork.host.exit.CommandException;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.FileText;
import io.flowork.host.workspace.FileWalk;
import io.flowork.lsp.workspace.WorkspaceFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** This machine's files for an editor: those that {@code flowork check} looks at, in the same way. */
public final class EditorFiles implements WorkspaceFiles {
    private static final System.Logger LOG = System.getLogger(EditorFiles.class.getName());

    private final Surroundings surroundings;

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
    public SeverityRules severities(Path folder) throws UnusableException {
        try {
            return Severities.of(Configuration.of(surroundings.in(folder)), List.of(), "");
        } catch (CommandException e) {
            throw new UnusableException(e.text(), e);
        }
    }
}
