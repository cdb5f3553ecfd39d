package io.flowork.functions.a2a;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.http.HttpRequestSpec;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.uri.Uris;
import io.flowork.grammar.json.DepthException;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an agent is, and how it is spoken to.
 *
 * @param uri where its JSON-RPC interface is
 * @param version the version of the protocol it speaks there, such as {@code 0.3.0}
 * @param authentication how requests are authenticated, or null
 */
record Agent(URI uri, String version, @Nullable JsonValue authentication) {
    private static final String BEFORE_1 = "0.3.0";

    /** An interface as a card describes it. */
    private record Interface(String uri, String binding, String version) {
        boolean isJsonRpc() {
            return binding.equalsIgnoreCase("JSONRPC");
        }
    }

    /** Whether it knows the methods by their new names. */
    boolean isNew() {
        return !version.startsWith("0.");
    }

    /** The agent that the arguments of a call describe: by {@code server}, else by the fetched {@code agentCard}. */
    static Agent of(Arguments with) throws FunctionException {
        JsonObject fetched = with.object("agentCard");
        List<Interface> interfaces = fetched.isEmpty() ? List.of() : interfaces(fetched);
        Interface chosen = chosen(interfaces);
        JsonValue server = with.get("server");
        if (server != null) {
            String version = chosen == null ? BEFORE_1 : chosen.version;
            if (server instanceof JsonObject endpoint) {
                Arguments described = new Arguments("'server' of call: a2a", endpoint);
                return new Agent(
                        HttpRequestSpec.absolute(described.needText("uri")), version, described.get("authentication"));
            }
            return new Agent(HttpRequestSpec.absolute(with.needText("server")), version, null);
        }
        if (fetched.isEmpty()) {
            throw Failures.validation("call: a2a needs 'agentCard' or 'server'.");
        }
        String place = new Arguments("'agentCard' of call: a2a", fetched).needText("uri");
        if (chosen == null) {
            throw Failures.configuration("The agent card at " + place + " offers no JSON-RPC interface"
                    + (interfaces.isEmpty()
                            ? ""
                            : ", only "
                                    + String.join(
                                            ", ",
                                            interfaces.stream()
                                                    .map(Interface::binding)
                                                    .toList()))
                    + ". Name the address of one as 'server'.");
        }
        URI card = Uris.parse(place);
        URI reference = Uris.parse(chosen.uri);
        URI uri = HttpRequestSpec.absolute(
                card == null || reference == null
                        ? chosen.uri
                        : card.resolve(reference).toString());
        // credentials for the card are not for whatever address the card names
        boolean same =
                card != null && card.getHost() != null && Uris.origin(card).equals(Uris.origin(uri));
        return new Agent(uri, chosen.version, same ? fetched.get("authentication") : null);
    }

    private static @Nullable Interface chosen(List<Interface> interfaces) {
        Interface chosen = null;
        for (Interface each : interfaces) {
            boolean older = each.version.startsWith("0.") && chosen != null && !chosen.version.startsWith("0.");
            if (each.isJsonRpc() && (chosen == null || older)) {
                chosen = each;
            }
        }
        return chosen;
    }

    private static List<Interface> interfaces(JsonObject fetched) throws FunctionException {
        Arguments document = new Arguments("'agentCard' of call: a2a", fetched);
        JsonValue card;
        try {
            card = JsonReader.parse(document.needText("content"));
        } catch (JsonSyntaxException | DepthException e) {
            throw unusable(document.needText("uri"));
        }
        if (!(card instanceof JsonObject object)) {
            throw unusable(document.needText("uri"));
        }
        List<Interface> interfaces = new ArrayList<>();
        String version = text(object, "protocolVersion", BEFORE_1);
        if (object.get("url") instanceof JsonString url) {
            interfaces.add(new Interface(url.value(), text(object, "preferredTransport", "JSONRPC"), version));
        }
        for (JsonObject each : objects(object.get("additionalInterfaces"))) {
            interfaces.add(new Interface(text(each, "url", ""), text(each, "transport", ""), version));
        }
        for (JsonObject each : objects(object.get("supportedInterfaces"))) {
            interfaces.add(new Interface(
                    text(each, "url", ""), text(each, "protocolBinding", ""), text(each, "protocolVersion", "1.0")));
        }
        return interfaces;
    }

    private static FunctionException unusable(String place) {
        return Failures.configuration("The document at " + place + " is no agent card: a card is a JSON object.");
    }

    private static List<JsonObject> objects(@Nullable JsonValue value) {
        List<JsonObject> objects = new ArrayList<>();
        if (value instanceof JsonArray array) {
            for (JsonValue element : array) {
                if (element instanceof JsonObject object) {
                    objects.add(object);
                }
            }
        }
        return objects;
    }

    private static String text(JsonObject object, String key, String byDefault) {
        return object.get(key) instanceof JsonString text ? text.value() : byDefault;
    }
}
