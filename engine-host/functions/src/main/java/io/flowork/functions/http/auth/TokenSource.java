package io.flowork.functions.http.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.functions.arguments.Failures;
import io.flowork.functions.cache.Recent;
import io.flowork.functions.http.ClientIdentity;
import io.flowork.functions.http.HeaderField;
import io.flowork.functions.http.HttpTransport;
import io.flowork.functions.http.TransportException;
import io.flowork.functions.http.WireReply;
import io.flowork.functions.http.WireRequest;
import io.flowork.functions.secret.Masking;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.uri.PercentEncoding;
import io.flowork.functions.uri.Uris;
import io.flowork.grammar.json.DepthException;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.PrivateKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Fetches access tokens and keeps each until shortly before it expires. Thread-safe. */
final class TokenSource {
    /** How long before its end a token is no longer used, in milliseconds. */
    private static final long MARGIN = 10_000;

    private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static final String REFRESH = "refresh_token";

    private record Token(
            String text, long usableUntil, @Nullable String refresh) {}

    /** The token of one grant; its lock lets one call fetch while the others wait. */
    private static final class Slot {
        final ReentrantLock lock = new ReentrantLock();

        @Nullable
        Token token;

        /** The newest refresh token that the server gave in place of the configured one. */
        @Nullable
        String refresh;
    }

    private final HttpTransport transport;
    private final Clock clock;
    private final Recent<Grant, Slot> slots = new Recent<>(1_000);

    TokenSource(HttpTransport transport, Clock clock) {
        this.transport = transport;
        this.clock = clock;
    }

    /** A token that has not expired. */
    String token(Grant grant, Masking masking) throws FunctionException, InterruptedException {
        Slot slot = slots.getOrMake(grant, key -> new Slot());
        slot.lock.lockInterruptibly();
        try {
            Token token = slot.token;
            if (token == null || token.usableUntil() <= clock.millis()) {
                token = fetch(grant, slot.refresh, masking);
                slot.token = token;
                if (token.refresh() != null) {
                    slot.refresh = token.refresh();
                }
            }
            return token.text();
        } finally {
            slot.lock.unlock();
        }
    }

    /** Drops a token that was refused; a newer one stays. */
    void forget(Grant grant, String refused) throws InterruptedException {
        Slot slot = slots.get(grant);
        if (slot != null) {
            slot.lock.lockInterruptibly();
            try {
                Token token = slot.token;
                if (token != null && token.text().equals(refused)) {
                    slot.token = null;
                }
            } finally {
                slot.lock.unlock();
            }
        }
    }

    private Token fetch(Grant grant, @Nullable String refresh, Masking masking)
            throws FunctionException, InterruptedException {
        URI endpoint = grant.discovered() ? discover(grant, masking) : grant.endpoint();
        Map<String, String> parameters = new LinkedHashMap<>(grant.parameters());
        if (refresh != null) {
            parameters.replace(REFRESH, refresh);
        }
        List<HeaderField> headers = new ArrayList<>();
        headers.add(new HeaderField("Accept", "application/json"));
        authenticate(grant.client(), endpoint, parameters, headers);

        String body;
        if (grant.json()) {
            JsonObject.Builder json = new JsonObject.Builder();
            parameters.forEach(json::put);
            body = JsonWriter.compact(json.build());
            headers.add(new HeaderField("Content-Type", "application/json"));
        } else {
            JsonObject.Builder form = new JsonObject.Builder();
            parameters.forEach(form::put);
            body = String.join("&", Uris.parameters(form.build()));
            headers.add(new HeaderField("Content-Type", "application/x-www-form-urlencoded"));
        }
        String what = "The token request to "
                + masking.text(Uris.withoutUserInfo(endpoint).toString());
        WireReply reply = send(
                new WireRequest("POST", endpoint, transport.target(endpoint), headers, body.getBytes(UTF_8)), what);
        JsonObject answer = json(reply);
        if (reply.status() < 200 || reply.status() > 299) {
            JsonValue reason = answer == null ? null : answer.get("error");
            throw Failures.authentication(what + " was refused with status " + reply.status()
                    + (reason instanceof JsonString code ? " (" + masking.text(code.value()) + ")." : "."));
        }
        if (answer == null
                || !(answer.get("access_token") instanceof JsonString token)
                || token.value().isEmpty()) {
            throw Failures.authentication(what + " was answered without an access token.");
        }
        checkIssuer(grant, token.value(), what);
        long usableUntil = answer.get("expires_in") instanceof JsonNumber seconds
                ? clock.millis() + (long) (seconds.doubleValue() * 1000) - MARGIN
                : 0;
        String rotated = answer.get(REFRESH) instanceof JsonString text ? text.value() : null;
        if (rotated != null) {
            masking.add(rotated);
        }
        return new Token(token.value(), usableUntil, rotated);
    }

    private URI discover(Grant grant, Masking masking) throws FunctionException, InterruptedException {
        URI document = grant.endpoint();
        String what = "The discovery document at "
                + masking.text(Uris.withoutUserInfo(document).toString());
        WireReply reply = send(
                new WireRequest(
                        "GET",
                        document,
                        transport.target(document),
                        List.of(new HeaderField("Accept", "application/json")),
                        null),
                what);
        JsonObject configuration = reply.status() == 200 ? json(reply) : null;
        URI endpoint = configuration != null && configuration.get("token_endpoint") instanceof JsonString text
                ? Uris.parse(text.value())
                : null;
        if (configuration != null
                && configuration.get("issuer") instanceof JsonString issuer
                && !document.toString().equals(Grant.discovery(issuer.value()))) {
            throw Failures.authentication(what + " is of another issuer (" + masking.text(issuer.value()) + ").");
        }
        if (endpoint == null || endpoint.getHost() == null) {
            throw Failures.authentication(what + " names no token endpoint (status " + reply.status() + ").");
        }
        return endpoint;
    }

    private WireReply send(WireRequest request, String what) throws FunctionException, InterruptedException {
        try {
            return transport.send(request);
        } catch (TransportException e) {
            throw Failures.communication(what + " failed: " + e.problem() + ".");
        }
    }

    private static @Nullable JsonObject json(WireReply reply) {
        try {
            return JsonReader.parse(new ByteArrayInputStream(reply.body())) instanceof JsonObject object
                    ? object
                    : null;
        } catch (JsonSyntaxException | DepthException | IOException e) {
            return null;
        }
    }

    private void authenticate(
            Grant.Client client, URI endpoint, Map<String, String> parameters, List<HeaderField> headers)
            throws FunctionException {
        String id = client.id();
        if (!client.method().equals("none") && id == null) {
            throw Failures.configuration("The client needs an 'id' to authenticate by '" + client.method() + "'.");
        }
        switch (client.method()) {
            case "client_secret_basic" -> {
                String credentials = PercentEncoding.unreserved(id == null ? "" : id) + ":"
                        + PercentEncoding.unreserved(need(client.secret(), "secret", client));
                headers.add(new HeaderField(
                        "Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8))));
                return;
            }
            case "client_secret_post" -> parameters.put("client_secret", need(client.secret(), "secret", client));
            case "client_secret_jwt" -> {
                parameters.put("client_assertion_type", JWT_BEARER);
                parameters.put(
                        "client_assertion",
                        client.assertion() != null
                                ? client.assertion()
                                : assertion(
                                        id == null ? "" : id,
                                        endpoint,
                                        Signing.with(need(client.secret(), "secret", client))));
            }
            case "private_key_jwt" -> {
                parameters.put("client_assertion_type", JWT_BEARER);
                PrivateKey key = client.secret() == null ? null : ClientIdentity.privateKey(client.secret());
                parameters.put(
                        "client_assertion",
                        client.assertion() == null && key != null
                                ? assertion(id == null ? "" : id, endpoint, Signing.with(key))
                                : need(client.assertion(), "assertion", client));
            }
            case "none" -> {}
            case String other ->
                throw Failures.configuration("The client authentication '" + other + "' is not available.");
        }
        if (id != null) {
            parameters.put("client_id", id);
        }
    }

    private static String need(@Nullable String value, String name, Grant.Client client) throws FunctionException {
        if (value == null) {
            throw Failures.configuration(
                    "The client needs a '" + name + "' to authenticate by '" + client.method() + "'.");
        }
        return value;
    }

    /** An assertion of who the client is (RFC 7523; OpenID Connect Core, section 9). */
    private String assertion(String id, URI audience, Signing signing) throws FunctionException {
        long now = clock.millis() / 1000;
        JsonObject header = new JsonObject.Builder()
                .put("alg", signing.algorithm())
                .put("typ", "JWT")
                .build();
        JsonObject claims = new JsonObject.Builder()
                .put("iss", id)
                .put("sub", id)
                .put("aud", audience.toString())
                .put("jti", UUID.randomUUID().toString())
                .put("iat", now)
                .put("exp", now + 60)
                .build();
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String signed = base64.encodeToString(JsonWriter.compact(header).getBytes(UTF_8)) + "."
                + base64.encodeToString(JsonWriter.compact(claims).getBytes(UTF_8));
        return signed + "." + base64.encodeToString(signing.sign(signed.getBytes(UTF_8)));
    }

    /** Compares the issuer of a token that is a JWT with the accepted ones; its signature is for the service to check. */
    private static void checkIssuer(Grant grant, String token, String what) throws FunctionException {
        if (grant.issuers().isEmpty()) {
            return;
        }
        String issuer = null;
        String[] parts = token.split("\\.", -1);
        if (parts.length == 3) {
            try {
                String claims = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
                if (JsonReader.parse(claims) instanceof JsonObject object
                        && object.get("iss") instanceof JsonString iss) {
                    issuer = iss.value();
                }
            } catch (IllegalArgumentException | JsonSyntaxException | DepthException e) {
                issuer = null;
            }
        }
        if (issuer == null || !grant.issuers().contains(issuer)) {
            throw Failures.authentication(what + " was answered with a token that is not of an accepted issuer ("
                    + JsonArray.of(grant.issuers().stream().map(JsonString::of).toList()) + ").");
        }
    }
}
