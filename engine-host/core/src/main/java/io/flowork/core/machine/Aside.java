package io.flowork.core.machine;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes a branch one beside the run's own, on which somebody tries what would have happened: the run itself, its
 * status and its result stay as they are.
 *
 * @param from the branch whose recorded results it takes
 * @param by who made it, if known
 * @param edits what was changed at the fork, in order
 * @param effects what becomes of the effects
 * @param program the hash of the program it goes on with; null for the one it had
 */
public record Aside(
        int from,
        @Nullable String by,
        List<Edit> edits,
        EffectPolicy effects,
        @Nullable String program) {
    /** Copies the edits. */
    public Aside {
        edits = List.copyOf(edits);
    }

    void write(JsonObject.Builder json) {
        json.put("from", JsonNumber.of(from))
                .put("by", StateJson.orNull(by))
                .put("edits", JsonArray.of(edits.stream().map(Edit::toJson).toList()))
                .put("effects", effects.toJson())
                .put("program", StateJson.orNull(program));
    }

    static Aside read(JsonObject json) {
        List<Edit> edits = new ArrayList<>();
        for (JsonValue edit : Fields.array(json, "edits")) {
            edits.add(Edit.fromJson(edit));
        }
        return new Aside(
                Fields.number(json, "from"),
                Fields.optionalString(json, "by"),
                edits,
                EffectPolicy.fromJson(Fields.object(json, "effects")),
                Fields.optionalString(json, "program"));
    }
}
