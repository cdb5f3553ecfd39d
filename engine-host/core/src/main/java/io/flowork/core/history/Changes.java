package io.flowork.core.history;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which paths of a value lead to something else than in the value before. Values share what did not change, so what is the
 * same object is passed over.
 *
 * <p>A path is a number, made of the keys on it; two may be the same, so whoever uses them checks.
 */
final class Changes {
    /** Larger objects and arrays count as replaced. */
    private static final int MOST_PARTS = 64;

    private static final int MOST_LEVELS = 16;
    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private Changes() {}

    /** The path to all of something. */
    static long start(long number) {
        return mix(number + 1);
    }

    /** The path one key further. */
    static long below(long path, JsonValue key) {
        long hash = switch (key) {
            case JsonString name -> name.value().hashCode();
            case JsonNumber index -> mix((long) index.doubleValue() + 7);
            default -> 0;
        };
        return mix(path * FACTOR + hash);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 32)) * FACTOR;
        return mixed ^ (mixed >>> 29);
    }

    /** Where it is kept when all of what is at a path was replaced. */
    static long replaced(long path) {
        return path ^ 1;
    }

    /** Where it is kept when something below a path changed. */
    static long touched(long path) {
        return path ^ 2;
    }

    /**
     * Tells the paths that changed.
     *
     * @param path the path to both values
     * @param told takes what {@link #replaced} and {@link #touched} give
     */
    static void of(JsonValue before, JsonValue after, long path, LongConsumer told) {
        var _ = changed(before, after, path, MOST_LEVELS, told);
    }

    @SuppressWarnings("ReferenceEquality") // what is the same object is the same; what is not is compared
    private static boolean changed(JsonValue before, JsonValue after, long path, int levels, LongConsumer told) {
        if (before == after) {
            return false;
        }
        boolean changed;
        if (levels > 0 && before instanceof JsonObject old && after instanceof JsonObject now && small(old, now)) {
            changed = members(old, now, path, levels, told);
        } else if (levels > 0
                && before instanceof JsonArray old
                && after instanceof JsonArray now
                && old.size() <= MOST_PARTS
                && now.size() <= MOST_PARTS) {
            changed = elements(old, now, path, levels, told);
        } else {
            if (isLeaf(before)
                    && isLeaf(after)
                    && before.equals(after)
                    && before.toString().equals(after.toString())) {
                return false;
            }
            told.accept(replaced(path));
            return true;
        }
        if (changed) {
            told.accept(touched(path));
        }
        return changed;
    }

    private static boolean isLeaf(JsonValue value) {
        return !(value instanceof JsonObject) && !(value instanceof JsonArray);
    }

    private static boolean small(JsonObject old, JsonObject now) {
        return old.size() <= MOST_PARTS && now.size() <= MOST_PARTS;
    }

    private static boolean members(JsonObject old, JsonObject now, long path, int levels, LongConsumer told) {
        boolean changed = false;
        for (JsonObject.Member member : now) {
            changed |=
                    part(old.get(member.key()), member.value(), below(path, JsonString.of(member.key())), levels, told);
        }
        for (JsonObject.Member member : old) {
            if (!now.has(member.key())) {
                changed |= part(member.value(), null, below(path, JsonString.of(member.key())), levels, told);
            }
        }
        return changed;
    }

    private static boolean elements(JsonArray old, JsonArray now, long path, int levels, LongConsumer told) {
        boolean changed = false;
        for (int i = 0; i < Math.max(old.size(), now.size()); i++) {
            changed |= part(
                    i < old.size() ? old.get(i) : null,
                    i < now.size() ? now.get(i) : null,
                    below(path, JsonNumber.of(i)),
                    levels,
                    told);
        }
        return changed;
    }

    private static boolean part(
            @Nullable JsonValue before, @Nullable JsonValue after, long path, int levels, LongConsumer told) {
        if (before == null || after == null) {
            told.accept(replaced(path)); // it came or went, and be it a null
            return true;
        }
        return changed(before, after, path, levels - 1, told);
    }
}
