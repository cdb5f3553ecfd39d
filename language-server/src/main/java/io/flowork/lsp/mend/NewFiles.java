package io.flowork.lsp.mend;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.workspace.Link;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.refactor.Change;
import io.flowork.lsp.workspace.FileEntry;
import io.flowork.lsp.workspace.WorkspaceIndex;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fixes that make the file which a workflow names and which is not there, with something to be completed. */
final class NewFiles {
    /** A path below the workflow's folder that is the same in the address of a file. */
    private static final Pattern PATH = Pattern.compile("(?:\\./)?[\\w-][\\w.-]*(?:/[\\w-][\\w.-]*)*");

    private static final Pattern WORD = Pattern.compile("(?!(?i:true|false|null|yes|no|on|off)$)[A-Za-z][A-Za-z0-9-]*");
    private static final Pattern NUMBERS = Pattern.compile("\\d+\\.\\d+\\.\\d+[\\w.+-]*");

    private NewFiles() {}

    /** The file that a diagnostic misses. */
    static Optional<Mending> of(Snapshot snapshot, Diagnostic diagnostic, WorkspaceIndex index, FileEntry entry) {
        DiagnosticCode code = DiagnosticCode.find(diagnostic.code());
        for (Link link : entry.facts().links()) {
            if (code != null && link.range().equals(diagnostic.range())) {
                Change.NewFile file = file(snapshot, code, link);
                if (file != null
                        && PATH.matcher(file.name()).matches()
                        && index.file(entry, file.name()).isEmpty()
                        && index.entry(beside(snapshot, file.name())).isEmpty()) {
                    String title = "Make the file '" + file.name() + "'";
                    return Optional.of(new Mending(title, diagnostic, new Change(List.of(), List.of(file)), false));
                }
            }
        }
        return Optional.empty();
    }

    private static String beside(Snapshot snapshot, String name) {
        return snapshot.uri().substring(0, snapshot.uri().lastIndexOf('/') + 1) + name;
    }

    private static Change.@Nullable NewFile file(Snapshot snapshot, DiagnosticCode code, Link link) {
        return switch (link) {
            case Link.Resource resource
            when code == DiagnosticCode.MISSING_FILE ->
                new Change.NewFile(resource.path(), resource.schema() ? schema(resource.path()) : "");
            case Link.SchemaPart part
            when code == DiagnosticCode.MISSING_FILE -> {
                String path = part.reference().file();
                boolean whole = part.reference().fragment().isEmpty();
                yield path == null || !whole ? null : new Change.NewFile(path, schema(path));
            }
            case Link.Function function
            when (code == DiagnosticCode.NOT_IN_CATALOG || code == DiagnosticCode.MISSING_FILE)
                    && function.catalog() != null ->
                new Change.NewFile(
                        function.catalog() + "/functions/" + function.name() + "/" + function.version()
                                + "/function.yaml",
                        "set: ${ . }\n");
            case Link.Subflow subflow
            when code == DiagnosticCode.UNKNOWN_WORKFLOW
                    && WORD.matcher(subflow.namespace()).matches()
                    && WORD.matcher(subflow.name()).matches() ->
                new Change.NewFile(subflow.name() + ".flow.yaml", workflow(snapshot, subflow));
            default -> null;
        };
    }

    /** A schema that everything fits. */
    private static String schema(String path) {
        return path.endsWith(".yaml") || path.endsWith(".yml")
                ? "$schema: https://json-schema.org/draft/2020-12/schema\ntype: object\n"
                : "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"type\": \"object\"\n}\n";
    }

    /** A workflow that gives back what it is given. */
    private static String workflow(Snapshot snapshot, Link.Subflow subflow) {
        var workflow = snapshot.analysis().workflow();
        String dsl = workflow == null ? "1.0.3" : workflow.dsl();
        String version = NUMBERS.matcher(subflow.version()).matches() ? subflow.version() : "0.1.0";
        return """
                document:
                  dsl: '%s'
                  namespace: %s
                  name: %s
                  version: '%s'
                do:
                  - task:
                      set: ${ . }
                """.formatted(dsl, subflow.namespace(), subflow.name(), version);
    }
}
