package io.flowork.core.machine;

import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;

/** An outstanding effect as the state keeps it: the strand that waits for it, and the effect. */
final class Pending {
    /** The strand of an effect that nobody waits for. */
    static final int DETACHED = -1;

    private Pending() {}

    static JsonObject of(int strand, Effect effect) {
        return JsonObject.of("strand", JsonNumber.of(strand), "effect", EffectJson.write(effect));
    }

    static int strand(JsonValue pending) {
        if (pending instanceof JsonObject object && object.get("strand") instanceof JsonInteger strand) {
            return (int) strand.value();
        }
        throw new IllegalArgumentException("no pending effect: " + pending);
    }

    static JsonObject effect(JsonValue pending) {
        if (pending instanceof JsonObject object && object.get("effect") instanceof JsonObject effect) {
            return effect;
        }
        throw new IllegalArgumentException("no pending effect: " + pending);
    }
}
