package io.flowork.functions.openapi;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Descriptors;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.cache.Recent;
import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpRequestSpec;
import io.flowork.functions.secret.SecretResolver;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.functions.uri.Uris;
import io.flowork.grammar.json.JsonValue;
import java.net.URI;

/**
 * {@code call: openapi}. Its argument {@code document} is the fetched document: an object with {@code uri} and
 * {@code content}, the text.
 */
public final class OpenApiFunction implements FunctionHandler {
    private record Source(URI uri, String text) {}

    private final HttpCaller caller;
    private final Recent<Source, ApiDocument> documents = new Recent<>(16);

    /** The function over a caller's connections. */
    public OpenApiFunction(HttpCaller caller) {
        this.caller = caller;
    }

    @Override
    public FunctionDescriptor descriptor() {
        return Descriptors.read(OpenApiFunction.class, "openapi");
    }

    @Override
    public JsonValue call(FunctionCall call) throws FunctionException, InterruptedException {
        SecretResolver secrets = new SecretResolver(call.context());
        Arguments with =
                new Arguments("call: openapi", secrets.object(call.arguments().without("document")));
        Arguments fetched = new Arguments(
                "'document' of call: openapi", new Arguments("call: openapi", call.arguments()).object("document"));
        URI uri = Uris.parse(fetched.needText("uri"));
        if (uri == null) {
            throw Failures.validation("'uri' of " + fetched.of() + " must be a URI.");
        }
        Source source = new Source(uri, fetched.needText("content"));
        ApiDocument document = documents.get(source);
        if (document == null) {
            document = ApiDocument.parse(source.uri(), source.text());
            documents.put(source, document);
        }
        HttpRequestSpec request = OperationRequest.of(document, document.operation(with.needText("operationId")), with);
        return caller.call(request.traced(call.context().traceparent()), call.key(), secrets);
    }
}
