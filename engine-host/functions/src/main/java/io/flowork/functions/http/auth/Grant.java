package io.flowork.functions.http.auth;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.uri.Uris;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a token is asked for: the configuration of {@code oauth2} or {@code oidc}.
 *
 * @param endpoint the token endpoint, or for OpenID Connect the discovery document
 * @param discovered whether the endpoint is a discovery document
 * @param parameters the parameters of the token request, without those that authenticate the client
 * @param client how the client authenticates
 * @param json whether the request is sent as JSON
 * @param issuers the accepted issuers of tokens; empty for all
 */
record Grant(
        URI endpoint,
        boolean discovered,
        Map<String, String> parameters,
        Client client,
        boolean json,
        List<String> issuers) {

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

    /**
     * The client that asks.
     *
     * @param id its id, if it has one
     * @param secret its secret, if it has one
     * @param assertion its signed assertion, if it has one
     * @param method how it authenticates
     */
    record Client(
            @Nullable String id,
            @Nullable String secret,
            @Nullable String assertion,
            String method) {}

    /** Reads a configuration whose secrets are resolved. */
    static Grant of(String scheme, JsonObject configuration) throws FunctionException {
        Arguments policy = new Arguments("the '" + scheme + "' authentication", configuration);
        String authority = policy.needText("authority");
        boolean discovered = scheme.equals("oidc");
        String suffix = discovered
                ? authority.endsWith(DISCOVERY) ? "" : DISCOVERY
                : new Arguments(policy.of(), policy.object("endpoints")).text("token");
        URI base = Uris.parse(authority);
        URI relative = Uris.parse(suffix == null ? "/oauth2/token" : suffix);
        if (base == null || base.getHost() == null || relative == null) {
            throw Failures.configuration("The authority of " + policy.of()
                    + " has to be an absolute URI such as https://login.example.com.");
        }
        URI endpoint =
                relative.isAbsolute() ? relative : Uris.append(base, relative.getRawPath(), relative.getRawQuery());

        Arguments client = new Arguments("'client' of " + policy.of(), policy.object("client"));
        String method = client.text("authentication");
        Arguments request = new Arguments("'request' of " + policy.of(), policy.object("request"));
        String encoding = request.text("encoding");
        return new Grant(
                endpoint,
                discovered,
                parameters(policy),
                new Client(
                        client.text("id"),
                        client.text("secret"),
                        client.text("assertion"),
                        method == null ? "client_secret_post" : method),
                "application/json".equals(encoding),
                policy.texts("issuers"));
    }

    /** Where an issuer's discovery document is (OpenID Connect Discovery, section 4). */
    static String discovery(String issuer) {
        return (issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer) + DISCOVERY;
    }

    private static Map<String, String> parameters(Arguments policy) throws FunctionException {
        Map<String, String> parameters = new LinkedHashMap<>();
        String grant = policy.needText("grant");
        parameters.put("grant_type", grant);
        switch (grant) {
            case "client_credentials" -> {}
            case "password" -> {
                parameters.put("username", policy.needText("username"));
                parameters.put("password", policy.needText("password"));
            }
            case "refresh_token" ->
                parameters.put("refresh_token", token(policy, "subject").token());
            case TOKEN_EXCHANGE -> {
                Token subject = token(policy, "subject");
                parameters.put("subject_token", subject.token());
                parameters.put("subject_token_type", subject.type());
                if (policy.get("actor") != null) {
                    Token actor = token(policy, "actor");
                    parameters.put("actor_token", actor.token());
                    parameters.put("actor_token_type", actor.type());
                }
            }
            case "authorization_code" ->
                throw Failures.configuration(
                        "The grant 'authorization_code' is not available yet: it needs a person at a"
                                + " browser. Use 'client_credentials'.");
            case String other -> throw Failures.configuration("The grant '" + other + "' is not available.");
        }
        List<String> scopes = policy.texts("scopes");
        if (!scopes.isEmpty()) {
            parameters.put("scope", String.join(" ", scopes));
        }
        List<String> audiences = policy.texts("audiences");
        if (!audiences.isEmpty()) {
            parameters.put("audience", String.join(" ", audiences));
        }
        return parameters;
    }

    private record Token(String token, String type) {}

    private static Token token(Arguments policy, String name) throws FunctionException {
        JsonValue value = policy.need(name);
        if (!(value instanceof JsonObject object)) {
            throw policy.wrong(name, "an object with 'token' and 'type'", value);
        }
        Arguments token = new Arguments("'" + name + "' of " + policy.of(), object);
        String type = token.text("type");
        return new Token(
                token.needText("token"), type == null ? "urn:ietf:params:oauth:token-type:access_token" : type);
    }
}
