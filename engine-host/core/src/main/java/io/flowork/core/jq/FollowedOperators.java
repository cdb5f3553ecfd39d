package io.flowork.core.jq;

import io.flowork.core.jq.Prov.Conditions;
import io.flowork.core.jq.Tagged.Out;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.Operator;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows operators. */
final class FollowedOperators {
    private final Follower follower;

    FollowedOperators(Follower follower) {
        this.follower = follower;
    }

    void binary(Filter.Binary binary, @Nullable Env env, Tagged in, Out out) {
        Range at = Env.range(binary, env);
        switch (binary.operator()) {
            case AND, OR ->
                follower.eval(binary.left(), env, in.plain(), left -> {
                    boolean decides = Types.isTrue(left.value()) == (binary.operator() == Operator.OR);
                    if (!follower.counts.isSingle(binary.right(), env)) {
                        follower.decisions.asked(left.prov());
                    }
                    if (decides) {
                        out.accept(follower.values.computed(
                                JsonBoolean.of(binary.operator() == Operator.OR), at, left.prov()));
                    } else {
                        follower.eval(
                                binary.right(),
                                env,
                                in.plain(),
                                right -> out.accept(follower.values.computed(
                                        JsonBoolean.of(Types.isTrue(right.value())), at, left.prov(), right.prov())));
                    }
                });
            case ALTERNATIVE ->
                alternative(
                        o -> follower.eval(binary.left(), env, in, o),
                        o -> follower.eval(binary.right(), env, in, o),
                        in.path() == null
                                && follower.counts.isSingle(binary.left(), env)
                                && follower.counts.isSingle(binary.right(), env),
                        out);
            case EQUAL,
                    NOT_EQUAL,
                    LESS,
                    LESS_OR_EQUAL,
                    GREATER,
                    GREATER_OR_EQUAL,
                    ADD,
                    SUBTRACT,
                    MULTIPLY,
                    DIVIDE,
                    REMAINDER ->
                follower.eval(
                        binary.right(),
                        env,
                        in.plain(),
                        right -> follower.eval(
                                binary.left(),
                                env,
                                in.plain(),
                                left -> out.accept(operate(binary.operator(), left, right, at))));
        }
    }

    void alternative(Tagged.Source left, Tagged.Source right, boolean single, Out out) {
        boolean[] found = {false};
        List<Prov> refused = new ArrayList<>();
        left.to(output -> {
            if (!single) {
                follower.decisions.asked(output.prov());
            }
            if (Types.isTrue(output.value())) {
                found[0] = true;
                out.accept(output);
            } else {
                refused.add(output.prov());
            }
        });
        if (!found[0]) {
            Conditions by = Conditions.all(refused);
            right.to(output -> out.accept(output.decided(by)));
        }
    }

    Tagged operate(Operator operator, Tagged left, Tagged right, Range at) {
        follower.decisions.mayFail(left.prov(), right.prov());
        return switch (operator) {
            case ADD -> {
                JsonValue sum = Operators.add(follower.meter, left.value(), right.value());
                yield new Tagged(follower.meter.weighed(sum), sum(left, right, sum, at), null);
            }
            case SUBTRACT, MULTIPLY, DIVIDE, REMAINDER ->
                follower.values.computed(
                        Operators.arithmetic(follower.meter, operator, left.value(), right.value()),
                        at,
                        left.prov(),
                        right.prov());
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                follower.values.computed(
                        JsonBoolean.of(Operators.compare(follower.meter, operator, left.value(), right.value())),
                        at,
                        left.prov(),
                        right.prov());
            case ALTERNATIVE, AND, OR -> throw new LostException();
        };
    }

    Tagged negate(Tagged operand, Range at) {
        follower.decisions.mayFail(operand.prov());
        return follower.values.computed(Operators.negate(operand.value()), at, operand.prov());
    }

    private static Prov sum(Tagged left, Tagged right, JsonValue sum, Range at) {
        if (left.value() instanceof JsonArray before && right.value() instanceof JsonArray after) {
            Map<JsonValue, Prov> made = new LinkedHashMap<>();
            Conditions moved = Conditions.of(new Prov.Shape(left.prov()));
            for (int i = 0; i < before.size(); i++) {
                made.put(JsonNumber.of(i), Prov.child(left.prov(), JsonNumber.of(i), at));
            }
            for (int i = 0; i < after.size(); i++) {
                Prov element = Prov.child(right.prov(), JsonNumber.of(i), at);
                made.put(JsonNumber.of((long) before.size() + i), Prov.decided(element, moved));
            }
            return new Prov.Made(
                    at, null, made, Conditions.of(new Prov.Shape(left.prov()), new Prov.Shape(right.prov())));
        }
        if (left.value() instanceof JsonObject before && right.value() instanceof JsonObject after) {
            Map<JsonValue, Prov> made = new LinkedHashMap<>();
            Conditions kept = Conditions.of(new Prov.Shape(right.prov()));
            before.keys()
                    .forEach(key -> made.put(
                            JsonString.of(key), Prov.decided(Prov.child(left.prov(), JsonString.of(key), at), kept)));
            after.keys().forEach(key -> made.put(JsonString.of(key), Prov.child(right.prov(), JsonString.of(key), at)));
            return new Prov.Made(
                    at, null, made, Conditions.of(new Prov.Shape(left.prov()), new Prov.Shape(right.prov())));
        }
        if (left.value() == JsonNull.NULL && Prov.hasParts(sum)) {
            return Prov.decided(right.prov(), Conditions.of(left.prov()));
        }
        if (right.value() == JsonNull.NULL && Prov.hasParts(sum)) {
            return Prov.decided(left.prov(), Conditions.of(right.prov()));
        }
        return new Prov.Computed(at, List.of(left.prov(), right.prov()));
    }
}
