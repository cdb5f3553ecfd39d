package io.flowork.dap.shell;

import io.flowork.dap.session.Control;
import org.eclipse.lsp4j.debug.CancelArguments;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;

/** Requests that stop others: they are heard at once, whatever is at work, and answered when it is their turn. */
record Overhearing(Control control, Client client, Conversation conversation) {

    /** Hears a request, on the thread that reads. */
    void hear(RequestMessage request) {
        switch (request.getMethod()) {
            case "pause", "disconnect", "terminate" -> control.stop();
            case "cancel" -> {
                if (request.getParams() instanceof CancelArguments cancel && isMeant(cancel)) {
                    control.stop();
                }
            }
            default -> {}
        }
    }

    private boolean isMeant(CancelArguments cancel) {
        return (cancel.getRequestId() != null && conversation.isAnswering(Integer.toString(cancel.getRequestId())))
                || client.shows(cancel.getProgressId());
    }
}
