package io.flowork.functions.http;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.uri.Uris;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request as a workflow describes it; every secret in it is resolved.
 *
 * @param method its method as written
 * @param uri where it goes, absolute, with its query
 * @param headers the fields of its header
 * @param body its body, or null for none
 * @param authentication how it is authenticated, or null
 * @param output what of the response is the result
 * @param redirect whether redirections are followed and accepted
 */
public record HttpRequestSpec(
        String method,
        URI uri,
        List<HeaderField> headers,
        @Nullable JsonValue body,
        @Nullable JsonValue authentication,
        Output output,
        boolean redirect) {

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Copies the fields. */
    public HttpRequestSpec {
        headers = List.copyOf(headers);
    }

    /** The same with a field that tells which call this is, unless the workflow gives one or nobody follows calls. */
    public HttpRequestSpec traced(@Nullable String traceparent) {
        if (traceparent == null || headers.stream().anyMatch(field -> field.is("traceparent"))) {
            return this;
        }
        List<HeaderField> more = new ArrayList<>(headers);
        more.add(new HeaderField("traceparent", traceparent));
        return new HttpRequestSpec(method, uri, more, body, authentication, output, redirect);
    }

    /** Reads the arguments of {@code call: http}. */
    static HttpRequestSpec of(Arguments with) throws FunctionException {
        String method = with.needText("method");
        if (!TOKEN.matcher(method).matches()) {
            throw Failures.validation("'method' of call: http must be an HTTP method such as get or post.");
        }
        JsonValue endpoint = with.need("endpoint");
        JsonValue authentication = null;
        String uri;
        if (endpoint instanceof JsonObject object) {
            Arguments described = new Arguments("'endpoint' of call: http", object);
            uri = described.needText("uri");
            authentication = described.get("authentication");
        } else {
            uri = with.needText("endpoint");
        }
        return new HttpRequestSpec(
                method,
                Uris.withQuery(absolute(uri), Uris.parameters(with.object("query"))),
                headers(with.object("headers")),
                with.get("body"),
                authentication,
                Output.of(with),
                with.flag("redirect", false));
    }

    /** An absolute http or https URI. */
    public static URI absolute(String text) throws FunctionException {
        URI uri = Uris.parse(text);
        String scheme =
                uri == null || uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri == null || uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw Failures.validation(
                    "The endpoint must be an absolute http or https URI such as https://example.com/pets.");
        }
        return uri;
    }

    /** The fields that an object describes: an array repeats its name, null is left out. */
    public static List<HeaderField> headers(JsonObject members) {
        List<HeaderField> fields = new ArrayList<>();
        members.forEach((name, value) -> {
            switch (value) {
                case JsonNull nothing -> {}
                case JsonArray array ->
                    array.forEach(element -> fields.add(new HeaderField(name, Arguments.textOf(element))));
                case JsonValue other -> fields.add(new HeaderField(name, Arguments.textOf(other)));
            }
        });
        return fields;
    }
}
