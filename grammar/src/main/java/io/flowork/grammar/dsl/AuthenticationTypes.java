package io.flowork.grammar.dsl;

import static io.flowork.grammar.dsl.Shapes.*;

import io.flowork.grammar.dsl.Shape.Section;
import io.flowork.grammar.json.JsonString;
import java.util.List;

/** Ways to authenticate. */
final class AuthenticationTypes {
    private AuthenticationTypes() {}

    static List<ObjectType> all() {
        Property[] schemes = {
            Property.of("basic", of("basicAuthentication"), "User name and password, RFC 7617."),
            Property.of("bearer", of("bearerAuthentication"), "A token, RFC 6750."),
            Property.of("certificate", of("certificateAuthentication"), "A certificate that the client shows in TLS."),
            Property.of("digest", of("digestAuthentication"), "User name and password by challenge, RFC 7616."),
            Property.of("oauth2", of("oauth2Authentication"), "A token from an OAuth 2 server."),
            Property.of("oidc", of("oidcAuthentication"), "A token from an OpenID Connect server.")
        };
        Property[] orUse = new Property[schemes.length + 1];
        orUse[0] = Property.of("use", reference(Section.AUTHENTICATIONS), "The name of one in use.authentications.");
        System.arraycopy(schemes, 0, orUse, 1, schemes.length);
        return List.of(
                ObjectType.of("authentication", "A way to authenticate.", schemes)
                        .oneOf("basic", "bearer", "certificate", "digest", "oauth2", "oidc")
                        .open(),
                ObjectType.of("authenticationOrReference", "A way to authenticate, or the name of one.", orUse)
                        .oneOf("use", "basic", "bearer", "certificate", "digest", "oauth2", "oidc"),
                password("basicAuthentication", "User name and password."),
                password("digestAuthentication", "User name and password by challenge."),
                ObjectType.of(
                                "bearerAuthentication",
                                "A token.",
                                Property.of("token", TEMPLATE, "The token.").such("${ $secrets.api.token }"),
                                secret())
                        .oneOf("token", "use"),
                ObjectType.of(
                                "certificateAuthentication",
                                "A certificate that the client shows in TLS.",
                                Property.of(
                                                "certificate",
                                                TEMPLATE,
                                                "The certificate and those of its issuers, in PEM.")
                                        .such("${ $secrets.client.certificate }"),
                                Property.of("key", TEMPLATE, "Its private key, PKCS #8 in PEM.")
                                        .such("${ $secrets.client.key }"),
                                secret())
                        .either(List.of("certificate", "key"), "use"),
                oauth(
                        "oauth2Authentication",
                        "A token from an OAuth 2 server.",
                        Property.of("endpoints", of("oauth2Endpoints"), "Paths below the authority.")),
                oauth("oidcAuthentication", "A token from an OpenID Connect server.", null),
                ObjectType.of(
                                "oauth2Endpoints",
                                "Paths below an OAuth 2 authority.",
                                Property.of("token", URI, "Where tokens are given.")
                                        .standard(JsonString.of("/oauth2/token")),
                                Property.of("revocation", URI, "Where tokens are revoked.")
                                        .standard(JsonString.of("/oauth2/revoke")),
                                Property.of("introspection", URI, "Where tokens are looked into.")
                                        .standard(JsonString.of("/oauth2/introspect")))
                        .open(),
                ObjectType.of(
                        "oauth2Client",
                        "The client that asks for a token.",
                        Property.of("id", TEMPLATE, "Its identifier."),
                        Property.of("secret", TEMPLATE, "Its secret."),
                        Property.of("assertion", TEMPLATE, "A signed token that proves who it is."),
                        Property.of(
                                        "authentication",
                                        oneOf(
                                                "client_secret_basic",
                                                "client_secret_post",
                                                "client_secret_jwt",
                                                "private_key_jwt",
                                                "none"),
                                        "How it proves who it is.")
                                .standard(JsonString.of("client_secret_post"))),
                ObjectType.of(
                                "oauth2Request",
                                "How the token is asked for.",
                                Property.of(
                                                "encoding",
                                                oneOf("application/x-www-form-urlencoded", "application/json"),
                                                "The encoding of the request.")
                                        .standard(JsonString.of("application/x-www-form-urlencoded")))
                        .open(),
                ObjectType.of(
                        "oauth2Token",
                        "A token.",
                        Property.of("token", TEMPLATE, "The token.").needed(),
                        Property.of("type", TEMPLATE, "Its type.").needed()));
    }

    private static Property secret() {
        return Property.of("use", reference(Section.SECRETS), "The secret that has the values.");
    }

    private static ObjectType password(String name, String summary) {
        return ObjectType.of(
                        name,
                        summary,
                        Property.of("username", TEMPLATE, "The user name."),
                        Property.of("password", TEMPLATE, "The password."),
                        secret())
                .either(List.of("username", "password"), "use");
    }

    private static ObjectType oauth(String name, String summary, @org.jspecify.annotations.Nullable Property extra) {
        List<Property> properties = new java.util.ArrayList<>(List.of(
                Property.of("authority", URI_TEMPLATE, "The server's URI."),
                Property.of(
                        "grant",
                        oneOf(
                                "authorization_code",
                                "client_credentials",
                                "password",
                                "refresh_token",
                                "urn:ietf:params:oauth:grant-type:token-exchange"),
                        "How the token is granted."),
                Property.of("client", of("oauth2Client"), "The client that asks."),
                Property.of("request", of("oauth2Request"), "How the token is asked for."),
                Property.of("issuers", TEXTS, "The issuers to accept."),
                Property.of("scopes", TEXTS, "The scopes to ask for."),
                Property.of("audiences", TEXTS, "The audiences to ask for."),
                Property.of("username", TEMPLATE, "The user name, for the grant 'password'."),
                Property.of("password", TEMPLATE, "The password, for the grant 'password'."),
                Property.of("subject", of("oauth2Token"), "Whom the request is made for."),
                Property.of("actor", of("oauth2Token"), "Who acts."),
                secret()));
        if (extra != null) {
            properties.add(extra);
        }
        return ObjectType.of(name, summary, properties.toArray(Property[]::new))
                .either(List.of("authority", "grant"), "use");
    }
}
