package io.flowork.host.trace;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Spans as OTLP/HTTP has them in JSON: an {@code ExportTraceServiceRequest} of version 1. */
final class OtlpJson {
    private static final int INTERNAL = 1;
    private static final int CLIENT = 3;
    private static final int ERROR = 2;

    private OtlpJson() {}

    static JsonObject request(List<Span> spans, String version) {
        JsonObject scope = JsonObject.of(
                "scope",
                JsonObject.of("name", JsonString.of("flowork"), "version", JsonString.of(version)),
                "spans",
                JsonArray.of(spans.stream().map(OtlpJson::span).toList()));
        JsonObject resource =
                JsonObject.of("attributes", attributes(Map.of("service.name", "flowork", "service.version", version)));
        return JsonObject.of(
                "resourceSpans",
                JsonArray.of(List.of(JsonObject.of("resource", resource, "scopeSpans", JsonArray.of(List.of(scope))))));
    }

    private static JsonValue span(Span span) {
        JsonObject.Builder json =
                new JsonObject.Builder().put("traceId", span.trace()).put("spanId", span.id());
        if (span.parent() != null) {
            json.put("parentSpanId", span.parent());
        }
        json.put("name", span.name())
                .put("kind", JsonNumber.of(span.call() ? CLIENT : INTERNAL))
                .put("startTimeUnixNano", nanos(span.from()))
                .put("endTimeUnixNano", nanos(span.to()));
        Map<String, String> attributes = new TreeMap<>(span.attributes());
        if (span.error() != null) {
            attributes.put("error.type", span.error());
            json.put("status", JsonObject.of("code", JsonNumber.of(ERROR)));
        }
        json.put("attributes", attributes(attributes));
        Span.Link link = span.linked();
        if (link != null) {
            json.put(
                    "links",
                    JsonArray.of(List.of(JsonObject.of(
                            "traceId", JsonString.of(link.trace()), "spanId", JsonString.of(link.span())))));
        }
        return json.build();
    }

    /** 64-bit numbers are texts in this format. */
    private static String nanos(long millis) {
        return millis + "000000";
    }

    private static JsonArray attributes(Map<String, String> attributes) {
        List<JsonValue> list = new ArrayList<>();
        new TreeMap<>(attributes)
                .forEach((key, value) -> list.add(JsonObject.of(
                        "key", JsonString.of(key), "value", JsonObject.of("stringValue", JsonString.of(value)))));
        return JsonArray.of(list);
    }
}
