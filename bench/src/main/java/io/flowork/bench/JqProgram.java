package io.flowork.bench;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;

/** The jq programs of the benchmark, each with its input. */
public enum JqProgram {
    /** Two members of nested objects and an addition: what most expressions of workflows are like. */
    FIELD(".a.b + 1", JsonObject.of("a", JsonObject.of("b", JsonNumber.of(41)))),
    /** A loop over five objects. */
    SUM_5("{x: .items | map(.n) | add}", items(5)),
    /** The same loop over a thousand. */
    SUM_1000("{x: .items | map(.n) | add}", items(1_000));

    private final String text;
    private final JsonValue input;

    JqProgram(String text, JsonValue input) {
        this.text = text;
        this.input = input;
    }

    private static JsonObject items(int count) {
        JsonArray.Builder items = new JsonArray.Builder();
        for (int i = 0; i < count; i++) {
            items.add(JsonObject.of("n", JsonNumber.of(i)));
        }
        return JsonObject.of("items", items.build());
    }

    /** The program. */
    String text() {
        return text;
    }

    /** What it is evaluated on. */
    JsonValue input() {
        return input;
    }

    /** What the table calls it. */
    String title() {
        return input instanceof JsonObject object && object.get("items") instanceof JsonArray items
                ? "%s, %,d items".formatted(text, items.size())
                : text;
    }
}
