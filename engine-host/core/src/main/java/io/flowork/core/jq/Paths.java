package io.flowork.core.jq;

import io.flowork.core.jq.JqException.Kind;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Reads, sets and deletes at paths: arrays of keys. */
final class Paths {
    private static final int MAX_BRANCHES = 1_000;
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
        return list.getFirst().isEmpty() ? JsonNull.NULL : delete(meter, value, list, 0, 0);
    }

    /** Deletes at paths that are sorted and have the same first {@code skip} keys. */
    private static JsonValue delete(Meter meter, JsonValue value, List<JsonArray> paths, int skip, int branches) {
        if (branches > MAX_BRANCHES) {
            throw JqException.stopped(Kind.DEPTH, "The paths to delete branch more than " + MAX_BRANCHES + " times");
        }
        int common = commonPrefix(meter, paths, skip);
        JsonArray keys = paths.getFirst();
        JsonValue[] parents = new JsonValue[common - skip];
        JsonValue at = value;
        for (int i = 0; i < parents.length; i++) {
            meter.step();
            parents[i] = at;
            at = Access.get(meter, at, keys.get(skip + i));
            if (at == JsonNull.NULL) {
                return value;
            }
        }
        JsonValue changed = branch(meter, at, paths, common, branches);
        for (int i = parents.length - 1; i >= 0; i--) {
            changed = Access.set(meter, parents[i], keys.get(skip + i), changed);
        }
        return changed;
    }

    /** How many keys all paths share, leaving each at least its last one. */
    private static int commonPrefix(Meter meter, List<JsonArray> paths, int skip) {
        JsonArray first = paths.getFirst();
        JsonArray last = paths.getLast();
        int common = skip;
        int shortest = Integer.MAX_VALUE;
        for (int i = 0; i < paths.size(); i++) {
            meter.turn(i);
            shortest = Math.min(shortest, paths.get(i).size());
        }
        while (common < shortest - 1 && Ordering.total(meter).compare(first.get(common), last.get(common)) == 0) {
            common++;
        }
        return common;
    }

    private static JsonValue branch(Meter meter, JsonValue value, List<JsonArray> paths, int at, int branches) {
        List<JsonValue> keys = new ArrayList<>();
        JsonValue changed = value;
        int from = 0;
        while (from < paths.size()) {
            JsonValue key = paths.get(from).get(at);
            int to = from + 1;
            while (to < paths.size()
                    && Ordering.total(meter).compare(paths.get(to).get(at), key) == 0) {
                to++;
            }
            if (paths.get(from).size() == at + 1) {
                keys.add(key);
            } else if (changed != JsonNull.NULL) {
                JsonValue part = Access.get(meter, changed, key);
                if (part != JsonNull.NULL) {
                    JsonValue less = delete(meter, part, paths.subList(from, to), at + 1, branches + 1);
                    changed = Access.set(meter, changed, key, less);
                }
            }
            from = to;
        }
        return without(meter, changed, keys);
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
