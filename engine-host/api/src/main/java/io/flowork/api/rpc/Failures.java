package io.flowork.api.rpc;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import io.flowork.api.Problem;
import io.flowork.api.ProblemException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.eclipse.lsp4j.jsonrpc.JsonRpcException;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;

/** Problems as errors of JSON-RPC, and back. */
final class Failures {
    private static final System.Logger LOG = System.getLogger(Failures.class.getName());

    /** What a caller is told whose request may not have arrived. */
    static final String LOST = "The connection to the engine was lost. What was accepted goes on; ask again";

    private Failures() {}

    /** What lies within the wrappers of futures and reflection. */
    static Throwable cause(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null
                && (at instanceof CompletionException
                        || at instanceof ExecutionException
                        || at instanceof InvocationTargetException)) {
            at = at.getCause();
        }
        return at;
    }

    /** The error that a client is told. */
    static ResponseError toError(Throwable failure) {
        Throwable cause = cause(failure);
        Problem problem;
        if (cause instanceof ProblemException known) {
            problem = known.problem();
        } else if (cause instanceof ResponseErrorException error) {
            return error.getResponseError();
        } else if (cause instanceof JsonRpcException && cause.getCause() instanceof IOException) {
            LOG.log(System.Logger.Level.DEBUG, "A client was gone before it had its answer", cause);
            problem = Problem.Kind.UNAVAILABLE.of("The connection was lost");
        } else {
            LOG.log(System.Logger.Level.ERROR, "A request failed", cause);
            problem = Problem.Kind.INTERNAL.of("This is a bug in Flowork. Its log says more");
        }
        return new ResponseError(problem.status(), problem.detail(), problem);
    }

    /** The exception that a caller gets for a failed request. */
    static ProblemException toProblem(Throwable failure, Gson gson) {
        Throwable cause = cause(failure);
        if (cause instanceof ProblemException known) {
            return known;
        }
        if (cause instanceof ResponseErrorException error) {
            ResponseError told = error.getResponseError();
            if (told.getData() instanceof JsonElement data && data.isJsonObject()) {
                try {
                    return new ProblemException(gson.fromJson(data, Problem.class), cause);
                } catch (JsonParseException e) {
                    cause.addSuppressed(e);
                }
            }
            return new ProblemException(Problem.Kind.INTERNAL.of(told.getMessage()), cause);
        }
        return new ProblemException(Problem.Kind.UNAVAILABLE.of(LOST), cause);
    }
}
