package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.program.Body;
import io.flowork.core.program.Program;
import io.flowork.core.program.TaskList;
import io.flowork.core.program.UnusableFunctionException;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that are kept in files: where the files are, and what they become. */
final class FetchedFunctions {
    private final Turn turn;

    FetchedFunctions(Turn turn) {
        this.turn = turn;
    }

    /**
     * Where the file of a function is: an object with {@code uri}, perhaps {@code authentication}, and for the default
     * catalog {@code function}, so that the engine may know the function itself.
     */
    JsonObject endpoint(Frame frame, Body.CallFetched body) {
        String path = body.path();
        if (path != null && List.of(path.split("[/\\\\]", -1)).contains("..")) {
            throw new Fault(WorkflowError.of(
                    Kind.CONFIGURATION,
                    "The function '" + body.name() + "' cannot be in any catalog: its name has '..' in it"));
        }
        if (body.source() == null) {
            return JsonObject.of("uri", JsonString.of(String.valueOf(path)), "function", JsonString.of(body.name()));
        }
        JsonValue source = turn.expressions.evaluate(frame, body.source(), frame.input(), null);
        JsonObject endpoint = source instanceof JsonObject object ? object : JsonObject.of("uri", source);
        if (path == null) {
            return endpoint;
        }
        if (!(endpoint.get("uri") instanceof JsonString root) || root.value().indexOf(Program.IN_FILE) >= 0) {
            throw new Fault(WorkflowError.of(
                    Kind.CONFIGURATION,
                    "The endpoint of a catalog must be a URI without a fragment; it is " + Texts.shorten(source)));
        }
        String folder = root.value();
        while (folder.endsWith("/")) {
            folder = folder.substring(0, folder.length() - 1);
        }
        String file = folder + "/" + path;
        return endpoint.with("uri", JsonString.of(file.startsWith("/") ? "file:" + file : file));
    }

    /**
     * The function in a document that the run has fetched; null when the engine has the function itself.
     *
     * @param name what the workflow calls it
     * @param uri where the document is
     */
    @Nullable
    TaskList of(String name, String uri, JsonValue document) {
        if (!(document instanceof JsonObject object) || object.get("content") == null) {
            return null;
        }
        try {
            return turn.program.function(uri, Fields.string(object, "content"));
        } catch (UnusableFunctionException e) {
            throw new Fault(WorkflowError.of(
                    Kind.CONFIGURATION,
                    "The function '" + name + "'" + (uri.equals(name) ? "" : " at " + uri) + " cannot be used: "
                            + e.reason()));
        }
    }
}
