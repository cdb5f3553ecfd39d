package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.program.Evaluable;
import io.flowork.core.program.Stage;
import io.flowork.core.schema.Schemas;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.workflow.SchemaSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Documents from outside, and the schemas among them. What a run has fetched becomes part of its state, so a replay
 * needs no network and sees what the run saw.
 */
final class Resources {
    private static final String FETCH = "resource";

    private final Turn turn;

    Resources(Turn turn) {
        this.turn = turn;
    }

    /** Whether an effect fetches a document. */
    static boolean isFetch(JsonObject effect) {
        return FETCH.equals(Fields.optionalString(effect, "function"));
    }

    /** Keeps a document that an effect has fetched. */
    void fetched(JsonObject effect, JsonValue document) {
        turn.resources = turn.resources.with(Fields.string(Fields.object(effect, "arguments"), "uri"), document);
    }

    /**
     * The document behind an endpoint, or null when it has to be fetched first: then the strand waits for it, and the
     * frame goes on with a detail of its choice.
     *
     * @param endpoint a URI, or an object with {@code uri} and {@code authentication}
     */
    @Nullable
    JsonValue document(Frame frame, JsonValue endpoint, Detail after) {
        JsonObject arguments = endpoint instanceof JsonObject object ? object : JsonObject.of("uri", endpoint);
        if (!(arguments.get("uri") instanceof JsonString)) {
            throw new Fault(WorkflowError.of(
                    Kind.CONFIGURATION, "The endpoint of a document must be a URI; it is " + Texts.shorten(endpoint)));
        }
        JsonValue document = turn.resources.get(Fields.string(arguments, "uri"));
        if (document == null) {
            String key = turn.key(frame, FETCH);
            turn.schedule(frame, new Effect.Call(key, frame.node().reference(), FETCH, arguments));
            turn.set(frame.with(new Detail.Waiting(key, after)));
            turn.block();
        }
        return document;
    }

    /** Whether data satisfies a stage's schema; false while the schema is being fetched. */
    boolean satisfies(Frame frame, Stage stage, JsonValue data, String what) {
        JsonValue schema = schema(frame, stage);
        if (schema == null) {
            return stage.schema() == null;
        }
        List<String> problems = Schemas.validate(schema, data);
        if (!problems.isEmpty()) {
            throw new Fault(WorkflowError.of(
                    Kind.VALIDATION, "The " + what + " does not satisfy its schema: " + String.join("; ", problems)));
        }
        return true;
    }

    private @Nullable JsonValue schema(Frame frame, Stage stage) {
        return switch (stage.schema()) {
            case null -> null;
            case SchemaSpec.Inline inline -> inline.document();
            case SchemaSpec.External external -> {
                Evaluable where = stage.externalSchema();
                if (where == null) {
                    throw new IllegalStateException("an external schema has an endpoint");
                }
                JsonValue endpoint = turn.expressions.evaluate(frame, where, frame.input());
                JsonValue document = document(frame, endpoint, frame.detail());
                yield document == null ? null : parsed(document);
            }
        };
    }

    private static JsonValue parsed(JsonValue document) {
        if (!(document instanceof JsonObject object)) {
            return document;
        }
        try {
            return JsonReader.parse(Fields.string(object, "content"));
        } catch (JsonSyntaxException e) {
            throw new Fault(WorkflowError.of(
                    Kind.CONFIGURATION,
                    "The schema " + Fields.optionalString(object, "uri") + " is no JSON: line " + e.line() + ", column "
                            + e.column()));
        }
    }
}
