package io.flowork.core.jq;

import io.flowork.core.jq.Prov.Conditions;
import io.flowork.core.jq.Tagged.Out;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.TextPart;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows what makes values: arrays, objects, texts. */
final class FollowedValues {
    private final Follower follower;

    FollowedValues(Follower follower) {
        this.follower = follower;
    }

    static Tagged collected(List<Tagged> outputs, Range range, Conditions shape) {
        Map<JsonValue, Prov> made = new LinkedHashMap<>();
        JsonValue[] values = new JsonValue[outputs.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = outputs.get(i).value();
            made.put(JsonNumber.of(i), outputs.get(i).prov());
        }
        return new Tagged(JsonArray.of(values, values.length), new Prov.Made(range, null, made, shape), null);
    }

    Tagged computed(JsonValue value, Range range, Prov... from) {
        return new Tagged(follower.meter.weighed(value), new Prov.Computed(range, List.of(from)), null);
    }

    Tagged array(Filter.ArrayOf array, @Nullable Env env, Tagged in) {
        Filter body = array.body();
        if (body == null) {
            return Tagged.written(JsonArray.EMPTY, Env.range(array, env));
        }
        List<Tagged> elements = new ArrayList<>();
        List<Prov> mine = follower.decisions.apart(() -> follower.eval(body, env, in.plain(), output -> {
            follower.meter.bytes(16);
            elements.add(output.plain().decided(follower.decisions.sofar()));
        }));
        Tagged made = collected(elements, Env.range(array, env), Conditions.all(mine));
        return new Tagged(follower.meter.weighed(made.value()), made.prov(), null);
    }

    void object(Filter.ObjectOf object, @Nullable Env env, Tagged in, Out out) {
        object(object, 0, new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>(), env, in, out);
    }

    private void object(
            Filter.ObjectOf object,
            int at,
            Map<JsonValue, Prov> made,
            List<Prov> keys,
            List<JsonObject.Member> members,
            @Nullable Env env,
            Tagged in,
            Out out) {
        if (at == object.entries().size()) {
            JsonObject.Builder builder = new JsonObject.Builder();
            members.forEach(member -> builder.put(member.key(), member.value()));
            follower.meter.bytes(48 + members.size() * 24L);
            Range range = Env.range(object, env);
            out.accept(new Tagged(
                    follower.meter.weighed(builder.build()), keyed(made, new ArrayList<>(keys), range), null));
            return;
        }
        Filter.Entry entry = object.entries().get(at);
        follower.eval(entry.key(), env, in, key -> {
            follower.decisions.mayFail(key.prov());
            if (!(key.value() instanceof JsonString name)) {
                throw Objects.badKey(key.value());
            }
            boolean shorthand = !(entry.key() instanceof Filter.Literal)
                    && entry.value() instanceof Filter.Index index
                    && index.range().equals(entry.key().range());
            Out next = value -> {
                Prov before = made.get(name);
                made.put(name, value.prov());
                boolean fixed = key.prov() instanceof Prov.Text;
                if (!fixed) {
                    keys.add(key.prov());
                }
                members.add(new JsonObject.Member(name.value(), value.value()));
                object(object, at + 1, made, keys, members, env, in, out);
                members.removeLast();
                if (!fixed) {
                    keys.removeLast();
                }
                if (before == null) {
                    made.remove(name);
                } else {
                    made.put(name, before);
                }
            };
            if (shorthand) {
                follower.parts.index(in, key, false, Env.range(entry.value(), env), next);
            } else {
                follower.eval(entry.value(), env, in, next);
            }
        });
    }

    /** The parts of an object: keys that were computed decide which there are, and which of two with one key is there. */
    private static Prov keyed(Map<JsonValue, Prov> made, List<Prov> keys, Range range) {
        Conditions by = Conditions.all(keys);
        Map<JsonValue, Prov> parts = new LinkedHashMap<>(made);
        parts.replaceAll((key, part) -> Prov.decided(part, by));
        return new Prov.Made(range, null, parts, by);
    }

    void text(Filter.Text text, @Nullable Env env, Tagged in, Out out) {
        int parts = text.parts().size();
        text(text, parts - 1, new Tagged[parts], env, in, out);
    }

    private void text(Filter.Text text, int at, Tagged[] done, @Nullable Env env, Tagged in, Out out) {
        if (at < 0) {
            List<JsonValue> values = new ArrayList<>();
            List<Prov> from = new ArrayList<>();
            boolean secret = false;
            StringBuilder joined = new StringBuilder();
            for (Tagged part : done) {
                values.add(part.value());
                from.add(part.prov());
                secret |= part.value() instanceof JsonSecret;
                joined.append(part.value() instanceof JsonString string ? string.value() : "");
            }
            follower.meter.bytes(joined.length());
            JsonValue value = secret ? Secrets.concat(values) : JsonString.of(joined.toString());
            out.accept(new Tagged(value, new Prov.Computed(Env.range(text, env), from), null));
            return;
        }
        String given = text.format();
        switch (text.parts().get(at)) {
            case TextPart.Fixed fixed -> {
                done[at] = Tagged.written(JsonString.of(fixed.text()), fixed.range());
                text(text, at - 1, done, env, in, out);
            }
            case TextPart.Inserted inserted ->
                follower.eval(inserted.filter(), env, in.plain(), value -> {
                    Tagged name = Tagged.written(JsonString.of(given == null ? "text" : given), inserted.range());
                    follower.calls.apply("format", Env.range(text, env), value, List.of(name), formatted -> {
                        done[at] = formatted;
                        text(text, at - 1, done, env, in, out);
                    });
                });
        }
    }
}
