package io.flowork.core.jq;

import io.flowork.core.jq.Follower.Env;
import io.flowork.core.jq.Follower.LostException;
import io.flowork.core.jq.Follower.Out;
import io.flowork.core.jq.Follower.Tagged;
import io.flowork.core.jq.Prov.Conditions;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.Operator;
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
import org.jspecify.annotations.Nullable;

/** What a {@link Follower} does where values are changed at paths, and for builtins that hand parts of them on. */
final class FollowedChanges {
    /** So many changes are kept as one over the other before they are put together. */
    private static final int LAYERS = 32;

    private static final int MOST_CANDIDATES = 20_000;

    private final Follower follower;
    private final FollowedCalls calls;

    FollowedChanges(Follower follower, FollowedCalls calls) {
        this.follower = follower;
        this.calls = calls;
    }

    // --- paths ---

    /** The outputs of a filter with their paths. */
    void paths(Filter target, @Nullable Env env, Tagged in, Out out) {
        follower.eval(target, env, new Tagged(in.value(), in.prov(), PathNode.root(in.value())), out);
    }

    JsonArray path(Tagged found) {
        PathNode path = found.path();
        if (path == null || !path.leadsTo(found.value())) {
            throw new LostException();
        }
        return path.toArray();
    }

    void getPath(Tagged in, Tagged keys, Range at, Out out) {
        JsonArray path = Paths.path(keys.value());
        follower.mayFail(in.prov(), keys.prov());
        Tagged found = in;
        for (JsonValue key : path) {
            JsonValue part = Access.get(follower.meter, found.value(), key);
            found = new Tagged(part, follower.part(found, Follower.written(key, at), at), null);
        }
        if (in.path() != null) {
            follower.asked(keys.prov());
        }
        Prov prov = keys.prov() instanceof Prov.Text
                ? found.prov()
                : Prov.decided(found.prov(), Conditions.of(keys.prov()));
        out.accept(new Tagged(
                found.value(), prov, in.path() == null ? null : in.path().descend(path, found.value())));
    }

    // --- assignments ---

    void assign(Filter.Assign assign, @Nullable Env env, Tagged in, Out out) {
        Operator operator = assign.operator();
        Range at = Follower.range(assign, env);
        Tagged plain = in.plain();
        if (operator == null && assign.update()) {
            out.accept(update(assign.target(), env, plain, at, (old, o) -> follower.eval(assign.value(), env, old, o)));
            return;
        }
        follower.eval(assign.value(), env, plain, value -> {
            if (operator == null) {
                out.accept(set(assign.target(), env, plain, at, value));
            } else if (operator == Operator.ALTERNATIVE) {
                out.accept(update(
                        assign.target(),
                        env,
                        plain,
                        at,
                        (old, o) ->
                                follower.alternative(left -> left.accept(old), right -> right.accept(value), true, o)));
            } else {
                out.accept(update(
                        assign.target(),
                        env,
                        plain,
                        at,
                        (old, o) -> o.accept(follower.operate(operator, old, value, at))));
            }
        });
    }

    /** Makes a new value of an old one. */
    @FunctionalInterface
    private interface Change {
        void apply(Tagged old, Out out);
    }

    private Tagged set(Filter target, @Nullable Env env, Tagged in, Range at, Tagged value) {
        Tagged[] state = {in};
        List<Prov> mine = follower.apart(() -> paths(target, env, in, found -> {
            JsonArray path = path(found);
            state[0] = put(state[0], path, value, at);
        }));
        follower.mayFail(mine);
        return new Tagged(state[0].value(), Prov.decided(state[0].prov(), new Conditions(mine, mine.size())), null);
    }

    private Tagged update(Filter target, @Nullable Env env, Tagged in, Range at, Change change) {
        Tagged[] state = {in};
        List<JsonValue> emptied = new ArrayList<>();
        List<Prov> mine = follower.apart(() -> paths(target, env, in, found -> {
            JsonArray path = path(found);
            Tagged old = state[0];
            for (JsonValue key : path) {
                JsonValue part = Access.get(follower.meter, old.value(), key);
                old = new Tagged(part, follower.part(old, Follower.written(key, at), at), null);
            }
            Tagged before = old;
            Tagged[] changed = new Tagged[1];
            calls.first(o -> change.apply(before, o), output -> changed[0] = output);
            if (changed[0] == null) {
                emptied.add(path);
            } else {
                state[0] = put(state[0], path, changed[0], at);
            }
        }));
        follower.mayFail(mine);
        Tagged all =
                new Tagged(state[0].value(), Prov.decided(state[0].prov(), new Conditions(mine, mine.size())), null);
        Tagged gone = new Tagged(JsonArray.of(emptied), new Prov.Computed(at, mine), null);
        JsonValue value = Paths.delete(follower.meter, all.value(), gone.value());
        return new Tagged(value, deleted(all, gone, at), null);
    }

    private Tagged put(Tagged in, JsonArray path, Tagged part, Range at) {
        JsonValue value = Paths.set(follower.meter, in.value(), path, part.value());
        return new Tagged(value, put(in.prov(), in.value(), path, 0, part.prov(), at), null);
    }

    private Prov put(Prov base, JsonValue value, JsonArray path, int next, Prov part, Range at) {
        if (next == path.size()) {
            return part;
        }
        JsonValue key = path.get(next);
        if (!(key instanceof JsonString) && !(key instanceof JsonNumber)) {
            return new Prov.Computed(at, List.of(base, part));
        }
        JsonValue normal = Prov.key(value, key);
        JsonValue below = Access.get(follower.meter, value, key);
        Prov inner = put(Prov.child(base, normal, at), below, path, next + 1, part, at);
        Map<JsonValue, Prov> parts = new LinkedHashMap<>();
        Prov rest = layers(base) >= LAYERS ? flat(base, parts) : base;
        parts.put(normal, inner);
        return new Prov.Made(at, rest, parts, Conditions.NONE);
    }

    private static int layers(Prov prov) {
        int layers = 0;
        Prov at = prov;
        while (at != null) {
            layers++;
            at = below(at);
        }
        return layers;
    }

    private static @Nullable Prov below(Prov prov) {
        return switch (prov) {
            case Prov.Made made -> made.base();
            case Prov.Decided decided -> decided.value();
            default -> null;
        };
    }

    /** Puts the changes that lie over one another together; returns what is below them. */
    private Prov flat(Prov prov, Map<JsonValue, Prov> parts) {
        List<Prov> conditions = new ArrayList<>();
        Prov at = prov;
        Prov below = below(at);
        while (below != null) {
            switch (at) {
                case Prov.Made made -> {
                    made.parts().forEach(parts::putIfAbsent);
                    conditions.addAll(made.shape().all().subList(0, made.shape().count()));
                }
                case Prov.Decided decided ->
                    conditions.addAll(decided.by().all().subList(0, decided.by().count()));
                default -> throw new IllegalStateException("nothing lies over this");
            }
            at = below;
            below = below(at);
        }
        follower.count(parts.size() + conditions.size());
        Conditions by = new Conditions(conditions, conditions.size());
        parts.replaceAll((key, part) -> Prov.decided(part, by));
        return Prov.decided(at, by);
    }

    private Prov deleted(Tagged in, Tagged paths, Range at) {
        if (paths.value() instanceof JsonArray all) {
            if (all.isEmpty()) {
                return in.prov();
            }
            Prov left = in.prov();
            for (JsonValue path : all) {
                if (!(path instanceof JsonArray keys) || !leavesPlaces(keys)) {
                    return new Prov.Computed(at, List.of(in.prov(), paths.prov()));
                }
                left = put(left, in.value(), keys, 0, new Prov.Text(at), at);
            }
            return Prov.decided(left, Conditions.of(paths.prov()));
        }
        return new Prov.Computed(at, List.of(in.prov(), paths.prov()));
    }

    /** Whether nothing else moves when what is at a path is deleted. */
    private static boolean leavesPlaces(JsonArray path) {
        return !path.isEmpty() && path.get(path.size() - 1) instanceof JsonString;
    }

    // --- builtins written in Java ---

    /** Where the output of a builtin comes from. */
    Prov ofNative(String name, Range at, Tagged in, List<Tagged> arguments, List<Prov> from, JsonValue value) {
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
                                put(
                                        in.prov(),
                                        in.value(),
                                        path,
                                        0,
                                        arguments.get(1).prov(),
                                        at),
                                arguments.get(0))
                        : new Prov.Computed(at, from);
            case "delpaths" -> deleted(in, arguments.getFirst(), at);
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
        Conditions by = new Conditions(keys, keys.size());
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
