package io.flowork.gateway.rest;

import io.flowork.gateway.http.Answer;
import io.flowork.gateway.http.Exchange;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpField;

/** Reads CloudEvents 1.0 as their HTTP binding has them: structured, in a batch, or binary. */
final class CloudEvents {
    static final String STRUCTURED = "application/cloudevents+json";
    static final String BATCH = "application/cloudevents-batch+json";

    private static final String PREFIX = "ce-";
    private static final List<String> REQUIRED = List.of("id", "source", "type");

    private CloudEvents() {}

    /** The events of a request. */
    static List<JsonObject> of(Exchange exchange) {
        return switch (exchange.type()) {
            case STRUCTURED -> List.of(checked(exchange.json(), ""));
            case BATCH -> batch(exchange);
            default -> List.of(checked(binary(exchange), ""));
        };
    }

    private static List<JsonObject> batch(Exchange exchange) {
        if (!(exchange.json() instanceof JsonArray array)) {
            throw Exchange.wrong("", "a batch is an array of events");
        }
        List<JsonObject> events = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            events.add(checked(array.get(i), "/" + i));
        }
        return events;
    }

    private static JsonObject checked(JsonValue value, String pointer) {
        if (!(value instanceof JsonObject event)) {
            throw Exchange.wrong(pointer, "an event is an object; this is of type " + value.typeName());
        }
        if (!(event.get("specversion") instanceof JsonString version
                && version.value().equals("1.0"))) {
            throw Exchange.wrong(pointer + "/specversion", "this must be \"1.0\"");
        }
        for (String name : REQUIRED) {
            if (!(event.get(name) instanceof JsonString text) || text.value().isEmpty()) {
                throw Exchange.wrong(pointer + "/" + name, "this must be a string that is not empty");
            }
        }
        return event;
    }

    /** Attributes in header fields, data in the body. */
    private static JsonObject binary(Exchange exchange) {
        JsonObject.Builder event = new JsonObject.Builder();
        for (HttpField field : exchange.headers()) {
            String name = field.getName().toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX)) {
                event.put(name.substring(PREFIX.length()), decoded(field.getValue()));
            }
        }
        String type = exchange.type();
        if (exchange.isEmpty()) {
            return event.build();
        }
        event.put("datacontenttype", type);
        if (type.equals(Answer.JSON) || type.endsWith("+json")) {
            event.put("data", exchange.json());
        } else if (type.startsWith("text/") || type.endsWith("xml")) {
            event.put("data", exchange.text());
        } else {
            event.put("data_base64", Base64.getEncoder().encodeToString(exchange.bytes()));
        }
        return event.build();
    }

    /** Values in header fields are percent-encoded where they are not printable. */
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
