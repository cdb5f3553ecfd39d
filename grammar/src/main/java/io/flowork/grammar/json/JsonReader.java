package io.flowork.grammar.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Reads JSON text (RFC 8259). Of members with the same key the last one counts. */
public final class JsonReader {
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonValue.MAX_DATA_DEPTH + 1) // the next one is refused below
                    .maxNumberLength(10_000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(1_000_000)
                    .build())
            .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** An array or object that is being read. */
    private sealed interface Open {}

    private record OpenArray(JsonArray.Builder elements) implements Open {}

    private static final class OpenObject implements Open {
        final JsonObject.Builder members = new JsonObject.Builder();
        String key = "";
    }

    private JsonReader() {}

    /**
     * Reads one value.
     *
     * @throws JsonSyntaxException if the text is not exactly one JSON value
     */
    public static JsonValue parse(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return document(parser);
        } catch (JsonProcessingException e) {
            throw syntax(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads one value from a stream of UTF-8 (or UTF-16, UTF-32 by RFC 4627's detection), which is closed.
     *
     * @throws JsonSyntaxException if the text is not exactly one JSON value
     * @throws IOException if the stream cannot be read
     */
    public static JsonValue parse(InputStream in) throws IOException {
        try (JsonParser parser = FACTORY.createParser(in)) {
            return document(parser);
        } catch (JsonProcessingException e) {
            throw syntax(e);
        }
    }

    private static JsonSyntaxException syntax(JsonProcessingException e) {
        var location = e.getLocation();
        return new JsonSyntaxException(
                e.getOriginalMessage(),
                location == null ? 1 : Math.max(1, location.getLineNr()),
                location == null ? 1 : Math.max(1, location.getColumnNr()));
    }

    private static JsonSyntaxException syntax(String message, JsonParser parser) {
        var location = parser.currentTokenLocation();
        return new JsonSyntaxException(message, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    private static JsonValue document(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            throw new JsonSyntaxException("There is no JSON value, only white space", 1, 1);
        }
        JsonValue value = value(parser);
        if (parser.nextToken() != null) {
            throw syntax("There is more text after the end of the JSON value", parser);
        }
        return value;
    }

    private static JsonValue value(JsonParser parser) throws IOException {
        Deque<Open> open = new ArrayDeque<>();
        while (true) {
            JsonValue done = token(parser, open);
            if (done != null) {
                switch (open.peek()) {
                    case null -> {
                        return done;
                    }
                    case OpenArray array -> array.elements.add(done);
                    case OpenObject object -> object.members.put(object.key, done);
                }
            }
            parser.nextToken();
        }
    }

    private static @Nullable JsonValue token(JsonParser parser, Deque<Open> open) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw syntax("The JSON text ends too early", parser);
        }
        return switch (token) {
            case VALUE_NULL -> JsonNull.NULL;
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_STRING -> JsonString.of(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> JsonNumber.parse(parser.getText());
            case START_ARRAY -> {
                checkDepth(parser, open);
                open.push(new OpenArray(new JsonArray.Builder()));
                yield null;
            }
            case START_OBJECT -> {
                checkDepth(parser, open);
                open.push(new OpenObject());
                yield null;
            }
            case FIELD_NAME -> {
                if (open.peek() instanceof OpenObject object) {
                    object.key = parser.currentName();
                }
                yield null;
            }
            case END_ARRAY, END_OBJECT ->
                switch (open.pop()) {
                    case OpenArray array -> array.elements.build();
                    case OpenObject object -> object.members.build();
                };
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw syntax("Unexpected token " + token, parser);
        };
    }

    private static void checkDepth(JsonParser parser, Deque<Open> open) {
        if (open.size() == JsonValue.MAX_DATA_DEPTH) {
            throw syntax("Arrays and objects are nested deeper than " + JsonValue.MAX_DATA_DEPTH + " levels", parser);
        }
    }
}
