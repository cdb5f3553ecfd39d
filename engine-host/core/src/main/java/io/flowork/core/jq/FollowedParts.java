package io.flowork.core.jq;

import io.flowork.core.jq.Prov.Conditions;
import io.flowork.core.jq.Tagged.Out;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows what takes parts of values. */
final class FollowedParts {
    private final Follower follower;

    FollowedParts(Follower follower) {
        this.follower = follower;
    }

    void index(Tagged target, Tagged key, boolean optional, Range at, Out out) {
        follower.decisions.mayFail(new Prov.Shape(target.prov()), key.prov());
        JsonValue found;
        try {
            found = Access.get(follower.meter, target.value(), key.value());
        } catch (JqException e) {
            if (optional && e.kind() == JqException.Kind.ERROR) {
                follower.decisions.asked(new Prov.Shape(target.prov()));
                follower.decisions.asked(key.prov());
                return;
            }
            throw e;
        }
        if (optional) {
            follower.decisions.asked(new Prov.Shape(target.prov()));
        }
        if ((optional || target.path() != null) && !(key.prov() instanceof Prov.Text)) {
            follower.decisions.asked(key.prov());
        }
        out.accept(new Tagged(
                found,
                part(target, key, at),
                target.path() == null ? null : target.path().child(key.value(), found)));
    }

    /** Where a part of a value comes from, whatever it is that its key comes from. */
    Prov part(Tagged target, Tagged key, Range at) {
        boolean simple = (key.value() instanceof JsonString
                        && (target.value() instanceof JsonObject || target.value() == JsonNull.NULL))
                || (key.value() instanceof JsonNumber
                        && (target.value() instanceof JsonArray || target.value() == JsonNull.NULL));
        if (!simple || (key.value() instanceof JsonNumber index && Double.isNaN(index.doubleValue()))) {
            return new Prov.Computed(at, List.of(target.prov(), key.prov()));
        }
        JsonValue place = Prov.key(target.value(), key.value());
        if (place instanceof JsonNumber number && number.doubleValue() < 0) {
            return new Prov.Computed(
                    at, List.of(new Prov.Shape(target.prov()), key.prov())); // there is no such element
        }
        Prov found = Prov.child(target.prov(), place, at);
        boolean fromEnd = key.value() instanceof JsonNumber number && number.doubleValue() < 0;
        found = fromEnd ? Prov.decided(found, Conditions.of(new Prov.Shape(target.prov()))) : found;
        return key.prov() instanceof Prov.Text ? found : Prov.decided(found, Conditions.of(key.prov()));
    }

    void slice(Filter.Slice slice, @Nullable Env env, Tagged in, Out out) {
        Range at = Env.range(slice, env);
        orNull(
                slice.from(),
                env,
                in,
                from -> orNull(
                        slice.to(),
                        env,
                        in,
                        to -> follower.eval(
                                slice.target(),
                                env,
                                in,
                                target -> slice(target, from, to, slice.optional(), at, out))));
    }

    private void slice(Tagged target, Tagged from, Tagged to, boolean optional, Range at, Out out) {
        Prov shape = new Prov.Shape(target.prov());
        follower.decisions.mayFail(shape, from.prov(), to.prov());
        if (optional) {
            follower.decisions.asked(shape);
        }
        if (optional || target.path() != null) {
            follower.decisions.asked(from.prov());
            follower.decisions.asked(to.prov());
        }
        JsonObject key = Access.sliceKey(from.value(), to.value());
        JsonValue value;
        try {
            value = Access.get(follower.meter, target.value(), key);
        } catch (JqException e) {
            if (optional && e.kind() == JqException.Kind.ERROR) {
                return;
            }
            throw e;
        }
        Prov prov = value instanceof JsonArray part && target.value() instanceof JsonArray whole
                ? elements(target.prov(), part, Access.bounds(key, whole.size()).from(), from, to, at)
                : new Prov.Computed(at, List.of(target.prov(), from.prov(), to.prov()));
        PathNode path = target.path();
        out.accept(new Tagged(value, prov, path == null ? null : path.child(key, value)));
    }

    /** Where the elements of a part of an array come from. */
    private static Prov elements(Prov whole, JsonArray part, int first, Tagged from, Tagged to, Range at) {
        Conditions by = Conditions.of(new Prov.Computed(at, List.of(new Prov.Shape(whole), from.prov(), to.prov())));
        Map<JsonValue, Prov> made = new LinkedHashMap<>();
        for (int i = 0; i < part.size(); i++) {
            made.put(JsonNumber.of(i), Prov.decided(Prov.child(whole, JsonNumber.of((long) first + i), at), by));
        }
        return new Prov.Made(at, null, made, by);
    }

    private void orNull(@Nullable Filter filter, @Nullable Env env, Tagged in, Out out) {
        if (filter == null) {
            out.accept(Tagged.written(JsonNull.NULL, Range.NONE));
        } else {
            follower.eval(filter, env, in.plain(), out);
        }
    }

    void iterate(Tagged target, boolean optional, Range at, Out out) {
        follower.decisions.asked(new Prov.Shape(target.prov()));
        switch (target.value()) {
            case JsonArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    give(target, JsonNumber.of(i), array.get(i), at, out);
                }
            }
            case JsonObject object -> {
                for (JsonObject.Member member : object) {
                    give(target, JsonString.of(member.key()), member.value(), at, out);
                }
            }
            default -> {
                if (!optional) {
                    throw target.value() instanceof JsonSecret
                            ? Types.secret()
                            : JqException.error("Cannot iterate over " + Types.describe(target.value()));
                }
            }
        }
    }

    private void give(Tagged target, JsonValue key, JsonValue value, Range at, Out out) {
        follower.meter.step();
        out.accept(new Tagged(
                value,
                Prov.child(target.prov(), key, at),
                target.path() == null ? null : target.path().child(key, value)));
    }

    void getPath(Tagged in, Tagged keys, Range at, Out out) {
        follower.decisions.mayFail(in.prov(), keys.prov());
        JsonArray path = Paths.path(keys.value());
        Tagged found = in;
        for (JsonValue key : path) {
            JsonValue part = Access.get(follower.meter, found.value(), key);
            found = new Tagged(part, part(found, Tagged.written(key, at), at), null);
        }
        if (in.path() != null) {
            follower.decisions.asked(keys.prov());
        }
        Prov prov = keys.prov() instanceof Prov.Text
                ? found.prov()
                : Prov.decided(found.prov(), Conditions.of(keys.prov()));
        out.accept(new Tagged(
                found.value(), prov, in.path() == null ? null : in.path().descend(path, found.value())));
    }
}
