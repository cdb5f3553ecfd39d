package io.flowork.lsp.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.lsp.workspace.WorkspaceFiles;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.InitializeParams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is to end with the process that started it. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StarterTest {
    /** In a container a client outside may have the number that this process has here. */
    @Test
    void aStarterWithTheNumberOfThisProcessIsNotWatched() {
        try (FloworkLanguageServer server = new FloworkLanguageServer(
                new ServerContext("test", FunctionSignatures.NONE, WorkspaceFiles.NONE), () -> null)) {
            server.endWithClient();
            InitializeParams params = new InitializeParams();
            params.setProcessId((int) ProcessHandle.current().pid());
            params.setCapabilities(new ClientCapabilities());
            assertThat(server.initialize(params).join().getServerInfo().getName())
                    .isEqualTo("Flowork");
        }
    }
}
