package io.flowork.core.machine;

import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What a run's expressions may use, and what they have used.
 *
 * @param recorded the limits recorded with the run, or null if there are none: then nothing of this is in the state
 * @param steps the steps of all evaluations so far
 * @param bytes the bytes of all evaluations so far
 * @param stopped how many milliseconds an evaluation took that was stopped, and that the next transition fails for; or -1
 */
record Budget(@Nullable Limits recorded, long steps, long bytes, long stopped) {
    static final long GOING_ON = -1;
    static final Budget UNRECORDED = new Budget(null, 0, 0, GOING_ON);

    Limits limits() {
        return recorded == null ? Limits.UNRECORDED : recorded;
    }

    void write(JsonObject.Builder json) {
        if (recorded != null) {
            json.put("limits", recorded.toJson());
            json.put("used", JsonObject.of("steps", JsonNumber.of(steps), "bytes", JsonNumber.of(bytes)));
        }
        if (stopped != GOING_ON) {
            json.put("stopped", stopped);
        }
    }

    static Budget read(JsonObject json) {
        long stopped = json.has("stopped") ? Fields.integer(json, "stopped") : GOING_ON;
        if (!json.has("limits")) {
            return new Budget(null, 0, 0, stopped);
        }
        JsonObject used = Fields.object(json, "used");
        return new Budget(
                Limits.fromJson(Fields.object(json, "limits")),
                Fields.integer(used, "steps"),
                Fields.integer(used, "bytes"),
                stopped);
    }
}
