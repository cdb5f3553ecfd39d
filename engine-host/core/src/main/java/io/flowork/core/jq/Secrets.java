package io.flowork.core.jq;

import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Builds values that depend on secrets. */
final class Secrets {
    private Secrets() {}

    /** Strings and secrets joined to one text. */
    static JsonSecret concat(List<? extends JsonValue> values) {
        List<JsonValue> parts = new ArrayList<>();
        for (JsonValue value : values) {
            switch (value) {
                case JsonString text when text.value().isEmpty() -> {}
                case JsonString text -> parts.add(text);
                case JsonSecret secret
                when secret.form() instanceof JsonSecret.Concat inner -> parts.addAll(inner.parts());
                case JsonSecret secret -> parts.add(secret);
                default -> throw Types.secret();
            }
        }
        return JsonSecret.of(new JsonSecret.Concat(parts));
    }

    static JsonSecret encoded(String format, JsonValue value) {
        return JsonSecret.of(new JsonSecret.Encoded(format, value));
    }

    /** The value of a key inside a secret. */
    static JsonSecret field(JsonSecret secret, String key) {
        if (!(secret.form() instanceof JsonSecret.Handle handle)) {
            throw Types.secret();
        }
        List<String> path = new ArrayList<>(handle.path());
        path.add(key);
        return JsonSecret.of(new JsonSecret.Handle(handle.name(), path));
    }
}
