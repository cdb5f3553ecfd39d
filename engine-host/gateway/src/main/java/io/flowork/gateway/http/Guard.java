package io.flowork.gateway.http;

import io.flowork.api.Problem.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. Only whoever can read the token's file; and no page in a browser that reached this machine by a name of its
 * own (DNS rebinding) or from another site.
 */
public final class Guard {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final String SCHEME = "bearer ";

    private final Supplier<String> token;
    private final String where;
    private final String address;

    /**
     * A guard.
     *
     * @param token gives what callers must know; asked each time, as it may be changed
     * @param where where they find it, for the message to those who do not
     * @param address the address that is listened on, which may be called by itself
     */
    public Guard(Supplier<String> token, String where, String address) {
        this.token = token;
        this.where = where;
        this.address = address;
    }

    /** Refuses what comes by a foreign name or from a foreign page. */
    void checkSource(Request request) {
        String host = request.getHttpURI().getHost();
        if (host == null || !isLocal(host)) {
            throw Kind.FORBIDDEN.because("This engine is not called '%s'. Use http://127.0.0.1:%d"
                    .formatted(host, Request.getLocalPort(request)));
        }
        String origin = request.getHeaders().get("Origin");
        if (origin != null && !isOwn(origin, Request.getLocalPort(request))) {
            throw Kind.FORBIDDEN.because("Pages of '" + origin + "' may not use this engine");
        }
    }

    private boolean isLocal(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return LOOPBACK.contains(lower) || lower.equals(address);
    }

    private boolean isOwn(String origin, int port) {
        try {
            URI uri = new URI(origin);
            return "http".equals(uri.getScheme())
                    && uri.getHost() != null
                    && isLocal(uri.getHost())
                    && uri.getPort() == port;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Refuses whoever does not know the token. */
    void checkToken(@Nullable String authorization) {
        if (!isBearer(authorization)) {
            throw Kind.UNAUTHENTICATED.because(
                    "Send the header 'Authorization: Bearer TOKEN'. The token is the content of " + where);
        }
        if (!knowsToken(authorization)) {
            throw Kind.UNAUTHENTICATED.because("This is not the token. It is the content of " + where);
        }
    }

    private static boolean isBearer(@Nullable String authorization) {
        return authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME);
    }

    /**
     * Whether somebody who was let in still may ask: the token may have been changed since.
     *
     * @param authorization what they said then
     */
    public boolean knowsToken(@Nullable String authorization) {
        if (authorization == null || !isBearer(authorization)) {
            return false;
        }
        byte[] given = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        // takes equally long however much of it is right
        return MessageDigest.isEqual(given, token.get().getBytes(StandardCharsets.UTF_8));
    }
}
