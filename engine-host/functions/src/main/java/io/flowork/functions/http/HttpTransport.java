package io.flowork.functions.http;

import io.flowork.functions.cache.Recent;
import io.flowork.functions.uri.Uris;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests and waits for their responses, over connections that all calls share.
 *
 * <p>It follows no redirect and answers no challenge. HTTP/2 is used where TLS negotiates it. Thread-safe.
 */
public final class HttpTransport {
    private final HttpSettings settings;
    private final Recent<ClientIdentity, HttpClient> identified = new Recent<>(100);
    private @Nullable HttpClient client;

    /** A transport; its connections are made when they are needed. */
    public HttpTransport(HttpSettings settings) {
        this.settings = settings;
    }

    private synchronized HttpClient client() {
        HttpClient existing = client;
        if (existing == null) {
            existing = builder().build();
            client = existing;
        }
        return existing;
    }

    /** The client whose connections show a certificate: never shared with those of others. */
    private synchronized HttpClient client(ClientIdentity identity) throws TransportException {
        HttpClient existing = identified.get(identity);
        if (existing == null) {
            try {
                existing = builder().sslContext(identity.context(null)).build();
            } catch (GeneralSecurityException | IOException e) {
                throw new TransportException(
                        "the client's certificate or its key cannot be read: both are PEM, the key as"
                                + " PKCS #8 without a password");
            }
            identified.put(identity, existing);
        }
        return existing;
    }

    private HttpClient.Builder builder() {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .executor(Executors.newVirtualThreadPerTaskExecutor());
    }

    /** Where requests to a URI really go. */
    public URI target(URI uri) {
        String host = uri.getHost();
        if (host == null || settings.hostOverrides().isEmpty()) {
            return uri;
        }
        URI base = settings.hostOverrides().get(host.toLowerCase(Locale.ROOT) + ":" + uri.getPort());
        if (base == null) {
            base = settings.hostOverrides().get(host.toLowerCase(Locale.ROOT));
        }
        return base == null ? uri : Uris.append(base, uri.getRawPath(), uri.getRawQuery());
    }

    /**
     * Sends a request and waits for the whole response, whatever its status.
     *
     * @throws TransportException if there is no response
     * @throws IllegalArgumentException if a field of the header cannot be sent
     */
    public WireReply send(WireRequest request) throws TransportException, InterruptedException {
        return send(request, null, null);
    }

    /**
     * Sends a request and waits for the response, whatever its status; one that is a stream of events may be left before
     * its end.
     *
     * @param identity who the client is in TLS; null if it does not say
     * @param watch makes what decides when a stream of events is left; null to wait for its end
     * @throws TransportException if there is no response
     * @throws IllegalArgumentException if a field of the header cannot be sent
     */
    WireReply send(WireRequest request, @Nullable ClientIdentity identity, @Nullable Supplier<BodyWatch> watch)
            throws TransportException, InterruptedException {
        try {
            HttpResponse<byte[]> response = (identity == null ? client() : client(identity))
                    .send(
                            message(request),
                            info -> new BoundedBody(
                                    settings.maxResponseBytes(),
                                    watch != null && isEventStream(info) ? watch.get() : null));
            return decoded(response);
        } catch (IOException e) {
            throw new TransportException(problem(e, request.uri()));
        }
    }

    /**
     * Sends a request and waits for the header of the response. The body of one that is no refusal is read as it comes in;
     * closing it gives up the connection.
     *
     * @param identity who the client is in TLS; null if it does not say
     * @throws TransportException if there is no response
     * @throws IllegalArgumentException if a field of the header cannot be sent
     */
    WireReply open(WireRequest request, @Nullable ClientIdentity identity)
            throws TransportException, InterruptedException {
        HttpResponse.BodyHandler<Body> bodies = info -> info.statusCode() / 100 == 2
                ? HttpResponse.BodySubscribers.mapping(
                        HttpResponse.BodySubscribers.ofInputStream(), stream -> new Body(new byte[0], stream))
                : HttpResponse.BodySubscribers.mapping(
                        new BoundedBody(settings.maxResponseBytes(), null), bytes -> new Body(bytes, null));
        try {
            HttpResponse<Body> response =
                    (identity == null ? client() : client(identity)).send(message(request), bodies);
            return new WireReply(
                    response.statusCode(), headers(response), response.body().bytes(), response.body().stream());
        } catch (IOException e) {
            throw new TransportException(problem(e, request.uri()));
        }
    }

    private record Body(byte[] bytes, @Nullable InputStream stream) {}

    private static HttpRequest message(WireRequest request) {
        HttpRequest.Builder message = HttpRequest.newBuilder(request.target())
                .version(
                        "https".equalsIgnoreCase(request.target().getScheme())
                                ? HttpClient.Version.HTTP_2
                                : HttpClient.Version.HTTP_1_1);
        byte[] body = request.body();
        message.method(
                request.method(),
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body));
        for (HeaderField field : request.headers()) {
            message.header(field.name(), field.value());
        }
        if (request.headers().stream().noneMatch(field -> field.is("Accept-Encoding"))) {
            message.header("Accept-Encoding", "gzip, deflate");
        }
        if (request.headers().stream().noneMatch(field -> field.is("User-Agent"))) {
            message.header("User-Agent", "Flowork");
        }
        return message.build();
    }

    private static boolean isEventStream(HttpResponse.ResponseInfo info) {
        return MediaType.parse(info.headers().firstValue("Content-Type").orElse(null))
                .is("text/event-stream");
    }

    private static NavigableMap<String, List<String>> headers(HttpResponse<?> response) {
        NavigableMap<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().map().forEach((name, values) -> headers.put(HeaderField.canonical(name), values));
        return headers;
    }

    private WireReply decoded(HttpResponse<byte[]> response) throws IOException {
        NavigableMap<String, List<String>> headers = headers(response);
        byte[] body = response.body();
        String encoding = String.join(",", headers.getOrDefault("Content-Encoding", List.of()))
                .strip()
                .toLowerCase(Locale.ROOT);
        if (body.length > 0 && List.of("gzip", "x-gzip", "deflate").contains(encoding)) {
            body = inflate(body, encoding);
            headers.remove("Content-Encoding");
            headers.remove("Content-Length");
        }
        return new WireReply(response.statusCode(), headers, body);
    }

    private byte[] inflate(byte[] body, String encoding) throws IOException {
        InputStream in = new ByteArrayInputStream(body);
        try (Inflater raw = new Inflater(true);
                InputStream plain = !encoding.equals("deflate")
                        ? new GZIPInputStream(in)
                        : isZlib(body) ? new InflaterInputStream(in) : new InflaterInputStream(in, raw)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[16_384];
            for (int n = plain.read(buffer); n >= 0; n = plain.read(buffer)) {
                if (n > settings.maxResponseBytes() - out.size()) {
                    throw new BoundedBody.TooLarge();
                }
                out.write(buffer, 0, n);
            }
            return out.toByteArray();
        }
    }

    /** Whether data starts with the two bytes of RFC 1950; some servers send bare RFC 1951 data as deflate. */
    private static boolean isZlib(byte[] body) {
        return body.length > 1 && (body[0] & 0x0f) == 8 && (((body[0] & 0xff) << 8) | (body[1] & 0xff)) % 31 == 0;
    }

    private String problem(IOException failure, URI uri) {
        boolean refused = false;
        boolean insecure = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String problem = switch (cause) {
                case BoundedBody.TooLarge e -> "the response is larger than " + settings.maxResponseBytes() + " bytes";
                case HttpConnectTimeoutException e ->
                    "no connection could be made within "
                            + settings.connectTimeout().toMillis() + " ms";
                case UnknownHostException e -> "the host is unknown";
                case UnresolvedAddressException e -> "the host is unknown";
                case CertificateException e -> "the server's certificate is not trusted";
                case ZipException e -> "the response is compressed in a way that cannot be read";
                default -> null;
            };
            if (problem != null) {
                return problem;
            }
            refused |= cause instanceof ConnectException;
            insecure |= cause instanceof SSLException;
        }
        return refused
                ? "nothing answers at " + Uris.origin(uri)
                : insecure
                        ? "a TLS connection could not be made"
                        : "the connection broke before the response was complete";
    }
}
