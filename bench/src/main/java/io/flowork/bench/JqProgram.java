package io.flowork.bench;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;

/** The jq programs of the benchmark, each with its input. */
public enum JqProgram {
    /** Two members of nested objects and an addition: what most expressions of workflows are like. */
    FIELD(".a.b + 1", 0),
    /** A loop over five objects. */
    SUM_5("{x: .items | map(.n) | add}", 5),
    /** The same loop over a thousand. */
    SUM_1000("{x: .items | map(.n) | add}", 1_000);

    private final String text;
    private final int items;

    JqProgram(String text, int items) {
        this.text = text;
        this.items = items;
    }

    /** The program. */
    String text() {
        return text;
    }

    /** What it is evaluated on. */
    JsonValue input() {
        if (items == 0) {
            return JsonObject.of("a", JsonObject.of("b", JsonNumber.of(41)));
        }
        JsonArray.Builder all = new JsonArray.Builder();
        for (int i = 0; i < items; i++) {
            all.add(JsonObject.of("n", JsonNumber.of(i)));
        }
        return JsonObject.of("items", all.build());
    }

    /** What the table calls it. */
    String title() {
        return items == 0 ? text : "%s, %,d items".formatted(text, items);
    }
}
