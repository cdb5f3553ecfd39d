package io.flowork.functions.http.auth;

import io.flowork.functions.http.WireReply;
import io.flowork.functions.http.WireRequest;
import io.flowork.functions.secret.Masking;
import io.flowork.functions.spi.FunctionException;
import org.jspecify.annotations.Nullable;

/**
 * An access token obtained by OAuth 2.0 (RFC 6749) or OpenID Connect. It is kept until it expires; one that is refused
 * is fetched anew, once a call.
 */
public final class OAuth2 implements Credentials {
    private final Grant grant;
    private final TokenSource tokens;
    private final Masking masking;
    private @Nullable String used;
    private boolean refetched;

    OAuth2(Grant grant, TokenSource tokens, Masking masking) {
        this.grant = grant;
        this.tokens = tokens;
        this.masking = masking;
    }

    @Override
    public String authorization(WireRequest request) throws FunctionException, InterruptedException {
        String token = tokens.token(grant, masking);
        masking.add(token);
        used = token;
        return "Bearer " + token;
    }

    @Override
    public boolean again(WireReply refusal) throws InterruptedException {
        String refused = used;
        if (refused != null) {
            tokens.forget(grant, refused);
        }
        boolean again = !refetched;
        refetched = true;
        return again;
    }
}
