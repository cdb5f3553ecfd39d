package io.flowork.core.jq;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** Reads, sets and deletes at paths: arrays of keys. */
final class Paths {
    private static final int MAX_LENGTH = 10_000;

    private Paths() {}

    static JsonArray path(JsonValue path) {
        if (!(path instanceof JsonArray keys)) {
            throw JqException.error("Path must be specified as an array");
        }
        if (keys.size() > MAX_LENGTH) {
            throw JqException.error("Path too deep");
        }
        return keys;
    }

    static JsonValue get(Meter meter, JsonValue value, JsonValue path) {
        JsonValue at = value;
        for (JsonValue key : path(path)) {
            meter.step();
            at = Access.get(meter, at, key);
        }
        return at;
    }

    static JsonValue set(Meter meter, JsonValue value, JsonValue path, JsonValue part) {
        JsonArray keys = path(path);
        int length = keys.size();
        if (length == 0) {
            return part;
        }
        JsonValue[] parents = new JsonValue[length];
        JsonValue at = value;
        for (int i = 0; i < length; i++) {
            meter.step();
            parents[i] = at;
            at = Access.get(meter, at, keys.get(i));
        }
        JsonValue changed = part;
        for (int i = length - 1; i >= 0; i--) {
            changed = Access.set(meter, parents[i], keys.get(i), changed);
        }
        return changed;
    }

    static JsonValue delete(Meter meter, JsonValue value, JsonValue paths) {
        if (!(paths instanceof JsonArray all)) {
            throw JqException.error("Paths must be specified as an array");
        }
        if (all.isEmpty()) {
            return value;
        }
        JsonValue[] sorted = all.toArray();
        Arrays.sort(sorted, Ordering.total(meter));
        List<JsonArray> list = new ArrayList<>();
        for (JsonValue path : sorted) {
            meter.turn(list.size());
            if (!(path instanceof JsonArray)) {
                throw JqException.error("Path must be specified as array, not " + path.typeName());
            }
            list.add(path(path));
        }
        return list.getFirst().isEmpty() ? JsonNull.NULL : deleteAll(meter, value, list);
    }

    /** A value in which parts are being deleted: at the sorted paths from one to before another. */
    private static final class Deleting {
        /** How many keys lead here; all paths have the same. */
        final int depth;

        final JsonValue key;
        final int to;
        int from;
        JsonValue value;

        /** What is to be deleted directly in the value. */
        final List<JsonValue> gone = new ArrayList<>();

        Deleting(int depth, JsonValue key, int from, int to, JsonValue value) {
            this.depth = depth;
            this.key = key;
            this.from = from;
            this.to = to;
            this.value = value;
        }
    }

    private static JsonValue deleteAll(Meter meter, JsonValue value, List<JsonArray> paths) {
        Deque<Deleting> open = new ArrayDeque<>();
        Deleting at = new Deleting(0, JsonNull.NULL, 0, paths.size(), value);
        while (true) {
            meter.step();
            if (at.from == at.to) {
                JsonValue left = without(meter, at.value, at.gone);
                if (open.isEmpty()) {
                    return left;
                }
                JsonValue key = at.key;
                at = open.pop();
                at.value = Access.set(meter, at.value, key, left);
                continue;
            }
            int from = at.from;
            JsonArray first = paths.get(from);
            JsonValue key = first.get(at.depth);
            at.from = sameUntil(meter, paths, at, key);
            if (first.size() == at.depth + 1) {
                at.gone.add(key);
            } else if (at.value != JsonNull.NULL) {
                JsonValue part = Access.get(meter, at.value, key);
                if (part != JsonNull.NULL) {
                    open.push(at);
                    at = new Deleting(at.depth + 1, key, from, at.from, part);
                }
            }
        }
    }

    /** The first path that leads elsewhere than by a key. */
    private static int sameUntil(Meter meter, List<JsonArray> paths, Deleting at, JsonValue key) {
        int next = at.from + 1;
        while (next < at.to && Ordering.total(meter).compare(paths.get(next).get(at.depth), key) == 0) {
            next++;
        }
        return next;
    }

    private static JsonValue without(Meter meter, JsonValue value, List<JsonValue> keys) {
        if (keys.isEmpty() || value == JsonNull.NULL) {
            return value;
        }
        return switch (value) {
            case JsonArray array -> withoutElements(meter, array, keys);
            case JsonObject object -> {
                JsonObject left = object;
                for (JsonValue key : keys) {
                    if (!(key instanceof JsonString name)) {
                        throw JqException.error("Cannot delete " + key.typeName() + " field of object");
                    }
                    meter.step();
                    meter.bytes(128);
                    left = (left.isSparse() ? anew(meter, left) : left).without(name.value());
                }
                yield left;
            }
            case JsonSecret secret -> throw Types.secret();
            default -> throw JqException.error("Cannot delete fields from " + value.typeName());
        };
    }

    /** The same object without room for members that are gone. */
    private static JsonObject anew(Meter meter, JsonObject object) {
        JsonObject.Builder members = new JsonObject.Builder();
        for (JsonObject.Member member : object) {
            meter.step();
            meter.bytes(200);
            members.put(member.key(), member.value());
        }
        return members.build();
    }

    private static JsonArray withoutElements(Meter meter, JsonArray array, List<JsonValue> keys) {
        BitSet gone = new BitSet(array.size());
        for (JsonValue key : keys) {
            meter.step();
            switch (key) {
                case JsonNumber number -> {
                    double index = Access.truncated(number);
                    index = index < 0 ? index + array.size() : index;
                    if (index >= 0 && index < array.size()) {
                        gone.set((int) index);
                    }
                }
                case JsonObject slice -> {
                    Access.Bounds bounds = Access.bounds(slice, array.size());
                    gone.set(bounds.from(), Math.max(bounds.from(), bounds.to()));
                }
                default -> throw JqException.error("Cannot delete " + key.typeName() + " element of array");
            }
        }
        meter.steps(array.size() + 1L);
        meter.bytes(array.size() * 8L + 64);
        JsonArray.Builder left = new JsonArray.Builder();
        for (int i = 0; i < array.size(); i++) {
            meter.turn(i);
            if (!gone.get(i)) {
                left.add(array.get(i));
            }
        }
        return left.build();
    }
}
