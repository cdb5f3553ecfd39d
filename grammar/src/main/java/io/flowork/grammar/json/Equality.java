package io.flowork.grammar.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Whether two containers are equal as JSON, without recursion. */
final class Equality {
    private Equality() {}

    @SuppressWarnings("ReferenceEquality") // only saves comparing a value with itself
    static boolean of(JsonValue left, JsonValue right) {
        return left == right || (left.hash() == right.hash() && compare(left, right));
    }

    @SuppressWarnings("ReferenceEquality") // only saves comparing a value with itself
    private static boolean compare(JsonValue left, JsonValue right) {
        ValueWalk walk = new ValueWalk(left);
        JsonValue[] others = new JsonValue[4]; // what the containers open in the walk are compared with
        while (walk.next()) {
            if (walk.step() == ValueWalk.Step.CLOSE) {
                continue;
            }
            int level = walk.level();
            JsonValue here = walk.value();
            JsonValue other = level == 0 ? right : counterpart(others[level - 1], walk);
            if (other == null) {
                return false;
            }
            if (walk.step() == ValueWalk.Step.SCALAR) {
                if (!here.equals(other)) {
                    return false;
                }
            } else if (here == other) {
                walk.skip();
            } else if (sameOutside(here, other)) {
                if (level == others.length) {
                    others = Arrays.copyOf(others, level * 2);
                }
                others[level] = other;
            } else {
                return false;
            }
        }
        return true;
    }

    private static @Nullable JsonValue counterpart(JsonValue container, ValueWalk walk) {
        String key = walk.key();
        return switch (container) {
            case JsonObject object when key != null -> object.get(key, walk.index());
            case JsonArray array -> array.get(walk.index());
            case JsonSecret secret -> secret.parts().get(walk.index());
            case JsonValue scalar -> null;
        };
    }

    /** Whether two containers are equal but for the values inside. */
    private static boolean sameOutside(JsonValue left, JsonValue right) {
        return switch (left) {
            case JsonArray a -> right instanceof JsonArray b && a.size() == b.size();
            case JsonObject a -> right instanceof JsonObject b && a.size() == b.size();
            case JsonSecret a -> right instanceof JsonSecret b && sameForm(a.form(), b.form());
            case JsonValue scalar -> false;
        };
    }

    private static boolean sameForm(JsonSecret.Form left, JsonSecret.Form right) {
        return switch (left) {
            case JsonSecret.Handle a -> a.equals(right);
            case JsonSecret.Concat a ->
                right instanceof JsonSecret.Concat b
                        && a.parts().size() == b.parts().size();
            case JsonSecret.Encoded a ->
                right instanceof JsonSecret.Encoded b && a.format().equals(b.format());
        };
    }
}
