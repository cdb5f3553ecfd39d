package io.flowork.core.jq;

import io.flowork.core.jq.Prov.Conditions;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the output of a builtin written in Java comes from. */
final class NativeParts {
    private static final int MOST_CANDIDATES = 20_000;

    private final Follower follower;

    NativeParts(Follower follower) {
        this.follower = follower;
    }

    /** Where the output of a builtin comes from. */
    Prov prov(String name, Range at, Tagged in, List<Tagged> arguments, List<Prov> from, JsonValue value) {
        boolean container = Prov.hasParts(in.value());
        return switch (name) {
            case "length", "keys", "keys_unsorted", "has", "type" -> {
                List<Prov> asked = new ArrayList<>(from);
                asked.set(0, container ? new Prov.Shape(in.prov()) : in.prov());
                yield new Prov.Computed(at, asked);
            }
            case "setpath" ->
                arguments.get(0).value() instanceof JsonArray path
                        ? decidedBy(
                                follower.changed.put(in, path, arguments.get(1).prov(), at), arguments.get(0))
                        : new Prov.Computed(at, from);
            case "delpaths" -> follower.changed.deleted(in, arguments.getFirst(), at);
            case "to_entries" ->
                in.value() instanceof JsonObject object ? entries(object, in, at) : new Prov.Computed(at, from);
            case "from_entries" -> fromEntries(in, at);
            default -> found(value, at, in, arguments, from);
        };
    }

    private static Prov decidedBy(Prov prov, Tagged by) {
        return by.prov() instanceof Prov.Text ? prov : Prov.decided(prov, Conditions.of(by.prov()));
    }

    private static Prov entries(JsonObject object, Tagged in, Range at) {
        Map<JsonValue, Prov> entries = new LinkedHashMap<>();
        Prov shape = new Prov.Shape(in.prov());
        Conditions by = Conditions.of(shape);
        for (String key : object.keys()) {
            Map<JsonValue, Prov> entry = new LinkedHashMap<>();
            entry.put(JsonString.of("key"), new Prov.Computed(at, List.of(shape)));
            entry.put(JsonString.of("value"), Prov.decided(Prov.child(in.prov(), JsonString.of(key), at), by));
            entries.put(JsonNumber.of(entries.size()), new Prov.Made(at, null, entry, by));
        }
        return new Prov.Made(at, null, entries, by);
    }

    private static Prov fromEntries(Tagged in, Range at) {
        Map<JsonValue, Prov> parts = new LinkedHashMap<>();
        List<Prov> keys = new ArrayList<>();
        keys.add(new Prov.Shape(in.prov()));
        if (in.value() instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                Prov entry = Prov.child(in.prov(), JsonNumber.of(i), at);
                if (!(array.get(i) instanceof JsonObject object)
                        || !(object.get("key") instanceof JsonString key)
                        || !object.has("value")) {
                    return new Prov.Computed(at, List.of(in.prov()));
                }
                Prov named = Prov.child(entry, JsonString.of("key"), at);
                keys.add(named);
                keys.add(new Prov.Shape(entry));
                parts.put(key, Prov.child(entry, JsonString.of("value"), at));
            }
        } else {
            return new Prov.Computed(at, List.of(in.prov()));
        }
        Conditions by = Conditions.all(keys);
        parts.replaceAll((key, part) -> Prov.decided(part, by));
        return new Prov.Made(at, null, parts, by);
    }

    /** Finds what went in among what came out. An object or array that is the very same comes from there. */
    private static Prov found(JsonValue value, Range at, Tagged in, List<Tagged> arguments, List<Prov> from) {
        Prov computed = new Prov.Computed(at, from);
        if (!Prov.hasParts(value)) {
            return computed;
        }
        IdentityHashMap<JsonValue, Prov> candidates = new IdentityHashMap<>();
        IdentityHashMap<JsonValue, Boolean> doubles = new IdentityHashMap<>();
        candidates(in, 2, at, candidates, doubles);
        arguments.forEach(argument -> candidates(argument, 2, at, candidates, doubles));
        candidates.keySet().removeAll(doubles.keySet());
        return candidates.isEmpty() ? computed : found(value, 2, at, candidates, computed);
    }

    private static Prov found(
            JsonValue value, int levels, Range at, IdentityHashMap<JsonValue, Prov> candidates, Prov computed) {
        Prov candidate = candidates.get(value);
        if (candidate != null) {
            return Prov.decided(candidate, Conditions.of(computed));
        }
        if (levels > 0 && value instanceof JsonArray array) {
            Map<JsonValue, Prov> parts = new LinkedHashMap<>();
            for (int i = 0; i < array.size(); i++) {
                parts.put(JsonNumber.of(i), found(array.get(i), levels - 1, at, candidates, computed));
            }
            return new Prov.Made(at, null, parts, Conditions.of(computed));
        }
        return computed;
    }

    private static void candidates(
            Tagged tagged,
            int levels,
            Range at,
            IdentityHashMap<JsonValue, Prov> found,
            IdentityHashMap<JsonValue, Boolean> doubles) {
        if (!Prov.hasParts(tagged.value()) || found.size() > MOST_CANDIDATES) {
            return;
        }
        boolean empty = tagged.value().equals(JsonArray.EMPTY) || tagged.value().equals(JsonObject.EMPTY);
        if (!empty && found.put(tagged.value(), tagged.prov()) != null) {
            doubles.put(tagged.value(), true);
        }
        if (levels > 0 && tagged.value() instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                Prov prov = Prov.child(tagged.prov(), JsonNumber.of(i), at);
                candidates(new Tagged(array.get(i), prov, null), levels - 1, at, found, doubles);
            }
        }
    }
}
