package io.flowork.functions.http.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.functions.arguments.Failures;
import io.flowork.functions.cache.Recent;
import io.flowork.functions.http.WireReply;
import io.flowork.functions.http.WireRequest;
import io.flowork.functions.spi.FunctionException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * HTTP digest authentication (RFC 7616) with MD5 or SHA-256, quality of protection {@code auth}.
 *
 * <p>The first request goes out without credentials unless an earlier call was challenged for the same user at the same
 * origin: then its nonce is used on, with the next count.
 */
public final class Digest implements Credentials {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Who authenticates where. */
    record Key(String origin, String username, String password) {}

    /**
     * A challenge that was met.
     *
     * @param challenge the challenge
     * @param algorithm the algorithm that was chosen, as in RFC 7616
     * @param count how often its nonce was used
     */
    record Session(Challenge challenge, String algorithm, AtomicInteger count) {
        String parameter(String name) {
            return challenge.parameters().getOrDefault(name, "");
        }
    }

    private final Key key;
    private final Recent<Key, Session> sessions;
    private boolean challenged;

    Digest(Key key, Recent<Key, Session> sessions) {
        this.key = key;
        this.sessions = sessions;
    }

    @Override
    public @Nullable String authorization(WireRequest request) {
        Session session = sessions.get(key);
        return session == null ? null : answer(session, request);
    }

    @Override
    public boolean again(WireReply refusal) throws FunctionException {
        if (challenged) {
            sessions.remove(key);
            return false;
        }
        challenged = true;
        Session best = null;
        boolean digest = false;
        for (Challenge challenge : Challenge.parse(refusal.headers().getOrDefault("WWW-Authenticate", List.of()))) {
            if (challenge.scheme().equals("digest")) {
                digest = true;
                Session offered = session(challenge);
                if (offered != null && (best == null || offered.algorithm().startsWith("SHA"))) {
                    best = offered;
                }
            }
        }
        if (best == null) {
            throw Failures.authentication(
                    digest
                            ? "The server asks for a kind of digest authentication that is not supported: only MD5 and"
                                    + " SHA-256 with quality of protection 'auth' are."
                            : "The server refused the request and does not offer digest authentication.");
        }
        sessions.put(key, best);
        return true;
    }

    private static @Nullable Session session(Challenge challenge) {
        String algorithm =
                challenge.parameters().getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT);
        String qop = challenge.parameters().get("qop");
        boolean auth = qop == null
                || Arrays.stream(qop.split(",")).anyMatch(offer -> offer.strip().equalsIgnoreCase("auth"));
        return auth && List.of("MD5", "MD5-SESS", "SHA-256", "SHA-256-SESS").contains(algorithm)
                ? new Session(challenge, algorithm, new AtomicInteger())
                : null;
    }

    private String answer(Session session, WireRequest request) {
        String clientNonce = HexFormat.of().formatHex(random(16));
        String count = String.format(Locale.ROOT, "%08x", session.count().incrementAndGet());
        String realm = session.parameter("realm");
        String nonce = session.parameter("nonce");
        boolean qop = session.challenge().parameters().containsKey("qop");
        String requestTarget = requestTarget(request.target());
        String algorithm = session.algorithm();

        String a1 = hash(algorithm, key.username() + ":" + realm + ":" + key.password());
        if (algorithm.endsWith("-SESS")) {
            a1 = hash(algorithm, a1 + ":" + nonce + ":" + clientNonce);
        }
        String a2 = hash(algorithm, request.method() + ":" + requestTarget);
        String response = hash(
                algorithm,
                qop ? String.join(":", a1, nonce, count, clientNonce, "auth", a2) : String.join(":", a1, nonce, a2));

        boolean hashedName = session.parameter("userhash").equalsIgnoreCase("true");
        StringBuilder header = new StringBuilder("Digest ")
                .append("username=")
                .append(quoted(hashedName ? hash(algorithm, key.username() + ":" + realm) : key.username()))
                .append(", realm=")
                .append(quoted(realm))
                .append(", nonce=")
                .append(quoted(nonce))
                .append(", uri=")
                .append(quoted(requestTarget))
                .append(", response=\"")
                .append(response)
                .append('"');
        if (session.challenge().parameters().containsKey("algorithm")) {
            header.append(", algorithm=").append(session.parameter("algorithm"));
        }
        if (session.challenge().parameters().containsKey("opaque")) {
            header.append(", opaque=").append(quoted(session.parameter("opaque")));
        }
        if (qop || algorithm.endsWith("-SESS")) {
            header.append(", cnonce=\"").append(clientNonce).append('"');
        }
        if (qop) {
            header.append(", qop=auth, nc=").append(count);
        }
        if (hashedName) {
            header.append(", userhash=true");
        }
        return header.toString();
    }

    private static String requestTarget(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String hash(String algorithm, String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm.startsWith("SHA") ? "SHA-256" : "MD5");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5 and SHA-256", e);
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
