package io.flowork.grammar.json;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Makes a value of another by replacing what is in it, innermost first and without recursion. What is not overridden
 * stays as it is.
 *
 * @param <X> what replacing may throw
 */
public abstract class ValueRewriter<X extends Exception> {
    /** An array, an object or the parts of a secret that are being made. */
    private static final class Level {
        final JsonArray.@Nullable Builder elements;
        final JsonObject.@Nullable Builder members;

        /** The key that it gets in the object around it. */
        final @Nullable String key;

        Level(JsonValue container, @Nullable String key) {
            this.key = key;
            boolean object = container instanceof JsonObject;
            elements = object ? null : new JsonArray.Builder();
            members = object ? new JsonObject.Builder() : null;
        }

        void add(@Nullable String key, JsonValue value) {
            if (elements != null) {
                elements.add(value);
            } else if (members != null && key != null) {
                members.put(key, value);
            }
        }

        JsonValue build() {
            return elements != null ? elements.build() : members != null ? members.build() : JsonObject.EMPTY;
        }
    }

    /** For subclasses. */
    protected ValueRewriter() {}

    /** What a string, number, boolean or null becomes. */
    protected JsonValue scalar(JsonValue scalar) throws X {
        return scalar;
    }

    /**
     * What a secret becomes.
     *
     * @param secret the secret as it was
     * @param parts what the values that its text is made of have become, in their order
     */
    protected JsonValue secret(JsonSecret secret, JsonArray parts) throws X {
        return secret;
    }

    /** What the key of a member becomes. */
    protected String key(String key) throws X {
        return key;
    }

    /**
     * What a value becomes.
     *
     * @throws DepthException if it would be nested too deeply
     */
    public final JsonValue rewrite(JsonValue root) throws X {
        Deque<Level> open = new ArrayDeque<>();
        ValueWalk walk = new ValueWalk(root);
        JsonValue done = root;
        while (walk.next()) {
            String key = walk.key();
            key = key == null ? null : key(key);
            if (walk.step() == ValueWalk.Step.OPEN) {
                open.push(new Level(walk.value(), key));
                continue;
            }
            if (walk.step() == ValueWalk.Step.SCALAR) {
                done = scalar(walk.value());
            } else {
                Level level = open.pop();
                key = level.key;
                done = level.build();
                if (walk.value() instanceof JsonSecret secret && done instanceof JsonArray parts) {
                    done = secret(secret, parts);
                }
            }
            Level around = open.peek();
            if (around != null) {
                around.add(key, done);
            }
        }
        return done;
    }
}
