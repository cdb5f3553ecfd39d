package io.flowork.lsp.shell;

import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.lsp.recorded.RecordedRuns;
import io.flowork.lsp.workspace.WorkspaceFiles;

/**
 * What a server is given by who starts it.
 *
 * @param version Flowork's version
 * @param functions what can be called besides the functions of the standard
 * @param files the machine's files
 * @param runs what is known of runs
 */
public record ServerContext(String version, FunctionSignatures functions, WorkspaceFiles files, RecordedRuns runs) {

    /** Without recorded runs. */
    public ServerContext(String version, FunctionSignatures functions, WorkspaceFiles files) {
        this(version, functions, files, RecordedRuns.NONE);
    }
}
