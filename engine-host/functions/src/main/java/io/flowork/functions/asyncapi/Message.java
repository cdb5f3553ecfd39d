package io.flowork.functions.asyncapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.core.schema.Schemas;
import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.DepthException;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A message.
 *
 * @param payload what it says
 * @param headers what is said about it
 * @param correlationId what links it to others, if anything
 */
record Message(
        JsonValue payload, JsonObject headers, @Nullable String correlationId) {

    /** A message that came in: its payload is JSON if it can be, else text, else Base64. */
    static Message received(byte[] bytes, JsonObject headers, @Nullable String correlationId) {
        return new Message(content(bytes), headers, correlationId);
    }

    private static JsonValue content(byte[] bytes) {
        if (bytes.length == 0) {
            return JsonNull.NULL;
        }
        String text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return JsonString.of(Base64.getEncoder().encodeToString(bytes));
        }
        try {
            return JsonReader.parse(text);
        } catch (JsonSyntaxException | DepthException e) {
            return JsonString.of(text);
        }
    }

    /** The payload as it is sent. */
    byte[] bytes(String contentType) {
        boolean text = payload instanceof JsonString && !contentType.contains("json");
        return (text ? Arguments.textOf(payload) : JsonWriter.compact(payload)).getBytes(UTF_8);
    }

    /** What workflows see of it. */
    JsonObject json() {
        JsonObject.Builder json =
                new JsonObject.Builder().put("payload", payload).put("headers", headers);
        if (correlationId != null) {
            json.put("correlationId", correlationId);
        }
        return json.build();
    }

    /** Checks it by the messages that an operation may have; it must be like one of them. */
    void check(Operation operation) throws FunctionException {
        List<String> problems = new ArrayList<>();
        for (Place each : operation.messages()) {
            List<String> wrong = problems(each);
            if (wrong.isEmpty()) {
                return;
            }
            problems.addAll(wrong);
        }
        if (!problems.isEmpty()) {
            throw Failures.validation("The message for '" + operation.address()
                    + "' is not what the AsyncAPI document describes: " + String.join("; ", problems) + ".");
        }
    }

    private List<String> problems(Place message) throws FunctionException {
        List<String> problems = new ArrayList<>();
        Place schema = message.at("payload");
        String format = message.text("schemaFormat", "");
        if (schema.at("schemaFormat").isThere()) {
            format = schema.text("schemaFormat", "");
            schema = schema.at("schema");
        }
        if (schema.isThere() && isJsonSchema(format)) {
            for (String problem : Schemas.validate(PayloadSchema.of(schema), payload)) {
                problems.add("payload" + problem);
            }
        }
        Place about = message.at("headers");
        if (about.isThere() && !headers.isEmpty()) {
            for (String problem : Schemas.validate(PayloadSchema.of(about), headers)) {
                problems.add("headers" + problem);
            }
        }
        return problems;
    }

    private static boolean isJsonSchema(String format) {
        String known = format.toLowerCase(Locale.ROOT);
        return known.isEmpty()
                || known.contains("asyncapi")
                || known.contains("schema+json")
                || known.contains("schema+yaml");
    }
}
