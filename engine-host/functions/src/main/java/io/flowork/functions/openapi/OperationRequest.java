package io.flowork.functions.openapi;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.arguments.Nearest;
import io.flowork.functions.http.HeaderField;
import io.flowork.functions.http.HttpRequestSpec;
import io.flowork.functions.http.MediaType;
import io.flowork.functions.http.Output;
import io.flowork.functions.openapi.ApiDocument.Operation;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.uri.Uris;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the request of an operation from the parameters a workflow gives.
 *
 * <p>A parameter goes where the operation declares it. The body is the parameter {@code body} (in Swagger 2.0: the
 * parameter with the name of the one that is in the body); without it, parameters that are declared nowhere become its
 * members. An API key that the document declares is a parameter too.
 */
final class OperationRequest {
    private final ApiDocument document;
    private final Operation operation;
    private final Map<String, Parameter> declared = new LinkedHashMap<>();
    private final Map<String, JsonValue> given = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();

    private String path;
    private final List<String> query = new ArrayList<>();
    private final List<HeaderField> headers = new ArrayList<>();
    private final List<String> cookies = new ArrayList<>();
    private final JsonObject.Builder form = new JsonObject.Builder();
    private boolean hasForm;
    private @Nullable JsonValue body;

    private OperationRequest(ApiDocument document, Operation operation, JsonObject parameters)
            throws FunctionException {
        this.document = document;
        this.operation = operation;
        this.path = operation.path();
        parameters.forEach((name, value) -> {
            if (value != JsonNull.NULL) {
                given.put(name, value);
            }
        });
        for (JsonObject place : List.of(operation.item(), operation.description())) {
            for (JsonObject parameter : document.objects(place.get("parameters"))) {
                Parameter read = Parameter.of(parameter, document.version2());
                declared.put(read.in() + " " + read.name(), read);
            }
        }
        for (JsonObject.Member scheme : document.object(schemes())) {
            JsonObject described = document.object(scheme.value());
            if (described.get("type") instanceof JsonString type && type.value().equals("apiKey")) {
                Parameter read = Parameter.of(described, document.version2());
                declared.putIfAbsent(read.in() + " " + read.name(), read);
            }
        }
    }

    private @Nullable JsonValue schemes() throws FunctionException {
        return document.version2()
                ? document.root().get("securityDefinitions")
                : document.object(document.root().get("components")).get("securitySchemes");
    }

    /** The request of an operation. */
    static HttpRequestSpec of(ApiDocument document, Operation operation, Arguments with) throws FunctionException {
        OperationRequest request = new OperationRequest(document, operation, with.object("parameters"));
        request.placeParameters();
        request.placeBody();
        request.checkAllPlaced();
        URI server = document.server(operation);
        return new HttpRequestSpec(
                operation.method(),
                Uris.withQuery(HttpRequestSpec.absolute(join(server.toString(), request.path)), request.query),
                request.headers,
                request.body,
                with.get("authentication"),
                Output.of(with),
                with.flag("redirect", false));
    }

    private static String join(String server, String path) {
        String start = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
        return start + (path.startsWith("/") ? path : "/" + path);
    }

    private void placeParameters() {
        for (Parameter parameter : declared.values()) {
            JsonValue value = given.get(parameter.name());
            if (value == null) {
                if (parameter.required()) {
                    missing.add(parameter.name());
                }
                continue;
            }
            switch (parameter.in()) {
                case "path" -> path = path.replace("{" + parameter.name() + "}", parameter.segment(value));
                case "query" -> query.addAll(parameter.pairs(value));
                case "header" -> headers.add(new HeaderField(parameter.name(), parameter.field(value)));
                case "cookie" -> cookies.addAll(parameter.pairs(value));
                case "formData" -> {
                    form.put(parameter.name(), parameter.explode() ? value : JsonString.of(parameter.field(value)));
                    hasForm = true;
                }
                default -> body = value;
            }
        }
        declared.values().forEach(parameter -> given.remove(parameter.name()));
        if (!cookies.isEmpty()) {
            headers.add(new HeaderField("Cookie", String.join("; ", cookies)));
        }
    }

    private void placeBody() throws FunctionException {
        List<String> types;
        boolean required = false;
        boolean accepted;
        if (document.version2()) {
            types = ApiDocument.strings(operation.description().get("consumes"));
            types = types.isEmpty() ? ApiDocument.strings(document.root().get("consumes")) : types;
            if (hasForm) {
                body = form.build();
                boolean multipart =
                        types.contains("multipart/form-data") && !types.contains("application/x-www-form-urlencoded");
                headers.add(new HeaderField(
                        "Content-Type", multipart ? "multipart/form-data" : "application/x-www-form-urlencoded"));
                return;
            }
            accepted = declared.values().stream()
                    .anyMatch(parameter -> parameter.in().equals("body"));
        } else {
            JsonObject described = document.object(operation.description().get("requestBody"));
            accepted = !described.isEmpty();
            types = document.object(described.get("content")).keys();
            required = described.get("required") == JsonBoolean.TRUE;
            if (accepted) {
                body = given.remove("body");
            }
        }
        if (accepted && body == null && !given.isEmpty()) {
            JsonObject.Builder members = new JsonObject.Builder();
            given.forEach(members::put);
            body = members.build();
            given.clear();
            missing.removeIf(name -> declared.containsKey("body " + name));
        }
        if (body == null) {
            if (required) {
                missing.add("body");
            }
            return;
        }
        String type = types.stream()
                .filter(offered -> MediaType.parse(offered).isJson())
                .findFirst()
                .orElse(types.isEmpty() || types.contains("*/*") ? "application/json" : types.getFirst());
        headers.add(new HeaderField("Content-Type", type));
    }

    private void checkAllPlaced() throws FunctionException {
        if (!missing.isEmpty()) {
            throw Failures.validation("The operation '" + operation.id() + "' needs the "
                    + (missing.size() == 1 ? "parameter " : "parameters ") + quoted(missing) + ".");
        }
        if (!given.isEmpty()) {
            List<String> known = declared.values().stream().map(Parameter::name).toList();
            String unknown = given.keySet().iterator().next();
            throw Failures.validation("The operation '" + operation.id() + "' has no parameter '" + unknown + "'"
                    + Nearest.hint(unknown, known));
        }
    }

    private static String quoted(List<String> names) {
        return String.join(", ", names.stream().map(name -> "'" + name + "'").toList());
    }
}
