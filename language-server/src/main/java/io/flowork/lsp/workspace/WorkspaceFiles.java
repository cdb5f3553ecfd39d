package io.flowork.lsp.workspace;

import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.diagnostic.SeverityRules;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workspace.LinkedFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files of the machine that the server runs on. Paths are absolute. */
public interface WorkspaceFiles {
    /** A machine without any file: only open texts are known. */
    WorkspaceFiles NONE = new WorkspaceFiles() {
        @Override
        public List<Path> under(Path folder, int most) {
            return List.of();
        }

        @Override
        public Optional<String> read(Path file) {
            return Optional.empty();
        }

        @Override
        public LinkedFiles linked(Path folder) {
            return NO_LINKS;
        }

        @Override
        public SeverityRules severities(Path folder) {
            return SeverityRules.NONE;
        }

        @Override
        public Optional<URI> page(DiagnosticCode code) {
            return Optional.empty();
        }
    };

    /** No file that is named is there. */
    LinkedFiles NO_LINKS = new LinkedFiles() {
        @Override
        public boolean exists(SourceText from, String path) {
            return false;
        }

        @Override
        public List<String> siblings(SourceText from, String path) {
            return List.of();
        }

        @Override
        public SchemaFile schema(SourceText from, String path) {
            return new SchemaFile.Missing();
        }

        @Override
        public Catalogued function(SourceText from, @Nullable String catalog, String name) {
            return Catalogued.UNKNOWN;
        }
    };

    /**
     * The files under a folder that may be workflows, in the order of their paths.
     *
     * @param most how many at most
     */
    List<Path> under(Path folder, int most);

    /** The text of a file, without a byte order mark; nothing if it cannot be read. */
    Optional<String> read(Path file);

    /**
     * The files that workflows name, as they are now: what it has read it keeps.
     *
     * @param folder the folder whose files it is about
     */
    LinkedFiles linked(Path folder);

    /**
     * How much each diagnostic matters in a folder.
     *
     * @throws UnusableException if what is set there cannot be understood; the message says what, and where
     */
    SeverityRules severities(Path folder) throws UnusableException;

    /** Where an editor can open the page about a code; nothing if this machine has no place for it. */
    Optional<URI> page(DiagnosticCode code);

    /** Thrown for settings that cannot be understood. */
    final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        /**
         * Settings that cannot be understood.
         *
         * @param message what is wrong, and where
         */
        public UnusableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
