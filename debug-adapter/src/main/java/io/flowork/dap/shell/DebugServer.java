package io.flowork.dap.shell;

import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.debug.Capabilities;
import org.eclipse.lsp4j.debug.DisconnectArguments;
import org.eclipse.lsp4j.debug.InitializeRequestArguments;
import org.eclipse.lsp4j.debug.services.IDebugProtocolServer;

/** One client's debug adapter. */
final class DebugServer implements IDebugProtocolServer {
    private final Conversation conversation;
    private boolean initialized;

    DebugServer(Conversation conversation) {
        this.conversation = conversation;
    }

    @Override
    public CompletableFuture<Capabilities> initialize(InitializeRequestArguments arguments) {
        if (initialized) {
            throw Failures.refused("The session is initialized already");
        }
        initialized = true;
        Capabilities capabilities = new Capabilities();
        capabilities.setSupportsConfigurationDoneRequest(true);
        return CompletableFuture.completedFuture(capabilities);
    }

    @Override
    @SuppressWarnings("NullAway") // by the protocol an answer may be null
    public CompletableFuture<Void> disconnect(DisconnectArguments arguments) {
        conversation.afterAnswer(conversation::leave);
        return CompletableFuture.completedFuture(null);
    }
}
