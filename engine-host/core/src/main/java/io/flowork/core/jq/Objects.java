package io.flowork.core.jq;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Builtins on objects. */
final class Objects {
    private static final String[] ENTRY = {"key", "value"};

    /** What a member of a large object takes. */
    private static final int ENTRY_BYTES = 200;

    private Objects() {}

    static JsonObject merge(Meter meter, JsonObject left, JsonObject right) {
        JsonObject merged = left;
        if (left.isEmpty()) {
            return right;
        }
        for (JsonObject.Member member : right) {
            meter.step();
            merged = merged.with(member.key(), member.value());
        }
        return merged;
    }

    /** An object into which the members of another are being merged. */
    private static final class Merging {
        final Iterator<JsonObject.Member> from;
        final String key;
        JsonObject into;

        Merging(String key, JsonObject into, JsonObject from) {
            this.key = key;
            this.into = into;
            this.from = from.iterator();
        }
    }

    static JsonObject mergeDeep(Meter meter, JsonObject left, JsonObject right) {
        meter.weight(left.weight() + right.weight());
        Deque<Merging> open = new ArrayDeque<>();
        Merging at = new Merging("", left, right);
        while (true) {
            meter.step();
            if (at.from.hasNext()) {
                JsonObject.Member member = at.from.next();
                if (member.value() instanceof JsonObject below
                        && at.into.get(member.key()) instanceof JsonObject above) {
                    open.push(at);
                    if (open.size() > JsonValue.MAX_DATA_DEPTH) {
                        throw JqException.error("Object merge too deep");
                    }
                    at = new Merging(member.key(), above, below);
                } else {
                    meter.bytes(200);
                    at.into = at.into.with(member.key(), member.value());
                }
            } else if (open.isEmpty()) {
                return at.into;
            } else {
                Merging done = at;
                at = open.pop();
                meter.bytes(200);
                at.into = at.into.with(done.key, done.into);
            }
        }
    }

    static JsonValue toEntries(Meter meter, JsonValue input) {
        if (input instanceof JsonArray array) {
            meter.steps(array.size() + 1L);
            meter.bytes(array.weight() + array.size() * 100L);
            JsonArray.Builder entries = new JsonArray.Builder();
            for (int i = 0; i < array.size(); i++) {
                entries.add(JsonObject.ofUnique(ENTRY, new JsonValue[] {JsonNumber.of(i), array.get(i)}));
            }
            return meter.weighed(entries.build());
        }
        if (!(input instanceof JsonObject object)) {
            throw noKeys(input);
        }
        meter.steps(object.size() + 1L);
        meter.bytes(object.weight() + object.size() * 100L);
        JsonArray.Builder entries = new JsonArray.Builder();
        for (JsonObject.Member member : object) {
            meter.turn(entries.size());
            entries.add(JsonObject.ofUnique(ENTRY, new JsonValue[] {JsonString.of(member.key()), member.value()}));
        }
        return meter.weighed(entries.build());
    }

    static JqException noKeys(JsonValue input) {
        return JqException.error(Types.describe(input) + " has no keys");
    }

    static JsonValue fromEntries(Meter meter, JsonValue input) {
        JsonObject.Builder members = new JsonObject.Builder();
        Iterator<JsonValue> entries = Lists.elements(input);
        while (entries.hasNext()) {
            meter.step();
            JsonValue entry = entries.next();
            JsonValue key = JsonNull.NULL;
            for (String name : new String[] {"key", "Key", "name", "Name"}) {
                key = Access.field(entry, name);
                if (Types.isTrue(key)) {
                    break;
                }
            }
            meter.bytes(ENTRY_BYTES);
            members.put(key(key), value(entry));
        }
        return meter.weighed(members.build());
    }

    private static JsonValue value(JsonValue entry) {
        if (entry instanceof JsonObject object && object.has("value")) {
            return Access.field(entry, "value");
        }
        return Access.field(entry, "Value");
    }

    private static String key(JsonValue key) {
        return switch (key) {
            case JsonString text -> text.value();
            default -> throw badKey(key);
        };
    }

    static JqException badKey(JsonValue key) {
        return key instanceof JsonSecret
                ? Types.secret()
                : JqException.error("Cannot use " + Types.describe(key) + " as object key");
    }

    static JsonValue has(JsonValue input, JsonValue key) {
        if (input == JsonNull.NULL) {
            return JsonBoolean.FALSE;
        }
        if (input instanceof JsonObject object && key instanceof JsonString name) {
            return JsonBoolean.of(object.has(name.value()));
        }
        if (input instanceof JsonArray array && key instanceof JsonNumber index) {
            double at = index.doubleValue();
            return JsonBoolean.of(at >= 0 && at < array.size());
        }
        throw JqException.error("Cannot check whether " + input.typeName() + " has a " + key.typeName() + " key");
    }

    static JsonValue keys(Meter meter, JsonValue input, boolean sorted) {
        if (input instanceof JsonArray array) {
            meter.steps(array.size() + 1L);
            meter.bytes(array.size() * 16L);
            JsonArray.Builder indices = new JsonArray.Builder();
            for (int i = 0; i < array.size(); i++) {
                meter.turn(i);
                indices.add(JsonNumber.of(i));
            }
            return indices.build();
        }
        if (!(input instanceof JsonObject object)) {
            throw noKeys(input);
        }
        meter.bytes(object.size() * 40L);
        JsonArray.Builder keys = new JsonArray.Builder();
        if (sorted) {
            for (String key : Ordering.sortedKeys(meter, object)) {
                meter.turn(keys.size());
                keys.add(JsonString.of(key));
            }
        } else {
            meter.steps(object.size() + 1L);
            for (JsonObject.Member member : object) {
                meter.turn(keys.size());
                keys.add(JsonString.of(member.key()));
            }
        }
        return keys.build();
    }
}
