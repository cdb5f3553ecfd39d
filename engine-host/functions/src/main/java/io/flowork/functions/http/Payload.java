package io.flowork.functions.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.uri.Uris;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * A body as bytes.
 *
 * @param bytes the bytes
 * @param contentType their type
 */
record Payload(byte[] bytes, String contentType) {

    /**
     * Encodes a body: a string as it is, everything else as JSON unless the content type says that it is a form.
     *
     * @param body the body
     * @param given the content type that the workflow sets, or null
     * @param key separates the parts of a multipart body
     */
    static Payload of(JsonValue body, @Nullable String given, String key) throws FunctionException {
        if (body instanceof JsonString text) {
            MediaType type = MediaType.parse(given == null ? "text/plain; charset=utf-8" : given);
            return new Payload(
                    text.value().getBytes(type.charset()), given == null ? "text/plain; charset=utf-8" : given);
        }
        if (given == null) {
            return new Payload(JsonWriter.compact(body).getBytes(UTF_8), "application/json");
        }
        MediaType type = MediaType.parse(given);
        if (type.isJson()) {
            return new Payload(JsonWriter.compact(body).getBytes(type.charset()), given);
        }
        if (body instanceof JsonObject members) {
            if (type.is("application/x-www-form-urlencoded")) {
                return new Payload(String.join("&", Uris.parameters(members)).getBytes(UTF_8), given);
            }
            if (type.is("multipart/form-data")) {
                return multipart(members, given, type.parameter("boundary"), key);
            }
        }
        throw Failures.validation("A body that is "
                + (body instanceof JsonObject ? "an object" : "a " + body.typeName()) + " cannot be sent as "
                + type.essence() + ". Give it as a string, or choose application/json.");
    }

    /** A form by RFC 7578: strings are plain text, everything else JSON. */
    private static Payload multipart(JsonObject members, String given, @Nullable String chosen, String key) {
        String boundary = chosen == null
                ? "flowork-" + Integer.toHexString(key.hashCode()) + "-" + Long.toHexString(members.hash())
                : chosen;
        StringBuilder out = new StringBuilder();
        members.forEach((name, value) -> {
            String escaped = name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
            out.append("--")
                    .append(boundary)
                    .append("\r\nContent-Disposition: form-data; name=\"")
                    .append(escaped)
                    .append('"');
            if (!(value instanceof JsonString)) {
                out.append("\r\nContent-Type: application/json");
            }
            out.append("\r\n\r\n").append(Arguments.textOf(value)).append("\r\n");
        });
        out.append("--").append(boundary).append("--\r\n");
        return new Payload(out.toString().getBytes(UTF_8), chosen == null ? given + "; boundary=" + boundary : given);
    }
}
