package io.flowork.dap.shell;

import io.flowork.dap.session.RefusedException;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;

/** What a client is told when a request fails. */
final class Failures {
    private static final System.Logger LOG = System.getLogger(Failures.class.getName());

    private Failures() {}

    /** A refusal in words for the person who debugs. */
    static ResponseErrorException refused(String message) {
        return new ResponseErrorException(new ResponseError(ResponseErrorCode.RequestFailed, message, null));
    }

    /** What was refused says why itself; anything else is a bug, of which the log has the whole story. */
    static ResponseError of(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof ResponseErrorException refused) {
                return refused.getResponseError();
            }
            if (at instanceof RefusedException) {
                return new ResponseError(ResponseErrorCode.RequestFailed, String.valueOf(at.getMessage()), null);
            }
            if (at instanceof UnsupportedOperationException) {
                return new ResponseError(
                        ResponseErrorCode.MethodNotFound, "Flowork's debug adapter does not know this request", null);
            }
        }
        LOG.log(System.Logger.Level.ERROR, "A request of a debugger failed", failure);
        return new ResponseError(
                ResponseErrorCode.InternalError,
                "the debug adapter failed at this request, and its log says where; other requests go on",
                null);
    }
}
