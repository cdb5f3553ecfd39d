package io.flowork.functions.http.auth;

import io.flowork.functions.http.ClientIdentity;
import io.flowork.functions.http.WireReply;
import io.flowork.functions.http.WireRequest;
import io.flowork.functions.spi.FunctionException;
import org.jspecify.annotations.Nullable;

/** What authenticates the requests of one call. */
public sealed interface Credentials permits Fixed, Digest, OAuth2, ClientCertificate {

    /**
     * The value of {@code Authorization} for a request, or null if it is sent without.
     *
     * @throws FunctionException if it could not be obtained
     */
    @Nullable
    String authorization(WireRequest request) throws FunctionException, InterruptedException;

    /** Who the client is in TLS, or null if it does not say. */
    default @Nullable ClientIdentity identity() {
        return null;
    }

    /**
     * Whether a request that was answered by 401 should be made once more.
     *
     * @throws FunctionException if the challenge cannot be met
     */
    boolean again(WireReply refusal) throws FunctionException, InterruptedException;
}
