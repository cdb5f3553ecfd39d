package io.flowork.functions.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.uri.PercentEncoding;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.grammar.json.ValueRewriter;
import java.util.Base64;

/**
 * Turns the deferred values of one call into what they stand for, and remembers what has to be masked afterwards.
 * Not thread-safe.
 */
public final class SecretResolver {
    private final FunctionCall.Context context;
    private final Masking masking = new Masking();

    /** A resolver for one call. */
    public SecretResolver(FunctionCall.Context context) {
        this.context = context;
    }

    /** What has been resolved so far and must not leave the handler. */
    public Masking masking() {
        return masking;
    }

    /**
     * The value of a secret by its name in {@code use.secrets}.
     *
     * @throws FunctionException if there is none
     */
    public JsonValue secret(String name) throws FunctionException {
        JsonValue value = context.secret(name);
        masking.addAll(value);
        return value;
    }

    /**
     * An object in which every deferred value is replaced by what it stands for.
     *
     * @throws FunctionException if a secret is not there, or is not what an encoding needs
     */
    public JsonObject object(JsonObject object) throws FunctionException {
        JsonObject.Builder resolved = new JsonObject.Builder();
        for (JsonObject.Member member : object) {
            resolved.put(member.key(), value(member.value()));
        }
        return resolved.build();
    }

    /**
     * A value in which every deferred value is replaced by what it stands for.
     *
     * @throws FunctionException if a secret is not there, or is not what an encoding needs
     */
    public JsonValue value(JsonValue value) throws FunctionException {
        return new Rewriter().rewrite(value);
    }

    private final class Rewriter extends ValueRewriter<FunctionException> {
        @Override
        protected JsonValue secret(JsonSecret secret, JsonArray parts) throws FunctionException {
            return switch (secret.form()) {
                case JsonSecret.Handle handle -> inside(handle);
                case JsonSecret.Concat concat -> {
                    StringBuilder text = new StringBuilder();
                    parts.forEach(part -> text.append(Arguments.textOf(part)));
                    yield JsonString.of(text.toString());
                }
                case JsonSecret.Encoded encoded -> {
                    JsonValue encodedValue = JsonString.of(encode(encoded.format(), parts.get(0)));
                    masking.addAll(encodedValue);
                    yield encodedValue;
                }
            };
        }
    }

    private JsonValue inside(JsonSecret.Handle handle) throws FunctionException {
        JsonValue value = secret(handle.name());
        for (String key : handle.path()) {
            JsonValue member = value instanceof JsonObject object ? object.get(key) : null;
            if (member == null) {
                throw Failures.authorization(
                        "The secret '" + handle.name() + "' has no member '" + String.join(".", handle.path()) + "'.");
            }
            value = member;
        }
        return value;
    }

    private static String encode(String format, JsonValue value) throws FunctionException {
        String text = value instanceof JsonString string ? string.value() : JsonWriter.compact(value);
        return switch (format) {
            case "text" -> text;
            case "json" -> JsonWriter.compact(value);
            case "base64" -> Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
            case "base64d" -> {
                try {
                    yield new String(Base64.getDecoder().decode(text.strip()), UTF_8);
                } catch (IllegalArgumentException e) {
                    throw Failures.validation("@base64d was applied to a secret that is not Base64.");
                }
            }
            case "uri" -> PercentEncoding.unreserved(text);
            case String other ->
                throw Failures.validation("The format '@" + other + "' cannot be applied to a secret.");
        };
    }
}
