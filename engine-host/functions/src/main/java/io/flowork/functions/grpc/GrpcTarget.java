package io.flowork.functions.grpc;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.http.HttpTransport;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.uri.Uris;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonValue;
import java.net.URI;

/**
 * Where a service is.
 *
 * <p>The standard has no place to say whether a connection is by TLS. It is on the ports {@value #HTTPS} and
 * {@value #HTTPS_ALTERNATIVE}, and without a port; on any other it is plaintext. The owner of the engine decides otherwise
 * with a host override, whose scheme counts.
 *
 * @param host its host as the workflow names it
 * @param port its port
 * @param address where connections really go; {@code https} for TLS
 */
record GrpcTarget(String host, int port, URI address) {
    private static final int HTTPS = 443;
    private static final int HTTPS_ALTERNATIVE = 8443;

    static GrpcTarget of(Arguments service, HttpSettings settings) throws FunctionException {
        String host = service.needText("host");
        int port = switch (service.get("port")) {
            case null -> HTTPS;
            case JsonInteger number when number.value() >= 0 && number.value() <= 65_535 -> (int) number.value();
            case JsonValue other -> throw Failures.validation("'port' of " + service.of() + " must be a port.");
        };
        boolean tls = port == HTTPS || port == HTTPS_ALTERNATIVE;
        URI uri = Uris.parse((tls ? "https://" : "http://") + host + ":" + port);
        if (uri == null || uri.getHost() == null) {
            throw Failures.validation("'host' of " + service.of() + " must be the name of a host.");
        }
        return new GrpcTarget(host, port, new HttpTransport(settings).target(uri));
    }

    boolean tls() {
        return "https".equalsIgnoreCase(address.getScheme());
    }

    /** The port of the real address. */
    int realPort() {
        return address.getPort() >= 0 ? address.getPort() : tls() ? HTTPS : 80;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
