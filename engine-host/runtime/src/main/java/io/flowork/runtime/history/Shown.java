package io.flowork.runtime.history;

import io.flowork.api.ShownValue;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values to look at: without secrets, and no larger than a person reads. */
public final class Shown {
    /** The most values inside one that is shown. */
    private static final int VALUES = 5_000;

    /** The most elements of one array, and members of one object. */
    private static final int ELEMENTS = 1_000;

    /** The most characters of a text. */
    private static final int CHARACTERS = 4_000;

    /** How deep values are shown; what is nested deeper is cut away, so this may recurse. */
    private static final int LEVELS = 64;

    private final List<ShownValue.Cut> cuts = new ArrayList<>();
    private int left = VALUES;

    private Shown() {}

    /** A value to look at. */
    public static ShownValue of(JsonValue value) {
        Shown shown = new Shown();
        JsonValue kept = shown.value(value, "", 0);
        return new ShownValue(kept, value.weight(), shown.cuts);
    }

    /** The same of what may be missing. */
    public static @Nullable ShownValue orNull(@Nullable JsonValue value) {
        return value == null ? null : of(value);
    }

    private JsonValue value(JsonValue value, String pointer, int level) {
        left--;
        return switch (value) {
            case JsonSecret secret -> JsonString.of(JsonSecret.MASK);
            case JsonString text
            when text.value().length() > CHARACTERS -> {
                String all = text.value();
                cut(pointer, all.length());
                int end = Character.isHighSurrogate(all.charAt(CHARACTERS - 1)) ? CHARACTERS - 1 : CHARACTERS;
                yield JsonString.of(all.substring(0, end));
            }
            case JsonArray array -> array(array, pointer, level);
            case JsonObject object -> object(object, pointer, level);
            case JsonValue scalar -> scalar;
        };
    }

    private JsonValue array(JsonArray array, String pointer, int level) {
        JsonArray.Builder kept = new JsonArray.Builder();
        int at = 0;
        for (JsonValue element : array) {
            if (at == ELEMENTS || left <= 0 || level == LEVELS) {
                cut(pointer, array.size());
                break;
            }
            kept.add(value(element, pointer + "/" + at++, level + 1));
        }
        return kept.build();
    }

    private JsonValue object(JsonObject object, String pointer, int level) {
        JsonObject.Builder kept = new JsonObject.Builder();
        int at = 0;
        for (JsonObject.Member member : object) {
            if (at++ == ELEMENTS || left <= 0 || level == LEVELS) {
                cut(pointer, object.size());
                break;
            }
            String key = JsonPointer.escaped(member.key());
            kept.put(member.key(), value(member.value(), pointer + "/" + key, level + 1));
        }
        return kept.build();
    }

    private void cut(String pointer, long size) {
        cuts.add(new ShownValue.Cut(pointer, size));
    }
}
