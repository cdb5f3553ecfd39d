package io.flowork.functions.openapi;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.arguments.Nearest;
import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.json.DepthException;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.yaml.Document;
import io.flowork.grammar.yaml.YamlReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A description of an interface: Swagger 2.0, OpenAPI 3.0 or 3.1.
 *
 * @param uri where it was fetched from
 * @param root its root
 * @param version2 whether it is Swagger 2.0
 */
record ApiDocument(URI uri, JsonObject root, boolean version2) {
    private static final List<String> METHODS =
            List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    private static final int MOST_REFERENCES = 64;

    /**
     * An operation.
     *
     * @param id its {@code operationId}
     * @param method its method in lower case
     * @param path its path, a template
     * @param item the path item it belongs to
     * @param description the operation itself
     */
    record Operation(String id, String method, String path, JsonObject item, JsonObject description) {}

    /** Reads a document in JSON or YAML. */
    static ApiDocument parse(URI uri, String text) throws FunctionException {
        if (value(uri, text) instanceof JsonObject root) {
            if (version(root, "swagger").startsWith("2")) {
                return new ApiDocument(uri, root, true);
            }
            if (version(root, "openapi").startsWith("3.")) {
                return new ApiDocument(uri, root, false);
            }
        }
        throw Failures.configuration("The document at " + uri
                + " is no OpenAPI document: it needs 'openapi' with a version 3, or 'swagger' with version 2.0.");
    }

    private static String version(JsonObject root, String key) {
        JsonValue version = root.get(key);
        return version == null ? "" : Arguments.textOf(version);
    }

    private static JsonValue value(URI uri, String text) throws FunctionException {
        if (text.stripLeading().startsWith("{")) {
            try {
                return JsonReader.parse(text);
            } catch (JsonSyntaxException e) {
                throw unreadable(uri, e.line(), e.column(), String.valueOf(e.getMessage()));
            } catch (DepthException e) {
                throw Failures.configuration("The OpenAPI document at " + uri + " is nested too deeply.");
            }
        }
        Document document = YamlReader.read(SourceText.of(uri.toString(), text));
        for (Diagnostic diagnostic : document.diagnostics()) {
            if (diagnostic.severity() == Severity.ERROR) {
                Position at = document.source().position(diagnostic.range().start());
                throw unreadable(uri, at.line(), at.column(), diagnostic.message());
            }
        }
        return document.root() == null ? JsonNull.NULL : document.root().json();
    }

    private static FunctionException unreadable(URI uri, int line, int column, String problem) {
        return Failures.configuration("The OpenAPI document at " + uri + " cannot be read: line " + line + ", column "
                + column + ": " + problem + (problem.endsWith(".") ? "" : "."));
    }

    /** The operation with an id. */
    Operation operation(String id) throws FunctionException {
        List<String> ids = new ArrayList<>();
        for (JsonObject.Member path : object(root.get("paths"))) {
            JsonObject item = object(path.value());
            for (String method : METHODS) {
                JsonObject operation = object(item.get(method));
                if (operation.get("operationId") instanceof JsonString name) {
                    if (name.value().equals(id)) {
                        return new Operation(id, method, path.key(), item, operation);
                    }
                    ids.add(name.value());
                }
            }
        }
        throw Failures.configuration(
                "The OpenAPI document at " + uri + " has no operation '" + id + "'" + Nearest.hint(id, ids));
    }

    /** A value that should be an object, with its reference followed; empty if it is something else. */
    JsonObject object(@Nullable JsonValue value) throws FunctionException {
        return resolved(value) instanceof JsonObject object ? object : JsonObject.EMPTY;
    }

    /** The elements of an array, with their references followed; those that are no objects are left out. */
    List<JsonObject> objects(@Nullable JsonValue value) throws FunctionException {
        List<JsonObject> objects = new ArrayList<>();
        if (resolved(value) instanceof JsonArray array) {
            for (JsonValue element : array) {
                if (resolved(element) instanceof JsonObject object) {
                    objects.add(object);
                }
            }
        }
        return objects;
    }

    /** The strings of an array. */
    static List<String> strings(@Nullable JsonValue value) {
        List<String> strings = new ArrayList<>();
        if (value instanceof JsonArray array) {
            for (JsonValue element : array) {
                if (element instanceof JsonString string) {
                    strings.add(string.value());
                }
            }
        }
        return strings;
    }

    /** A string, or what it is by default. */
    static String string(@Nullable JsonValue value, String byDefault) {
        return value instanceof JsonString string ? string.value() : byDefault;
    }

    private @Nullable JsonValue resolved(@Nullable JsonValue value) throws FunctionException {
        JsonValue current = value;
        for (int i = 0; i < MOST_REFERENCES; i++) {
            if (!(current instanceof JsonObject object) || !(object.get("$ref") instanceof JsonString reference)) {
                return current;
            }
            current = referenced(reference.value());
        }
        throw Failures.configuration("The OpenAPI document at " + uri + " has references that lead in a circle.");
    }

    private JsonValue referenced(String reference) throws FunctionException {
        if (!reference.startsWith("#")) {
            throw Failures.configuration("The OpenAPI document at " + uri + " refers to another document, '" + reference
                    + "', which is not available yet. Bundle it into one document.");
        }
        String pointer = JsonPointer.ofReference(reference);
        JsonValue target = pointer == null ? null : JsonPointer.find(root, pointer);
        if (target == null) {
            throw Failures.configuration(
                    "The OpenAPI document at " + uri + " refers to '" + reference + "', which is not in it.");
        }
        return target;
    }

    /** Where an operation is served: the URI that its path is added to. */
    URI server(Operation operation) throws FunctionException {
        if (version2) {
            String scheme = "http".equalsIgnoreCase(uri.getScheme()) ? "http" : "https";
            List<String> schemes = strings(operation.description().get("schemes"));
            schemes = schemes.isEmpty() ? strings(root.get("schemes")) : schemes;
            if (!schemes.isEmpty() && !schemes.contains(scheme)) {
                scheme = schemes.contains("https") ? "https" : schemes.getFirst();
            }
            String host = string(root.get("host"), uri.getRawAuthority() == null ? "" : uri.getRawAuthority());
            return reference(scheme + "://" + host + string(root.get("basePath"), ""));
        }
        for (JsonValue place : new JsonValue[] {operation.description(), operation.item(), root}) {
            List<JsonObject> servers = objects(object(place).get("servers"));
            if (!servers.isEmpty()) {
                JsonObject server = servers.getFirst();
                String url = string(server.get("url"), "/");
                for (JsonObject.Member variable : object(server.get("variables"))) {
                    String value = string(object(variable.value()).get("default"), "");
                    url = url.replace("{" + variable.key() + "}", value);
                }
                return reference(url);
            }
        }
        return reference("/");
    }

    private URI reference(String text) throws FunctionException {
        try {
            URI server = uri.resolve(text.strip());
            if (server.getHost() != null) {
                return server;
            }
        } catch (IllegalArgumentException e) {
            throw Failures.configuration(noServer(text));
        }
        throw Failures.configuration(noServer(text));
    }

    private String noServer(String text) {
        return "The OpenAPI document at " + uri + " names '" + text + "' as its server, which is no http or https URI.";
    }
}
