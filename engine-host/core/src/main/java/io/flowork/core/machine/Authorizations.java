package io.flowork.core.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code $authorization} is after a call: its {@code scheme} and {@code parameter}, as in the header
 * {@code Authorization}.
 *
 * <p>It follows from the call's arguments alone, so it is the same when the run is folded again. What a secret is in
 * stays a handle. Tokens that the function obtained, and the answer to a challenge, are not known here: their parameter is
 * null.
 */
final class Authorizations {
    /** Where in the arguments of calls an authentication stands: in themselves, or in one of these members. */
    private static final List<String> PLACES = List.of("endpoint", "service", "server");

    private Authorizations() {}

    /** The authorization of a call, or null if it has none. */
    static @Nullable JsonObject of(JsonObject effect) {
        if (!(effect.get("arguments") instanceof JsonObject arguments)) {
            return null;
        }
        JsonObject found = authorization(arguments);
        for (String place : PLACES) {
            if (found == null && arguments.get(place) instanceof JsonObject inner) {
                found = authorization(inner);
            }
        }
        return found;
    }

    private static @Nullable JsonObject authorization(JsonObject holder) {
        if (!(holder.get("authentication") instanceof JsonObject policy)) {
            return null;
        }
        if (policy.get("basic") instanceof JsonObject basic) {
            return descriptor("Basic", base64(member(basic, "username"), member(basic, "password")));
        }
        if (policy.get("bearer") instanceof JsonObject bearer) {
            return descriptor("Bearer", bearer.get("use") == null ? member(bearer, "token") : JsonNull.NULL);
        }
        if (policy.get("digest") != null) {
            return descriptor("Digest", JsonNull.NULL);
        }
        return policy.get("oauth2") != null || policy.get("oidc") != null ? descriptor("Bearer", JsonNull.NULL) : null;
    }

    private static JsonObject descriptor(String scheme, JsonValue parameter) {
        return new JsonObject.Builder()
                .put("scheme", scheme)
                .put("parameter", parameter)
                .build();
    }

    /** A member of a policy, or of the secret that it uses. */
    private static JsonValue member(JsonObject policy, String name) {
        if (policy.get("use") instanceof JsonString secret) {
            return JsonSecret.of(new JsonSecret.Handle(secret.value(), List.of(name)));
        }
        JsonValue value = policy.get(name);
        return value == null ? JsonNull.NULL : value;
    }

    private static JsonValue base64(JsonValue user, JsonValue password) {
        if (user instanceof JsonString name && password instanceof JsonString word) {
            return JsonString.of(
                    Base64.getEncoder().encodeToString((name.value() + ":" + word.value()).getBytes(UTF_8)));
        }
        if (user == JsonNull.NULL || password == JsonNull.NULL) {
            return JsonNull.NULL;
        }
        JsonSecret pair = JsonSecret.of(new JsonSecret.Concat(List.of(user, JsonString.of(":"), password)));
        return JsonSecret.of(new JsonSecret.Encoded("base64", pair));
    }
}
