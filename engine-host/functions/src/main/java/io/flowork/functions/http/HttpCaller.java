package io.flowork.functions.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.http.auth.Authenticator;
import io.flowork.functions.http.auth.Credentials;
import io.flowork.functions.http.auth.Fixed;
import io.flowork.functions.secret.Masking;
import io.flowork.functions.secret.SecretResolver;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.uri.Uris;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one call over HTTP: encodes the body, authenticates, follows redirections, and turns the response into a value
 * or an error. Thread-safe; connections and tokens are shared by all calls.
 */
public final class HttpCaller {
    /** How many redirections are followed. */
    public static final int MOST_REDIRECTS = 10;

    /** The largest content of a refused call that is kept in its error, in characters of JSON. */
    public static final int MOST_ERROR_DATA = 64 << 10;

    private static final List<String> CREDENTIAL_FIELDS = List.of("Authorization", "Proxy-Authorization", "Cookie");

    private final HttpTransport transport;
    private final Authenticator authenticator;

    /** A caller with connections and tokens of its own. */
    public HttpCaller(HttpSettings settings) {
        this(settings, Clock.systemUTC());
    }

    /** A caller with a clock by which tokens expire. */
    public HttpCaller(HttpSettings settings, Clock clock) {
        this.transport = new HttpTransport(settings);
        this.authenticator = new Authenticator(transport, clock);
    }

    /** A request as it stands after some redirections, and who it is from. */
    private record Hop(WireRequest request, String method, Credentials credentials) {}

    /**
     * Makes a call.
     *
     * @param spec the request
     * @param key the call's key, sent as {@code Idempotency-Key} with POST and PATCH
     * @param secrets resolves the secrets of the call
     * @return what {@link HttpRequestSpec#output()} says, without secrets
     */
    public JsonValue call(HttpRequestSpec spec, String key, SecretResolver secrets)
            throws FunctionException, InterruptedException {
        Response response = exchange(spec, key, secrets);
        return switch (spec.output()) {
            case RAW -> Content.raw(response.reply(), secrets.masking());
            case CONTENT -> Content.deserialised(response.reply(), secrets.masking());
            case RESPONSE -> response(response, secrets.masking());
        };
    }

    /**
     * The value of {@code Authorization} by an authentication policy, for protocols beside HTTP; null for none.
     *
     * @param policy the policy, as for {@link HttpRequestSpec#authentication()}
     * @param uri what is called
     * @param secrets resolves secrets named in the policy, and masks what comes of them
     */
    public @Nullable String authorization(@Nullable JsonValue policy, URI uri, SecretResolver secrets)
            throws FunctionException, InterruptedException {
        URI plain = Uris.withoutUserInfo(uri);
        String authorization = authenticator
                .credentials(policy, uri, secrets)
                .authorization(new WireRequest("GET", plain, plain, List.of(), null));
        if (authorization != null && authorization.startsWith("Basic ")) {
            secrets.masking().add(authorization.substring("Basic ".length()));
        }
        return authorization;
    }

    /**
     * A response that is no error.
     *
     * @param request the request it answers: the last one, if redirections were followed
     * @param method the request's method as the workflow wrote it
     * @param reply the response
     */
    public record Response(WireRequest request, String method, WireReply reply) {}

    /** Makes a call and gives its response as it came; it may have secrets in it. */
    public Response exchange(HttpRequestSpec spec, String key, SecretResolver secrets)
            throws FunctionException, InterruptedException {
        return exchange(spec, key, secrets, (request, identity) -> transport.send(request, identity, null));
    }

    /**
     * Makes a call and gives its response as it came; it may have secrets in it.
     *
     * @param watch makes what decides when a response that is a stream of events is left; null to wait for its end
     */
    public Response exchange(
            HttpRequestSpec spec, String key, SecretResolver secrets, @Nullable Supplier<BodyWatch> watch)
            throws FunctionException, InterruptedException {
        return exchange(spec, key, secrets, (request, identity) -> transport.send(request, identity, watch));
    }

    /**
     * Makes a call and gives its response as soon as its header is there; what comes may have secrets in it.
     *
     * @return a response whose reply has a {@link WireReply#stream()}, unless it has no content to read
     */
    public Response open(HttpRequestSpec spec, String key, SecretResolver secrets)
            throws FunctionException, InterruptedException {
        return exchange(spec, key, secrets, transport::open);
    }

    /** How a request is sent. */
    private interface Wire {
        WireReply send(WireRequest request, @Nullable ClientIdentity identity)
                throws TransportException, InterruptedException;
    }

    private Response exchange(HttpRequestSpec spec, String key, SecretResolver secrets, Wire wire)
            throws FunctionException, InterruptedException {
        Credentials credentials = authenticator.credentials(spec.authentication(), spec.uri(), secrets);
        Hop hop = new Hop(request(spec, key), spec.method(), credentials);
        Masking masking = secrets.masking();
        for (int followed = 0; ; followed++) {
            WireReply reply = send(hop, masking, wire);
            String location = reply.header("Location");
            if (spec.redirect() && isFollowed(reply.status()) && location != null) {
                if (followed == MOST_REDIRECTS) {
                    throw failed(hop.request(), masking, "there were more than " + MOST_REDIRECTS + " redirections");
                }
                hop = next(hop, reply.status(), location, masking);
                continue;
            }
            if (reply.status() < 200 || reply.status() > (spec.redirect() ? 399 : 299)) {
                throw refused(hop.request(), reply, masking);
            }
            return new Response(withAuthorization(hop), hop.method(), reply);
        }
    }

    private WireRequest request(HttpRequestSpec spec, String key) throws FunctionException {
        List<HeaderField> headers = new ArrayList<>(spec.headers());
        String method = spec.method().toUpperCase(Locale.ROOT);
        byte[] body = null;
        if (spec.body() != null) {
            String given = headers.stream()
                    .filter(field -> field.is("Content-Type"))
                    .map(HeaderField::value)
                    .findFirst()
                    .orElse(null);
            Payload payload = Payload.of(spec.body(), given, key);
            body = payload.bytes();
            headers.removeIf(field -> field.is("Content-Type"));
            headers.add(new HeaderField("Content-Type", payload.contentType()));
        }
        if (headers.stream().noneMatch(field -> field.is("Accept"))) {
            headers.add(new HeaderField("Accept", "application/json, */*;q=0.8"));
        }
        if ((method.equals("POST") || method.equals("PATCH"))
                && headers.stream().noneMatch(field -> field.is("Idempotency-Key"))) {
            headers.add(new HeaderField("Idempotency-Key", key));
        }
        URI uri = Uris.withoutUserInfo(spec.uri());
        return new WireRequest(method, uri, transport.target(uri), headers, body);
    }

    private WireReply send(Hop hop, Masking masking, Wire wire) throws FunctionException, InterruptedException {
        while (true) {
            String authorization = hop.credentials().authorization(hop.request());
            WireRequest request = hop.request();
            if (authorization != null) {
                request = request.with(new HeaderField("Authorization", authorization));
                if (authorization.startsWith("Basic ")) {
                    masking.add(authorization.substring("Basic ".length()));
                }
            }
            WireReply reply;
            try {
                reply = wire.send(request, hop.credentials().identity());
            } catch (TransportException e) {
                throw failed(request, masking, e.problem());
            } catch (IllegalArgumentException e) {
                throw Failures.validation(unsendable(request));
            }
            if (reply.status() != 401 || !hop.credentials().again(reply)) {
                return reply;
            }
        }
    }

    private static String unsendable(WireRequest request) {
        for (HeaderField field : request.headers()) {
            if (List.of("connection", "content-length", "expect", "host", "upgrade")
                    .contains(field.name().toLowerCase(Locale.ROOT))) {
                return "The header '" + field.name() + "' cannot be set: it follows from the request.";
            }
        }
        return "A header has characters in its name or value that HTTP does not allow, such as a line break.";
    }

    private static WireRequest withAuthorization(Hop hop) {
        return hop.credentials().equals(Fixed.NONE)
                ? hop.request()
                : hop.request().with(new HeaderField("Authorization", JsonSecret.MASK));
    }

    private static boolean isFollowed(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /** The request a redirection asks for (RFC 9110, section 15.4; methods change as in the Fetch standard). */
    private Hop next(Hop hop, int status, String location, Masking masking) throws FunctionException {
        WireRequest old = hop.request();
        URI reference = Uris.parse(location);
        URI uri = reference == null ? null : Uris.withoutUserInfo(old.uri().resolve(reference));
        if (uri == null
                || uri.getHost() == null
                || !("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))) {
            throw failed(old, masking, "it is redirected to something that is no http or https URI");
        }
        if ("https".equalsIgnoreCase(old.uri().getScheme()) && "http".equalsIgnoreCase(uri.getScheme())) {
            throw failed(old, masking, "it is redirected from https to http, which would give up its protection");
        }
        boolean sameOrigin = Uris.origin(uri).equals(Uris.origin(old.uri()));
        List<HeaderField> headers = new ArrayList<>(old.headers());
        String method = old.method();
        String shown = hop.method();
        byte[] body = old.body();
        if ((status == 303 && !method.equals("HEAD")) || (status < 303 && method.equals("POST"))) {
            method = "GET";
            shown = "get";
            body = null;
            headers.removeIf(field -> field.is("Content-Type") || field.is("Idempotency-Key"));
        }
        if (!sameOrigin) {
            headers.removeIf(field -> CREDENTIAL_FIELDS.stream().anyMatch(field::is) || masking.isIn(field.value()));
            if (body != null && masking.isIn(new String(body, ISO_8859_1))) {
                throw failed(old, masking, "it is redirected to another origin, and its body has a secret in it");
            }
        }
        return new Hop(
                new WireRequest(method, uri, transport.target(uri), headers, body),
                shown,
                sameOrigin ? hop.credentials() : Fixed.NONE);
    }

    private static String described(WireRequest request, Masking masking) {
        return request.method() + " " + masking.text(request.uri().toString());
    }

    private static FunctionException failed(WireRequest request, Masking masking, String problem) {
        return Failures.communication(described(request, masking) + " failed: " + problem + ".");
    }

    private static FunctionException refused(WireRequest request, WireReply reply, Masking masking) {
        JsonValue content = Content.deserialised(reply, masking);
        if (content.weight() > MOST_ERROR_DATA) {
            String text = content instanceof JsonString string ? string.value() : content.toString();
            content = JsonString.of(text.substring(0, Math.min(text.length(), MOST_ERROR_DATA)) + "…");
        }
        String phrase = StatusPhrases.of(reply.status());
        return new FunctionException(new WorkflowError(
                Kind.COMMUNICATION.uri(),
                reply.status(),
                phrase,
                described(request, masking) + " was answered with status " + reply.status() + ".",
                null,
                content));
    }

    private static JsonObject response(Response response, Masking masking) {
        WireRequest request = response.request();
        Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (HeaderField field : request.headers()) {
            String value =
                    CREDENTIAL_FIELDS.stream().anyMatch(field::is) ? JsonSecret.MASK : masking.text(field.value());
            sent.merge(HeaderField.canonical(field.name()), value, (first, second) -> first + ", " + second);
        }
        Map<String, String> received = new TreeMap<>();
        response.reply()
                .headers()
                .forEach((name, values) -> received.put(name, masking.text(String.join(", ", values))));
        return new JsonObject.Builder()
                .put(
                        "request",
                        new JsonObject.Builder()
                                .put("method", response.method())
                                .put("uri", masking.text(request.uri().toString()))
                                .put("headers", object(sent))
                                .build())
                .put("statusCode", response.reply().status())
                .put("headers", object(received))
                .put("content", Content.deserialised(response.reply(), masking))
                .build();
    }

    private static JsonObject object(Map<String, String> members) {
        JsonObject.Builder object = new JsonObject.Builder();
        members.forEach(object::put);
        return object.build();
    }
}
