package io.flowork.functions.asyncapi;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.uri.Uris;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.json.DepthException;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.text.Suggestions;
import io.flowork.grammar.yaml.Document;
import io.flowork.grammar.yaml.YamlReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An AsyncAPI document of version 2 or 3, in JSON or YAML; what it refers to must be in it.
 *
 * @param uri where it came from
 * @param root the document
 * @param old whether it is of version 2
 */
record AsyncApiDocument(String uri, Place root, boolean old) {
    private static final int DEEPEST = 500;
    private static final Pattern VARIABLE = Pattern.compile("\\{([^{}/]+)}");

    /** The protocols that can be spoken, by the names that documents have for them. */
    private static final Map<String, String> PROTOCOLS = Map.of(
            "http", "http",
            "https", "https",
            "ws", "ws",
            "wss", "wss",
            "mqtt", "mqtt",
            "mqtt5", "mqtt",
            "mqtts", "mqtts",
            "secure-mqtt", "mqtts",
            "mqtt-ssl", "mqtts");

    static AsyncApiDocument parse(String uri, String text) throws FunctionException {
        if (value(uri, text) instanceof JsonObject root && root.get("asyncapi") != null) {
            String version = Arguments.textOf(root.get("asyncapi"));
            if (root.depth() > DEEPEST) {
                throw Failures.configuration("The AsyncAPI document at " + uri + " is nested too deeply.");
            }
            if (version.startsWith("2.") || version.startsWith("3.")) {
                return new AsyncApiDocument(uri, Place.of(root), version.startsWith("2."));
            }
        }
        throw Failures.configuration(
                "The document at " + uri + " is no AsyncAPI document: it needs 'asyncapi' with a version 2 or 3.");
    }

    private static JsonValue value(String uri, String text) throws FunctionException {
        try {
            return JsonReader.parse(text);
        } catch (DepthException e) {
            throw Failures.configuration("The AsyncAPI document at " + uri + " is nested too deeply.");
        } catch (JsonSyntaxException notJson) {
            Document document = YamlReader.read(SourceText.of(uri, text));
            for (Diagnostic diagnostic : document.diagnostics()) {
                if (diagnostic.severity() == Severity.ERROR) {
                    throw Failures.configuration("The AsyncAPI document at " + uri + " cannot be read: line "
                            + document.source()
                                    .position(diagnostic.range().start())
                                    .line()
                            + ": " + diagnostic.message() + ".");
                }
            }
            return document.root() == null ? JsonNull.NULL : document.root().json();
        }
    }

    /**
     * What a call does.
     *
     * @param with its arguments: {@code operation} or {@code channel}, {@code server} and {@code protocol}
     * @param sends whether it publishes
     */
    Operation operation(Arguments with, boolean sends) throws FunctionException {
        String name = with.text("operation");
        String channelName = with.text("channel");
        Place definition;
        Place channel;
        if (name != null && !old) {
            definition = member("operations", name, "operation");
            channel = definition.at("channel");
        } else if (name != null) {
            definition = byId(name);
            channel = parent(definition);
        } else {
            channel = member("channels", with.needText("channel"), "channel");
            // version 2 describes what others do: what it calls 'publish' is what a workflow publishes
            definition = old ? channel.at(sends ? "publish" : "subscribe") : channel;
        }
        JsonObject variables =
                with.object("server").get("variables") instanceof JsonObject object ? object : JsonObject.EMPTY;
        Place server = server(with, channel);
        String address = old ? channel.name() : channel.text("address", String.valueOf(channelName));
        String protocol = protocol(server);
        return new Operation(
                address(server, protocol, variables),
                protocol,
                expanded(address, channel.at("parameters"), variables, !sends && protocol.startsWith("mqtt")),
                definition,
                messages(definition, channel),
                root.text("defaultContentType", "application/json"),
                variables);
    }

    private Place member(String section, String name, String what) throws FunctionException {
        Place members = root.at(section);
        if (!members.keys().contains(name)) {
            throw Failures.configuration("The AsyncAPI document at " + uri + " has no " + what + " '" + name + "'"
                    + Suggestions.didYouMean(name, members.keys()) + ".");
        }
        return members.at(name);
    }

    private Place byId(String id) throws FunctionException {
        List<String> ids = new ArrayList<>();
        for (Place channel : root.at("channels").all()) {
            for (String action : List.of("publish", "subscribe")) {
                String found = channel.at(action).text("operationId", "");
                if (found.equals(id)) {
                    return channel.at(action);
                }
                ids.add(found);
            }
        }
        throw Failures.configuration("The AsyncAPI document at " + uri + " has no operation '" + id + "'"
                + Suggestions.didYouMean(id, ids) + ".");
    }

    private Place parent(Place operation) throws FunctionException {
        for (Place channel : root.at("channels").all()) {
            if (operation.pointer().startsWith(channel.pointer() + "/")) {
                return channel;
            }
        }
        throw Failures.configuration("The operation at " + operation.pointer() + " is in no channel.");
    }

    private List<Place> messages(Place definition, Place channel) throws FunctionException {
        if (!old) {
            Place own = definition.at("messages");
            return own.isThere() ? own.all() : channel.at("messages").all();
        }
        Place message = definition.at("message");
        if (message.at("oneOf").isThere()) {
            return message.at("oneOf").all();
        }
        return message.isThere() ? List.of(message) : List.of();
    }

    private Place server(Arguments with, Place channel) throws FunctionException {
        Place servers = root.at("servers");
        String wanted = with.object("server").isEmpty()
                ? null
                : new Arguments("'server' of call: asyncapi", with.object("server")).needText("name");
        if (wanted != null) {
            return member("servers", wanted, "server");
        }
        String protocol = with.text("protocol");
        List<String> allowed = new ArrayList<>();
        for (Place each : channel.at("servers").all()) {
            allowed.add(each.value() instanceof JsonString text ? text.value() : each.name());
        }
        List<String> found = new ArrayList<>();
        for (Place server : servers.all()) {
            String spoken = server.text("protocol", "").toLowerCase(Locale.ROOT);
            boolean fits = protocol == null
                    ? PROTOCOLS.containsKey(spoken)
                    : spoken.equals(protocol) || isSecure(protocol, spoken);
            if (fits && (allowed.isEmpty() || allowed.contains(server.name()))) {
                return server;
            }
            found.add(server.name() + " (" + spoken + ")");
        }
        throw Failures.configuration("The AsyncAPI document at " + uri + " has no server "
                + (protocol == null ? "whose protocol can be spoken" : "for the protocol " + protocol)
                + (found.isEmpty() ? "." : ", only " + String.join(", ", found) + ".")
                + " Flowork speaks http, ws and mqtt.");
    }

    private static boolean isSecure(String protocol, String spoken) {
        String known = PROTOCOLS.getOrDefault(protocol, "");
        return !known.isEmpty() && PROTOCOLS.getOrDefault(spoken, "").equals(known + "s");
    }

    private String protocol(Place server) throws FunctionException {
        String spoken = server.text("protocol", "").toLowerCase(Locale.ROOT);
        String protocol = PROTOCOLS.get(spoken);
        if (protocol == null) {
            throw Failures.configuration("The server '" + server.name() + "' of the AsyncAPI document at " + uri
                    + " speaks '" + spoken + "'. Flowork speaks http, ws and mqtt.");
        }
        return protocol;
    }

    private URI address(Place server, String protocol, JsonObject given) throws FunctionException {
        String text = old ? server.text("url", "") : server.text("host", "") + server.text("pathname", "");
        String expanded = expanded(text, server.at("variables"), given, false);
        int scheme = expanded.indexOf("://");
        URI address = Uris.parse(protocol + "://" + (scheme < 0 ? expanded : expanded.substring(scheme + 3)));
        if (address == null || address.getHost() == null) {
            throw Failures.configuration("The server '" + server.name() + "' of the AsyncAPI document at " + uri
                    + " has no usable address: '" + expanded + "'.");
        }
        return address;
    }

    private String expanded(String template, Place definitions, JsonObject given, boolean any)
            throws FunctionException {
        StringBuilder out = new StringBuilder();
        Matcher variables = VARIABLE.matcher(template);
        while (variables.find()) {
            String name = variables.group(1);
            Place definition = definitions.at(name);
            String byDefault =
                    definition.text("default", definition.at("schema").text("default", ""));
            JsonValue own = given.get(name);
            String value = own == null ? byDefault : Arguments.textOf(own);
            if (value.isEmpty() && !any) {
                throw Failures.configuration(
                        "'" + template + "' needs a value for '" + name + "'. Give it in 'variables' of 'server'.");
            }
            variables.appendReplacement(out, Matcher.quoteReplacement(value.isEmpty() ? "+" : value));
        }
        return variables.appendTail(out).toString();
    }
}
