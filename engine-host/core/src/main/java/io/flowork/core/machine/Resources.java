package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.program.Evaluable;
import io.flowork.core.program.Stage;
import io.flowork.core.schema.Schemas;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.schema.SchemaReferences;
import io.flowork.grammar.schema.SchemaText;
import io.flowork.grammar.workflow.SchemaSpec;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Documents from outside, and the schemas among them. What a run has fetched becomes part of its state, so a replay
 * needs no network and sees what the run saw.
 */
final class Resources {
    private static final String FETCH = "resource";
    private static final String FILE = "file:";
    private static final int MOST_FILES = 200;

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

    /** Whether data satisfies a stage's schema; false while the schema, or a file it refers to, is being fetched. */
    boolean satisfies(Frame frame, Stage stage, JsonValue data, String what) {
        if (stage.schema() == null) {
            return true;
        }
        Schemas.WithFiles schema = schema(frame, stage);
        if (schema == null) {
            return false;
        }
        List<String> problems = Schemas.validate(schema, data);
        if (!problems.isEmpty()) {
            throw new Fault(WorkflowError.of(
                    Kind.VALIDATION, "The " + what + " does not satisfy its schema: " + String.join("; ", problems)));
        }
        return true;
    }

    private Schemas.@Nullable WithFiles schema(Frame frame, Stage stage) {
        return switch (stage.schema()) {
            case null -> null;
            case SchemaSpec.Inline inline -> withFiles(frame, inline.document(), "");
            case SchemaSpec.External external -> {
                Evaluable where = stage.externalSchema();
                if (where == null) {
                    throw new IllegalStateException("an external schema has an endpoint");
                }
                JsonValue endpoint = turn.expressions.evaluate(frame, where, frame.input());
                JsonValue document = document(frame, endpoint, frame.detail());
                yield document == null ? null : withFiles(frame, parsed(document), path(endpoint));
            }
        };
    }

    /** A schema with the files it refers to, and those they refer to; null while one of them is being fetched. */
    private Schemas.@Nullable WithFiles withFiles(Frame frame, JsonValue schema, String path) {
        List<SchemaReferences.Reference> references = Schemas.references(schema, path);
        if (references.isEmpty()) {
            return new Schemas.WithFiles(schema, path, Map.of());
        }
        Map<String, JsonValue> files = new HashMap<>();
        Queue<SchemaReferences.Reference> left = new ArrayDeque<>(references);
        while (!left.isEmpty()) {
            String file = left.remove().file();
            if (file == null || file.equals(path) || files.containsKey(file)) {
                continue;
            }
            if (files.size() == MOST_FILES) {
                throw new Fault(
                        WorkflowError.of(Kind.CONFIGURATION, "A schema refers to more than " + MOST_FILES + " files"));
            }
            JsonValue document = document(frame, JsonString.of(file), frame.detail());
            if (document == null) {
                return null;
            }
            JsonValue other = parsed(document);
            files.put(file, other);
            left.addAll(Schemas.references(other, file));
        }
        return new Schemas.WithFiles(schema, path, files);
    }

    /** Where a document is, for what it refers to. */
    private static String path(JsonValue endpoint) {
        JsonValue uri = endpoint instanceof JsonObject object ? object.get("uri") : endpoint;
        String text = uri instanceof JsonString given ? given.value() : "";
        return text.regionMatches(true, 0, FILE, 0, FILE.length()) && !text.startsWith("//", FILE.length())
                ? text.substring(FILE.length())
                : text;
    }

    private static JsonValue parsed(JsonValue document) {
        if (!(document instanceof JsonObject object)) {
            return document;
        }
        try {
            return SchemaText.read(Fields.string(object, "content"));
        } catch (SchemaText.Unreadable e) {
            throw new Fault(WorkflowError.of(
                    Kind.CONFIGURATION,
                    "The schema " + Fields.optionalString(object, "uri") + " cannot be used: " + e.reason()));
        }
    }
}
