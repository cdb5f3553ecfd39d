package io.flowork.host.trace;

import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.host.exit.CommandException;
import io.flowork.runtime.Secrets;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where traces are sent.
 *
 * @param endpoint the collector's base address, or that of its traces
 * @param headers what requests carry beside their content: by the header's name, the name of the secret that is its value
 */
public record Collector(URI endpoint, Map<String, String> headers) {
    /** Copies the headers. */
    public Collector {
        headers = Map.copyOf(headers);
    }

    /**
     * The headers with their values, which are for the collector only.
     *
     * @throws CommandException if a secret cannot be had, or is no value of a header
     */
    Map<String, String> resolved(Secrets secrets) {
        Map<String, String> values = new LinkedHashMap<>();
        headers.forEach((header, secret) -> values.put(header, value(header, secret, secrets)));
        return values;
    }

    /** Nothing that is said quotes the setting: somebody may have written the value where its name belongs. */
    private String value(String header, String secret, Secrets secrets) {
        Optional<JsonValue> value;
        try {
            value = secrets.value(secret);
        } catch (FunctionException e) {
            throw wrong(header, "there is no secret with the name that it is set to");
        }
        if (!(value.orElse(null) instanceof JsonString string)) {
            throw wrong(header, "it is set to the name of a secret that is a string, and this is none");
        }
        boolean fits;
        try {
            HttpRequest.newBuilder(endpoint).header(header, string.value());
            fits = !header.equalsIgnoreCase("Content-Type");
        } catch (IllegalArgumentException e) {
            fits = false;
        }
        if (!fits) {
            throw wrong(header, "a header with this name cannot be set, or not to what the secret holds");
        }
        return string.value();
    }

    private static CommandException wrong(String header, String why) {
        return CommandException.usage("otel.headers.%s: %s. See docs/operate.md, \"Traces\"".formatted(header, why));
    }
}
