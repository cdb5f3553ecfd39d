package io.flowork.core.jq;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The order of all JSON values: null, false, true, numbers, strings, arrays, objects; strings by code point, objects
 * first by their sorted keys.
 */
final class Ordering {
    static final String TOO_DEEP = "Comparison too deep";
    static final String TOO_DEEP_TO_BE_EQUAL = "Equality check too deep";

    private final Meter meter;
    private final boolean total;
    private final String tooDeep;
    private @Nullable Pair open;

    /** How many containers are open on either side. */
    private int level;

    private Ordering(Meter meter, boolean total, String tooDeep) {
        this.meter = meter;
        this.total = total;
        this.tooDeep = tooDeep;
    }

    /** Two containers being compared, the result if all their elements are equal, and those around them. */
    private record Pair(
            Iterator<JsonValue> left,
            Iterator<JsonValue> right,
            int otherwise,
            @Nullable Pair outer) {}

    /**
     * Compares as jq's operators do: not-a-number is less than every number, also itself. What is more than
     * {@link JsonValue#MAX_DATA_DEPTH} levels inside of both cannot be compared.
     */
    static int compare(Meter meter, JsonValue left, JsonValue right) {
        return compare(meter, left, right, TOO_DEEP);
    }

    /** Whether two values are equal as jq's operators see it. */
    static boolean equal(Meter meter, JsonValue left, JsonValue right) {
        return compare(meter, left, right, TOO_DEEP_TO_BE_EQUAL) == 0;
    }

    /** Compares, with a message of its own where the values are too deep. */
    static int compare(Meter meter, JsonValue left, JsonValue right, String tooDeep) {
        if (left instanceof JsonNumber a && right instanceof JsonNumber b) {
            return a.compare(b);
        }
        return new Ordering(meter, false, tooDeep).compare(left, right);
    }

    /** A total order, for sorting: not-a-number equals itself. */
    static Comparator<JsonValue> total(Meter meter) {
        return (left, right) -> {
            meter.step();
            return left == right && left.depth() <= JsonValue.MAX_DATA_DEPTH
                    ? 0
                    : new Ordering(meter, true, TOO_DEEP).compare(left, right);
        };
    }

    private int compare(JsonValue left, JsonValue right) {
        int order = shallow(left, right);
        for (Pair pair = open; order == 0 && pair != null; pair = open) {
            meter.step();
            if (pair.left.hasNext() && pair.right.hasNext()) {
                order = shallow(pair.left.next(), pair.right.next());
            } else {
                open = pair.outer;
                level--;
                order = pair.otherwise;
            }
        }
        return order;
    }

    /** Compares two values without what is inside of them, which is pushed. */
    private int shallow(JsonValue left, JsonValue right) {
        if (level > JsonValue.MAX_DATA_DEPTH) {
            throw JqException.error(tooDeep);
        }
        int type = Integer.compare(rank(left), rank(right));
        if (type != 0) {
            return type;
        }
        if (left instanceof JsonNumber a && right instanceof JsonNumber b) {
            boolean same = total && Double.isNaN(a.doubleValue()) && Double.isNaN(b.doubleValue());
            return same ? 0 : a.compare(b);
        }
        if (left instanceof JsonString a && right instanceof JsonString b) {
            meter.steps(Math.min(a.value().length(), b.value().length()) / 64 + 1L);
            return compareText(meter, a.value(), b.value());
        }
        if (left instanceof JsonArray a && right instanceof JsonArray b) {
            if (!isSame(a, b)) {
                push(a.iterator(), b.iterator(), Integer.compare(a.size(), b.size()));
            }
            return 0;
        }
        if (left instanceof JsonObject a && right instanceof JsonObject b) {
            return isSame(a, b) ? 0 : objects(a, b);
        }
        return 0;
    }

    private void push(Iterator<JsonValue> left, Iterator<JsonValue> right, int otherwise) {
        open = new Pair(left, right, otherwise, open);
        level++;
    }

    /** Whether two containers are one, and would not be too deep to compare. */
    @SuppressWarnings("ReferenceEquality") // only saves comparing a container with itself
    private boolean isSame(JsonValue left, JsonValue right) {
        return left == right && level + left.depth() <= JsonValue.MAX_DATA_DEPTH;
    }

    private int objects(JsonObject left, JsonObject right) {
        String[] leftKeys = sortedKeys(meter, left);
        String[] rightKeys = sortedKeys(meter, right);
        for (int i = 0; i < leftKeys.length && i < rightKeys.length; i++) {
            meter.turn(i);
            int order = compareText(meter, leftKeys[i], rightKeys[i]);
            if (order != 0) {
                return order;
            }
        }
        if (leftKeys.length != rightKeys.length) {
            return Integer.compare(leftKeys.length, rightKeys.length);
        }
        push(values(left, leftKeys), values(right, leftKeys), 0);
        return 0;
    }

    private static Iterator<JsonValue> values(JsonObject object, String[] keys) {
        return Arrays.stream(keys)
                .map(key -> {
                    JsonValue value = object.get(key);
                    return value == null ? (JsonValue) JsonNull.NULL : value;
                })
                .iterator();
    }

    /** The keys of an object by code point. */
    static String[] sortedKeys(Meter meter, JsonObject object) {
        meter.steps(object.size() + 1L);
        String[] keys = new String[object.size()];
        int i = 0;
        for (JsonObject.Member member : object) {
            meter.turn(i);
            keys[i++] = member.key();
        }
        int[] compared = {0};
        Arrays.sort(keys, (left, right) -> {
            meter.turn(compared[0]++);
            return compareText(meter, left, right);
        });
        return keys;
    }

    private static int rank(JsonValue value) {
        return switch (value) {
            case JsonNull n -> 0;
            case JsonBoolean b -> b == JsonBoolean.FALSE ? 1 : 2;
            case JsonNumber n -> 3;
            case JsonString s -> 4;
            case JsonArray a -> 5;
            case JsonObject o -> 6;
            case JsonSecret s -> throw Types.secret();
        };
    }

    private static int compareText(Meter meter, String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            meter.turn(i);
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean high = Character.isSurrogate(a);
                return high == Character.isSurrogate(b) ? Character.compare(a, b) : high ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
