package io.flowork.core.jq;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;

/** Reads and changes one part of a value: a member, an element, or a slice. */
final class Access {
    private static final int MAX_INDEX = 536_870_911;

    private Access() {}

    /** A part of an array or string: from one index to before another. */
    record Bounds(int from, int to) {}

    static JsonValue field(JsonValue value, String key) {
        if (value instanceof JsonObject object) {
            JsonValue found = object.get(key);
            return found == null ? JsonNull.NULL : found;
        }
        return switch (value) {
            case JsonNull none -> JsonNull.NULL;
            case JsonSecret secret -> Secrets.field(secret, key);
            default -> throw unindexable(value, JsonString.of(key));
        };
    }

    private static JqException unindexable(JsonValue value, JsonValue key) {
        return JqException.error("Cannot index " + value.typeName() + " with " + Types.describe(key));
    }

    static JsonValue get(Meter meter, JsonValue value, JsonValue key) {
        return switch (value) {
            case JsonObject object
            when key instanceof JsonString name -> {
                JsonValue found = object.get(name.value());
                yield found == null ? JsonNull.NULL : found;
            }
            case JsonArray array when key instanceof JsonNumber number -> element(array, number);
            case JsonArray array
            when key instanceof JsonObject slice -> slice(meter, array, bounds(slice, array.size()));
            case JsonArray array when key instanceof JsonArray part -> Lists.indices(meter, array, part);
            case JsonString text when key instanceof JsonObject slice -> Strings.slice(meter, text, slice);
            case JsonNull none
            when key instanceof JsonString || key instanceof JsonNumber || key instanceof JsonObject -> JsonNull.NULL;
            case JsonSecret secret when key instanceof JsonString name -> Secrets.field(secret, name.value());
            case JsonSecret secret -> throw Types.secret();
            default -> {
                if (key instanceof JsonSecret) {
                    throw Types.secret();
                }
                throw unindexable(value, key);
            }
        };
    }

    private static JsonValue element(JsonArray array, JsonNumber key) {
        if (key instanceof JsonInteger integer) {
            long index = integer.value();
            index = index < 0 ? index + array.size() : index;
            return index >= 0 && index < array.size() ? array.get((int) index) : JsonNull.NULL;
        }
        double index = truncated(key);
        return index >= 0 && index < array.size()
                ? array.get((int) index)
                : index < 0 && index + array.size() >= 0 ? array.get((int) (index + array.size())) : JsonNull.NULL;
    }

    /** An index without its fraction: as in jq 1.8, {@code -1.5} is {@code -1}. */
    static double truncated(JsonNumber index) {
        double value = index.doubleValue();
        return value < 0 ? Math.ceil(value) : Math.floor(value);
    }

    static JsonObject sliceKey(JsonValue from, JsonValue to) {
        return JsonObject.of("start", from, "end", to);
    }

    static JsonValue slice(Meter meter, JsonValue value, JsonValue from, JsonValue to) {
        if (value instanceof JsonArray array) {
            return slice(meter, array, bounds(from, to, array.size()));
        }
        return get(meter, value, sliceKey(from, to));
    }

    private static JsonArray slice(Meter meter, JsonArray array, Bounds bounds) {
        int length = Math.max(0, bounds.to - bounds.from);
        if (length == array.size()) {
            return array;
        }
        meter.steps(length / 16 + 1L);
        meter.bytes(length * 8L + 64);
        JsonArray.Builder part = new JsonArray.Builder();
        Lists.append(meter, part, array, bounds.from, bounds.to);
        return part.build();
    }

    static Bounds bounds(JsonObject slice, int length) {
        JsonValue from = slice.get("start");
        JsonValue to = slice.get("end");
        if (from == null || to == null) {
            throw noBounds();
        }
        return bounds(from, to, length);
    }

    private static Bounds bounds(JsonValue from, JsonValue to, int length) {
        double start = Math.floor(bound(from, 0, length));
        double end = bound(to, length, length);
        int first = (int) start;
        int last = (int) Math.ceil(Math.max(end, start));
        return new Bounds(first, Math.min(last, length));
    }

    private static double bound(JsonValue bound, double otherwise, int length) {
        return switch (bound) {
            case JsonNull none -> otherwise;
            case JsonNumber number -> {
                double at = number.doubleValue();
                if (Double.isNaN(at)) {
                    yield otherwise;
                }
                yield Math.clamp(at < 0 ? at + length : at, 0, (double) length);
            }
            case JsonSecret secret -> throw Types.secret();
            default -> throw noBounds();
        };
    }

    private static JqException noBounds() {
        return JqException.error("Array/string slice indices must be integers");
    }

    /** A value with one part replaced. */
    static JsonValue set(Meter meter, JsonValue value, JsonValue key, JsonValue part) {
        meter.bytes(128);
        JsonValue changed = change(meter, value, key, part);
        return meter.weighed(changed);
    }

    private static JsonValue change(Meter meter, JsonValue value, JsonValue key, JsonValue part) {
        return switch (key) {
            case JsonString name when value instanceof JsonObject object -> object.with(name.value(), part);
            case JsonString name when value == JsonNull.NULL -> JsonObject.of(name.value(), part);
            case JsonNumber index when value instanceof JsonArray array -> setElement(meter, array, index, part);
            case JsonNumber index when value == JsonNull.NULL -> setElement(meter, JsonArray.EMPTY, index, part);
            case JsonObject slice when value instanceof JsonArray array -> setSlice(meter, array, slice, part);
            case JsonObject slice when value == JsonNull.NULL -> setSlice(meter, JsonArray.EMPTY, slice, part);
            case JsonObject slice
            when value instanceof JsonString -> throw JqException.error("Cannot update string slices");
            default -> {
                if (value instanceof JsonSecret || key instanceof JsonSecret) {
                    throw Types.secret();
                }
                throw JqException.error("Cannot update field at " + key.typeName() + " index of " + value.typeName());
            }
        };
    }

    private static JsonArray setElement(Meter meter, JsonArray array, JsonNumber key, JsonValue part) {
        double at = truncated(key);
        if (Double.isNaN(at)) {
            throw JqException.error("Cannot set array element at NaN index");
        }
        if (at < 0) {
            at += array.size();
            if (at < 0) {
                throw JqException.error("Out of bounds negative array index");
            }
        }
        if (at > MAX_INDEX) {
            throw JqException.error("Array index too large");
        }
        int index = (int) at;
        if (index < array.size()) {
            return array.with(index, part);
        }
        if (index == array.size()) {
            return array.append(part);
        }
        meter.weight(index * 5L);
        meter.bytes(index * 16L);
        JsonArray.Builder grown = new JsonArray.Builder();
        Lists.append(meter, grown, array, 0, array.size());
        while (grown.size() < index) {
            meter.step();
            grown.add(JsonNull.NULL);
        }
        return grown.add(part).build();
    }

    private static JsonArray setSlice(Meter meter, JsonArray array, JsonObject slice, JsonValue part) {
        if (!(part instanceof JsonArray replacement)) {
            throw JqException.error("A slice of an array can only be assigned another array");
        }
        Bounds bounds = bounds(slice, array.size());
        meter.bytes((array.size() + (long) replacement.size()) * 16);
        meter.weight(array.weight() + replacement.weight());
        JsonArray.Builder changed = new JsonArray.Builder();
        Lists.append(meter, changed, array, 0, bounds.from);
        Lists.append(meter, changed, replacement, 0, replacement.size());
        Lists.append(meter, changed, array, Math.max(bounds.from, bounds.to), array.size());
        return changed.build();
    }
}
