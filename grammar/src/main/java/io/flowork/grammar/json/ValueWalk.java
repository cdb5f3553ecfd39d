package io.flowork.grammar.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a value and everything inside it, in the order of its text. It does not recurse, so that a value of any
 * depth fits any thread's stack: whatever goes into a value uses it.
 *
 * <p>Arrays and objects are opened and closed. So are secrets: inside are the values that their text is made of.
 *
 * <pre>{@code
 * ValueWalk walk = new ValueWalk(value);
 * while (walk.next()) {
 *     switch (walk.step()) {
 *         case OPEN -> …
 *         case SCALAR -> …
 *         case CLOSE -> …
 *     }
 * }
 * }</pre>
 */
public final class ValueWalk {
    /** What the walk has come to. */
    public enum Step {
        /** The beginning of an array, an object or a secret. */
        OPEN,
        /** A value that nothing is inside of. */
        SCALAR,
        /** The end of an array, an object or a secret. */
        CLOSE
    }

    /** A container on the way to the current value. It is used again for the next container at the same level. */
    private static final class Level {
        JsonValue container = JsonNull.NULL;

        /** The keys of a small object. */
        String @Nullable [] keys;

        /** Where the items come from when they are not all in the array below. */
        @Nullable
        Vector<?> vector;

        /** Values, or the members of a large object. */
        Object[] items = {};

        /** How many items there were in earlier arrays. */
        int before;

        /** The next item. */
        int at;

        void of(JsonArray array) {
            container = array;
            keys = null;
            of(array.elements());
        }

        void of(JsonObject object) {
            container = object;
            keys = object.smallKeys();
            Vector<JsonObject.Member> slots = object.slots();
            if (slots == null) {
                vector = null;
                items = object.smallValues();
                before = 0;
                at = 0;
            } else {
                of(slots);
            }
        }

        void of(JsonSecret secret) {
            container = secret;
            keys = null;
            vector = null;
            items = secret.parts().toArray();
            before = 0;
            at = 0;
        }

        private void of(Vector<?> all) {
            vector = all;
            items = all.chunk(0);
            before = 0;
            at = 0;
        }

        boolean hasNext() {
            return at < items.length || (vector != null && more(vector));
        }

        private boolean more(Vector<?> all) {
            int next = before + items.length;
            if (next >= all.size()) {
                return false;
            }
            items = all.chunk(next);
            before = next;
            at = 0;
            return true;
        }
    }

    private Level[] levels = new Level[4];

    /** How many containers are open. */
    private int open;

    private Step step = Step.SCALAR;
    private JsonValue value;
    private @Nullable String key;
    private boolean begun;

    /** Whether the current value is a container whose inside is next. */
    private boolean entering;

    /** A walk that is before a value. */
    public ValueWalk(JsonValue root) {
        value = root;
    }

    /** Goes on to the next step; false when the value has ended. */
    public boolean next() {
        if (entering) {
            enter();
        } else if (!begun) {
            begun = true;
            return found(value);
        }
        while (open > 0) {
            Level level = levels[open - 1];
            if (!level.hasNext()) {
                open--;
                step = Step.CLOSE;
                value = level.container;
                key = null;
                return true;
            }
            int at = level.at++;
            String[] keys = level.keys;
            if (keys != null) {
                key = keys[at];
                return found((JsonValue) level.items[at]);
            }
            if (!(level.items[at] instanceof JsonObject.Member member)) {
                key = null;
                return found((JsonValue) level.items[at]);
            }
            if (!JsonObject.isHole(member)) {
                key = member.key();
                return found(member.value());
            }
        }
        return false;
    }

    private boolean found(JsonValue item) {
        value = item;
        entering = item instanceof JsonArray || item instanceof JsonObject || item instanceof JsonSecret;
        step = entering ? Step.OPEN : Step.SCALAR;
        return true;
    }

    private void enter() {
        entering = false;
        if (open == levels.length) {
            levels = Arrays.copyOf(levels, open * 2);
        }
        Level level = levels[open];
        if (level == null) {
            level = new Level();
            levels[open] = level;
        }
        open++;
        switch (value) {
            case JsonArray array -> level.of(array);
            case JsonObject object -> level.of(object);
            case JsonSecret secret -> level.of(secret);
            case JsonValue scalar -> throw new AssertionError();
        }
    }

    /** After {@link Step#OPEN}: goes past the container; its end is no step. */
    public void skip() {
        entering = false;
    }

    /** What the walk is at. */
    public Step step() {
        return step;
    }

    /** The scalar, or the container that begins or ends. */
    public JsonValue value() {
        return value;
    }

    /** The key under which the value is in an object; null elsewhere, and at the end of a container. */
    public @Nullable String key() {
        return key;
    }

    /** How many arrays, objects and secrets the value is in. */
    public int level() {
        return open;
    }

    /**
     * After {@link Step#OPEN} and {@link Step#SCALAR} within something: the value's position there, from 0. In a large
     * object places of members that were removed count too.
     */
    public int index() {
        Level level = levels[open - 1];
        return level.before + level.at - 1;
    }
}
