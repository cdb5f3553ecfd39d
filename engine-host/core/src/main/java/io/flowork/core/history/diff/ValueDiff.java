package io.flowork.core.history.diff;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The places at which two values differ. */
public final class ValueDiff {
    private ValueDiff() {}

    /**
     * A place at which two values differ.
     *
     * @param pointer the JSON pointer; empty for all of the values
     * @param first what the first has there; null if it has nothing
     * @param second what the second has there; null if it has nothing
     */
    public record Place(
            String pointer,
            @Nullable JsonValue first,
            @Nullable JsonValue second) {}

    /** The places, in the order of the first value; at most so many. */
    public static List<Place> of(@Nullable JsonValue first, @Nullable JsonValue second, int most) {
        List<Place> places = new ArrayList<>();
        Deque<Place> left = new ArrayDeque<>();
        left.push(new Place("", first, second));
        while (!left.isEmpty() && places.size() < most) {
            Place at = left.pop();
            List<Place> inside = inside(at, most);
            if (inside == null) {
                places.add(at);
            } else {
                inside.reversed().forEach(left::push);
            }
        }
        return places;
    }

    /** The members or elements that differ; null if the values themselves do, none if they are equal. */
    private static @Nullable List<Place> inside(Place at, int most) {
        JsonValue first = at.first;
        JsonValue second = at.second;
        if (first == null || second == null) {
            return first == null && second == null ? List.of() : null;
        }
        if (first.hash() == second.hash() && first.equals(second)) {
            return List.of();
        }
        List<Place> inside = new ArrayList<>();
        if (first instanceof JsonObject one && second instanceof JsonObject other) {
            Set<String> keys = new LinkedHashSet<>(one.keys());
            keys.addAll(other.keys());
            for (String key : keys) {
                add(inside, at.pointer + "/" + JsonPointer.escaped(key), one.get(key), other.get(key));
                if (inside.size() == most) {
                    break;
                }
            }
            return inside;
        }
        if (first instanceof JsonArray one && second instanceof JsonArray other) {
            for (int i = 0; i < Math.max(one.size(), other.size()) && inside.size() < most; i++) {
                add(
                        inside,
                        at.pointer + "/" + i,
                        i < one.size() ? one.get(i) : null,
                        i < other.size() ? other.get(i) : null);
            }
            return inside;
        }
        return null;
    }

    private static void add(List<Place> places, String pointer, @Nullable JsonValue one, @Nullable JsonValue other) {
        if (one == null || other == null || one.hash() != other.hash() || !one.equals(other)) {
            places.add(new Place(pointer, one, other));
        }
    }
}
