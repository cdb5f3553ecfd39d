package io.flowork.functions.asyncapi;

import io.flowork.functions.arguments.Failures;
import io.flowork.functions.http.HeaderField;
import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpRequestSpec;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.http.Output;
import io.flowork.functions.secret.SecretResolver;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.uri.Uris;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are requests over HTTP.
 *
 * @param caller makes the requests
 * @param operation what is described
 * @param authentication how they are authenticated, or null
 * @param call the call
 * @param secrets resolves the secrets of the call
 * @param settings how large a message may be
 * @param pace how often it is asked for messages
 */
record HttpMessages(
        HttpCaller caller,
        Operation operation,
        @Nullable JsonValue authentication,
        FunctionCall call,
        SecretResolver secrets,
        HttpSettings settings,
        Pace pace)
        implements Transport {

    @Override
    public void publish(Message message) throws FunctionException, InterruptedException {
        List<HeaderField> headers = new ArrayList<>(HttpRequestSpec.headers(message.headers()));
        if (headers.stream().noneMatch(field -> field.is("Content-Type"))) {
            headers.add(new HeaderField("Content-Type", operation.contentType()));
        }
        caller.exchange(
                new HttpRequestSpec(
                        method("post"), requested(), headers, message.payload(), authentication, Output.CONTENT, false),
                call.key(),
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

    private Place binding() throws FunctionException {
        return operation.definition().at("bindings").at("http");
    }

    private String method(String usually) throws FunctionException {
        return binding().text("method", usually).toLowerCase(Locale.ROOT);
    }

    /** The target with the query that the binding describes: its parameters have values in 'variables', or defaults. */
    private URI requested() throws FunctionException {
        Place query = binding().at("query");
        Place properties = query.at("properties");
        JsonObject.Builder parameters = new JsonObject.Builder();
        for (String name : properties.keys()) {
            JsonValue given = operation.variables().get(name);
            JsonValue value = given == null ? properties.at(name).at("default").value() : given;
            if (value != JsonNull.NULL) {
                parameters.put(name, value);
            } else if (isRequired(query, name)) {
                throw Failures.configuration("'" + operation.address() + "' needs the query parameter '" + name
                        + "'. Give it in 'variables' of 'server'.");
            }
        }
        return Uris.withQuery(target(operation), Uris.parameters(parameters.build()));
    }

    private static boolean isRequired(Place schema, String name) throws FunctionException {
        for (Place required : schema.at("required").all()) {
            if (required.value().equals(JsonString.of(name))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void receive(Inbox inbox) throws FunctionException, InterruptedException {
        String method = method("get");
        if (!method.equals("get")) {
            throw Failures.configuration("'" + operation.address()
                    + "' cannot be received over HTTP: its binding has the"
                    + " method " + method.toUpperCase(Locale.ROOT) + ", so the workflow would have to be the server."
                    + " Messages come as answers to GET; or choose a server with the protocol ws or mqtt.");
        }
        new HttpSubscription(this, requested(), inbox).receive();
    }
}
