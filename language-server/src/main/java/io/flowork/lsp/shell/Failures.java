package io.flowork.lsp.shell;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.jspecify.annotations.Nullable;

/** What a client is told when a request fails. */
final class Failures {
    private static final System.Logger LOG = System.getLogger(Failures.class.getName());

    private Failures() {}

    /** The refusal of a request whose parameters are wrong. */
    static ResponseErrorException wrong(String message) {
        return new ResponseErrorException(new ResponseError(ResponseErrorCode.InvalidParams, message, null));
    }

    /** A parameter without which a request says nothing. */
    static <T> T needed(@Nullable T parameter, String name) {
        if (parameter == null) {
            throw wrong("the request says too little: " + name + " is missing");
        }
        return parameter;
    }

    /** The elements of a parameter that is a list; what a client sent may have nothing at a place of it. */
    static <T> List<T> all(@Nullable List<T> parameter, String name) {
        List<T> all = new ArrayList<>();
        for (T each : needed(parameter, name)) {
            all.add(needed(each, "an element of " + name));
        }
        return all;
    }

    /** What was refused says why itself; anything else is a bug, of which the log has the whole story. */
    static ResponseError of(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof ResponseErrorException refused) {
                return refused.getResponseError();
            }
        }
        LOG.log(System.Logger.Level.ERROR, "A request of an editor failed", failure);
        return new ResponseError(
                ResponseErrorCode.InternalError,
                "the language server failed at this request, and its log says where; other requests go on",
                null);
    }
}
