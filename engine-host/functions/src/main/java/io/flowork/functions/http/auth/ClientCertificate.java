package io.flowork.functions.http.auth;

import io.flowork.functions.http.ClientIdentity;
import io.flowork.functions.http.WireReply;
import io.flowork.functions.http.WireRequest;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that the client shows when the connection is made (mutual TLS).
 *
 * @param identity the certificate and its key
 */
public record ClientCertificate(ClientIdentity identity) implements Credentials {
    @Override
    public @Nullable String authorization(WireRequest request) {
        return null;
    }

    @Override
    public boolean again(WireReply refusal) {
        return false;
    }
}
