package io.flowork.core.jq;

import io.flowork.core.jq.Prov.Conditions;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the parts of a value come from after a change at a path. */
final class ChangedParts {
    /** So many changes are kept as one over the other before they are put together. */
    private static final int LAYERS = 32;

    private final Follower follower;

    ChangedParts(Follower follower) {
        this.follower = follower;
    }

    /** Where what is in a value comes from once a part has been put at a path. */
    Prov put(Tagged in, JsonArray path, Prov part, Range at) {
        return put(in.prov(), in.value(), path, 0, part, at);
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
        Prov made = new Prov.Made(at, rest, parts, Conditions.NONE);
        boolean fromEnd = key instanceof JsonNumber index && index.doubleValue() < 0;
        return fromEnd ? Prov.decided(made, Conditions.of(new Prov.Shape(base))) : made;
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
        follower.keep(parts.size() + conditions.size());
        Conditions by = Conditions.all(conditions);
        parts.replaceAll((key, part) -> Prov.decided(part, by));
        return Prov.decided(at, by);
    }

    /** Where what is in a value comes from once what is at some paths has been deleted. */
    Prov deleted(Tagged in, Tagged paths, Range at) {
        if (paths.value() instanceof JsonArray all) {
            Prov left = in.prov();
            for (JsonValue path : all) {
                if (!(path instanceof JsonArray keys) || !leavesPlaces(keys)) {
                    return new Prov.Computed(at, List.of(in.prov(), paths.prov()));
                }
                left = put(new Tagged(in.value(), left, null), keys, new Prov.Text(at), at);
            }
            return Prov.decided(left, Conditions.of(paths.prov()));
        }
        return new Prov.Computed(at, List.of(in.prov(), paths.prov()));
    }

    /** Whether nothing else moves when what is at a path is deleted. */
    private static boolean leavesPlaces(JsonArray path) {
        return !path.isEmpty() && path.get(path.size() - 1) instanceof JsonString;
    }
}
