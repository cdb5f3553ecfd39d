package io.flowork.core.jq;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a value of an evaluation comes from, as {@link Follower} keeps it beside the value. */
sealed interface Prov {
    /**
     * A part of what went into the evaluation.
     *
     * @param variable the number of a global variable; -1 for {@code .}
     * @param around the part that it is in; null for the whole
     * @param key its key there; null for the whole
     * @param range where the program reads it
     */
    record At(int variable, @Nullable At around, @Nullable JsonValue key, Range range) implements Prov {}

    /** It stands in the program. */
    record Text(Range range) implements Prov {}

    /** It was computed, and any of these may have had a part in it. */
    record Computed(Range range, List<Prov> from) implements Prov {}

    /**
     * It was put together.
     *
     * @param base where parts come from that are not said; null if there are no others
     * @param parts its parts by key or index
     * @param shape what decided which parts it has
     */
    record Made(Range range, @Nullable Prov base, Map<JsonValue, Prov> parts, Conditions shape) implements Prov {}

    /** It comes from there, and something else decided that. */
    record Decided(Prov value, Conditions by) implements Prov {}

    /** Which parts something has, whatever they are. */
    record Shape(Prov of) implements Prov {}

    /**
     * The first of a growing list of what was asked.
     *
     * @param all the list; what is in it stays
     * @param count how many of it
     */
    record Conditions(List<Prov> all, int count) {
        static final Conditions NONE = new Conditions(List.of(), 0);

        static Conditions of(Prov... conditions) {
            return new Conditions(List.of(conditions), conditions.length);
        }

        static Conditions all(List<Prov> conditions) {
            return new Conditions(conditions, conditions.size());
        }
    }

    /**
     * Where a part of a value comes from.
     *
     * @param range where the program takes it; empty where it takes the whole
     */
    static Prov child(Prov prov, JsonValue key, Range range) {
        List<Conditions> by = new ArrayList<>();
        Prov at = prov;
        Prov found = null;
        while (found == null) {
            switch (at) {
                case At part -> found = new At(part.variable, part, key, range.length() == 0 ? part.range : range);
                case Made made -> {
                    Prov part = made.parts.get(key);
                    Prov base = made.base;
                    if (part != null) {
                        found = part;
                    } else {
                        by.add(made.shape);
                        found = base == null ? new Text(made.range) : null;
                        at = base == null ? at : base;
                    }
                }
                case Decided decided -> {
                    by.add(decided.by);
                    at = decided.value;
                }
                case Text text -> found = text;
                case Computed computed -> found = computed;
                case Shape shape -> found = shape;
            }
        }
        for (Conditions each : by.reversed()) {
            found = decided(found, each);
        }
        return found;
    }

    /** It comes from there, and something else decided that. */
    @SuppressWarnings("ReferenceEquality") // the same growing list
    static Prov decided(Prov value, Conditions by) {
        if (by.count == 0) {
            return value;
        }
        return value instanceof Decided other && other.by.all == by.all
                ? new Decided(other.value, other.by.count > by.count ? other.by : by)
                : new Decided(value, by);
    }

    /** The key of a part, as parts are kept: an index from the end is one from the start. */
    static JsonValue key(JsonValue container, JsonValue key) {
        if (container instanceof JsonArray array && key instanceof JsonNumber number) {
            double index = Access.truncated(number);
            return JsonNumber.of((long) (index < 0 ? index + array.size() : index));
        }
        return key;
    }

    /** Whether a value has parts. */
    static boolean hasParts(JsonValue value) {
        return value instanceof JsonArray || value instanceof JsonObject;
    }
}
