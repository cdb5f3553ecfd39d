package io.flowork.functions.http.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.functions.http.WireReply;
import io.flowork.functions.http.WireRequest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Credentials that are the same for every request.
 *
 * @param value the value of {@code Authorization}, or null for none
 */
public record Fixed(@Nullable String value) implements Credentials {
    /** Without any. */
    public static final Fixed NONE = new Fixed(null);

    /** HTTP basic authentication (RFC 7617). */
    public static Fixed basic(String username, String password) {
        return new Fixed("Basic " + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(UTF_8)));
    }

    /** A bearer token (RFC 6750). */
    public static Fixed bearer(String token) {
        return new Fixed("Bearer " + token);
    }

    @Override
    public @Nullable String authorization(WireRequest request) {
        return value;
    }

    @Override
    public boolean again(WireReply refusal) {
        return false;
    }
}
