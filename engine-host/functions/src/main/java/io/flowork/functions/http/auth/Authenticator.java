package io.flowork.functions.http.auth;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.cache.Recent;
import io.flowork.functions.http.ClientIdentity;
import io.flowork.functions.http.HttpTransport;
import io.flowork.functions.secret.SecretResolver;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.uri.Uris;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes credentials of authentication policies; keeps tokens and challenges between calls. Thread-safe. */
public final class Authenticator {
    private static final List<String> SCHEMES = List.of("basic", "bearer", "certificate", "digest", "oauth2", "oidc");

    private final TokenSource tokens;
    private final Recent<Digest.Key, Digest.Session> digests = new Recent<>(1_000);

    /**
     * An authenticator without any tokens yet.
     *
     * @param transport what fetches tokens
     * @param clock tells when they expire
     */
    public Authenticator(HttpTransport transport, Clock clock) {
        this.tokens = new TokenSource(transport, clock);
    }

    /**
     * The credentials an authentication policy describes.
     *
     * @param policy an object with one of basic, bearer, certificate, digest, oauth2 and oidc, whose secrets are resolved except for
     *     the form {@code {use: secret}}; null for none
     * @param uri what is called
     * @param secrets resolves secrets named in the policy
     */
    public Credentials credentials(@Nullable JsonValue policy, URI uri, SecretResolver secrets)
            throws FunctionException {
        if (policy == null) {
            return fromUserInfo(uri);
        }
        if (!(policy instanceof JsonObject object)) {
            throw Failures.validation("'authentication' must be an object with one of " + String.join(", ", SCHEMES)
                    + " or 'use', but it is " + policy.typeName() + ".");
        }
        for (String scheme : SCHEMES) {
            if (object.get(scheme) instanceof JsonObject configuration) {
                return of(scheme, fromSecret(scheme, configuration, secrets), uri, secrets);
            }
        }
        if (object.get("use") instanceof JsonString name) {
            throw Failures.configuration("There is no authentication '" + name.value()
                    + "' in use.authentications. Define it there, or write the authentication in place.");
        }
        String keys = String.join(", ", object.keys());
        throw Failures.configuration("This authentication is not available yet: "
                + (keys.isEmpty() ? "it is empty" : keys) + ". Available are " + String.join(", ", SCHEMES) + ".");
    }

    private Credentials of(String scheme, JsonObject configuration, URI uri, SecretResolver secrets)
            throws FunctionException {
        Arguments policy = new Arguments("the '" + scheme + "' authentication", configuration);
        return switch (scheme) {
            case "basic" -> Fixed.basic(policy.needText("username"), policy.needText("password"));
            case "bearer" -> Fixed.bearer(policy.needText("token"));
            case "certificate" ->
                new ClientCertificate(new ClientIdentity(policy.needText("certificate"), policy.needText("key")));
            case "digest" ->
                new Digest(
                        new Digest.Key(Uris.origin(uri), policy.needText("username"), policy.needText("password")),
                        digests);
            default -> new OAuth2(Grant.of(scheme, configuration), tokens, secrets.masking());
        };
    }

    private static JsonObject fromSecret(String scheme, JsonObject configuration, SecretResolver secrets)
            throws FunctionException {
        if (!(configuration.get("use") instanceof JsonString name)) {
            return configuration;
        }
        JsonValue secret = secrets.secret(name.value());
        if (secret instanceof JsonString && scheme.equals("bearer")) {
            return JsonObject.of("token", secret);
        }
        if (secret instanceof JsonObject object) {
            return object;
        }
        throw Failures.configuration("The secret '" + name.value() + "' has to be an object with the members of '"
                + scheme + "' to be used as its authentication.");
    }

    private static Credentials fromUserInfo(URI uri) {
        String userInfo = uri.getUserInfo();
        if (userInfo == null) {
            return Fixed.NONE;
        }
        int colon = userInfo.indexOf(':');
        return colon < 0
                ? Fixed.basic(userInfo, "")
                : Fixed.basic(userInfo.substring(0, colon), userInfo.substring(colon + 1));
    }
}
