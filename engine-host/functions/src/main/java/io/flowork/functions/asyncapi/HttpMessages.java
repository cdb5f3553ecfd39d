package io.flowork.functions.asyncapi;

import io.flowork.functions.arguments.Failures;
import io.flowork.functions.http.HeaderField;
import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpRequestSpec;
import io.flowork.functions.http.Output;
import io.flowork.functions.secret.SecretResolver;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.uri.Uris;
import io.flowork.grammar.json.JsonValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are requests over HTTP.
 *
 * @param caller makes the requests
 * @param operation what is described
 * @param authentication how they are authenticated, or null
 * @param key the call's key
 * @param secrets resolves the secrets of the call
 */
record HttpMessages(
        HttpCaller caller, Operation operation, @Nullable JsonValue authentication, String key, SecretResolver secrets)
        implements Transport {

    @Override
    public void publish(Message message) throws FunctionException, InterruptedException {
        List<HeaderField> headers = new ArrayList<>(HttpRequestSpec.headers(message.headers()));
        if (headers.stream().noneMatch(field -> field.is("Content-Type"))) {
            headers.add(new HeaderField("Content-Type", operation.contentType()));
        }
        String method = operation
                .definition()
                .at("bindings")
                .at("http")
                .text("method", "POST")
                .toLowerCase(Locale.ROOT);
        caller.exchange(
                new HttpRequestSpec(
                        method, target(operation), headers, message.payload(), authentication, Output.CONTENT, false),
                key,
                secrets);
    }

    /** The server's address with the channel's after it. */
    static URI target(Operation operation) throws FunctionException {
        String address = operation.address();
        URI channel = Uris.parse(address.startsWith("/") ? address : "/" + address);
        if (channel == null) {
            throw Failures.configuration("The channel '" + address + "' is no path that a server could have.");
        }
        return Uris.append(operation.server(), channel.getRawPath(), channel.getRawQuery());
    }

    @Override
    public void receive(Consumer<Message> messages) throws FunctionException {
        throw Failures.configuration("Messages cannot be received over HTTP, where a workflow would have to be the"
                + " server. Choose a server with the protocol ws or mqtt.");
    }
}
