package io.flowork.lsp.recorded;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.types.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values that were seen somewhere in the last runs: what they have in common, in how many runs there was none, and the
 * last one. Secrets are seen as secrets; what is large is looked at in part.
 */
public final class RecordedValues {
    /** No value was seen. */
    public static final RecordedValues NONE = new RecordedValues(new Kinds(), null);

    /** The most values inside one that are looked at. */
    private static final int VALUES = 1_000;

    /** The most members of one object, and elements of one array. */
    private static final int MEMBERS = 100;

    private static final int LEVELS = 12;

    private final Kinds kinds;
    private final @Nullable JsonValue last;

    private RecordedValues(Kinds kinds, @Nullable JsonValue last) {
        this.kinds = kinds;
        this.last = last;
    }

    /** In how many runs there was a value. */
    public int runs() {
        return kinds.runs;
    }

    /** In how many runs {@code null} was among them. */
    public int nullRuns() {
        return kinds.nullRuns;
    }

    /** The last value; null if there was none, or it is too large to be kept. */
    public @Nullable JsonValue last() {
        return last;
    }

    /** What all values that were seen are. It says what was, not what can be. */
    public Type type() {
        return kinds.type();
    }

    /** The values of what is inside these: of a member, or an element by its number. */
    public RecordedValues at(List<String> path) {
        Kinds at = kinds;
        JsonValue value = last;
        for (String part : path) {
            Kinds member = at.members.get(part);
            boolean element = member == null && at.items != null;
            at = element ? at.items : member;
            if (at == null) {
                return NONE;
            }
            value = switch (value) {
                case JsonObject object -> object.get(part);
                case JsonArray array when element -> element(array, part);
                case null, default -> null;
            };
        }
        return new RecordedValues(at, value);
    }

    /** The values of all elements of these. */
    public RecordedValues elements() {
        return kinds.items == null
                ? NONE
                : new RecordedValues(
                        kinds.items,
                        last instanceof JsonArray array && !array.isEmpty() ? array.get(array.size() - 1) : null);
    }

    private static @Nullable JsonValue element(JsonArray array, String number) {
        int index = number.matches("[0-9]{1,6}") ? Integer.parseInt(number) : -1;
        return index >= 0 && index < array.size() ? array.get(index) : null;
    }

    /** Remembers the values of one place, of the newest run first. */
    public static final class Builder {
        /** The most that a value may weigh to be kept, in bytes. */
        private static final long HEAVIEST = 64_000;

        private final Kinds kinds = new Kinds();
        private @Nullable JsonValue last;
        private int newest = -1;

        /**
         * A value was seen.
         *
         * @param run the number of the run: 0 for the newest, then 1, 2, …
         */
        public void add(JsonValue value, int run) {
            if (newest < 0) {
                newest = run;
            }
            if (run == newest) {
                last = value.weight() <= HEAVIEST ? value : null;
            }
            kinds.add(value, run, new int[] {VALUES}, 0);
        }

        /** What was seen. Nothing is to be added afterwards. */
        public RecordedValues build() {
            return new RecordedValues(kinds, last);
        }
    }

    /** What values are like, with the values inside them. */
    private static final class Kinds {
        private int runs;
        private int nullRuns;
        private int lastRun = -1;
        private int lastNull = -1;
        private long objects;
        private Type scalars = Type.NEVER;
        private boolean arrays;
        private boolean cut;
        private long values;
        private @Nullable Kinds items;
        private final Map<String, Kinds> members = new LinkedHashMap<>();

        void add(JsonValue value, int run, int[] left, int level) {
            values++;
            left[0]--;
            if (lastRun != run) {
                lastRun = run;
                runs++;
            }
            switch (value) {
                case JsonNull none -> {
                    scalars = Types.join(scalars, Type.NULL);
                    if (lastNull != run) {
                        lastNull = run;
                        nullRuns++;
                    }
                }
                case JsonBoolean flag -> scalars = Types.join(scalars, Type.BOOLEAN);
                case JsonNumber number -> scalars = Types.join(scalars, Type.NUMBER);
                case JsonString text -> scalars = Types.join(scalars, Type.STRING);
                case JsonSecret secret -> scalars = Types.join(scalars, Type.SECRET);
                case JsonArray array -> array(array, run, left, level);
                case JsonObject object -> object(object, run, left, level);
            }
        }

        private void array(JsonArray array, int run, int[] left, int level) {
            arrays = true;
            if (items == null) {
                items = new Kinds();
            }
            int at = 0;
            for (JsonValue element : array) {
                if (at++ == MEMBERS || left[0] <= 0 || level == LEVELS) {
                    return;
                }
                items.add(element, run, left, level + 1);
            }
        }

        private void object(JsonObject object, int run, int[] left, int level) {
            objects++;
            int at = 0;
            for (JsonObject.Member member : object) {
                Kinds kinds = members.get(member.key());
                if (at++ == MEMBERS
                        || left[0] <= 0
                        || level == LEVELS
                        || (kinds == null && members.size() == MEMBERS)) {
                    cut = true;
                    return;
                }
                if (kinds == null) {
                    kinds = new Kinds();
                    members.put(member.key(), kinds);
                }
                kinds.add(member.value(), run, left, level + 1);
            }
        }

        Type type() {
            Type type = scalars;
            if (arrays) {
                type = Types.join(type, Type.arrayOf(items == null ? Type.NEVER : items.type()));
            }
            if (objects > 0) {
                Map<String, Type.Member> known = new LinkedHashMap<>();
                members.forEach((name, kinds) ->
                        known.put(name, new Type.Member(kinds.type(), !cut && kinds.values == objects)));
                type = Types.join(type, Type.object(known, cut ? Type.UNKNOWN : Type.NEVER));
            }
            return type;
        }
    }
}
