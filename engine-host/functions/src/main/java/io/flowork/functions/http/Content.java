package io.flowork.functions.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.functions.secret.Masking;
import io.flowork.grammar.json.DepthException;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;

/**
 * Turns the body of a response into a value.
 *
 * <p>JSON types become the JSON value, or text if they do not hold JSON; text types become a string; everything else is
 * Base64. Without a type, it is text if it is valid UTF-8. An empty body is null.
 */
final class Content {
    private Content() {}

    /** The body as a value, without secrets. */
    static JsonValue deserialised(WireReply reply, Masking masking) {
        byte[] body = reply.body();
        if (body.length == 0) {
            return JsonNull.NULL;
        }
        MediaType type = MediaType.parse(reply.header("Content-Type"));
        if (type.isJson()) {
            try {
                return masking.value(JsonReader.parse(new ByteArrayInputStream(body)));
            } catch (JsonSyntaxException | DepthException | IOException e) {
                return text(body, type, masking);
            }
        }
        if (type.isText()) {
            return text(body, type, masking);
        }
        if (type.essence().isEmpty()) {
            try {
                return JsonString.of(masking.text(
                        UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString()));
            } catch (CharacterCodingException e) {
                return raw(reply, masking);
            }
        }
        return raw(reply, masking);
    }

    private static JsonString text(byte[] body, MediaType type, Masking masking) {
        return JsonString.of(masking.text(new String(body, type.charset())));
    }

    /** The body in Base64, without secrets. */
    static JsonString raw(WireReply reply, Masking masking) {
        return JsonString.of(Base64.getEncoder().encodeToString(masking.bytes(reply.body())));
    }
}
