package io.flowork.grammar.analysis;

import static io.flowork.grammar.analysis.Outputs.FAIL;
import static io.flowork.grammar.analysis.Outputs.MANY;
import static io.flowork.grammar.analysis.Outputs.NONE;
import static io.flowork.grammar.analysis.Outputs.ONE;

import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.JqFunction;
import io.flowork.grammar.jq.JqFunction.Availability;
import io.flowork.grammar.jq.JqFunctions;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.types.Access;
import io.flowork.grammar.types.Arithmetic;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.types.Type.Member;
import io.flowork.grammar.types.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The types of what jq's functions give: those of the catalogue, and rules where the catalogue says so. */
final class Builtins {
    /** Functions that never fail on an input they accept. */
    private static final Set<String> SURE = Set.of(
            "type/0",
            "tostring/0",
            "tojson/0",
            "length/0",
            "utf8bytelength/0",
            "ascii_downcase/0",
            "ascii_upcase/0",
            "explode/0",
            "trim/0",
            "ltrim/0",
            "rtrim/0",
            "infinite/0",
            "nan/0");

    private final Inference inference;

    Builtins(Inference inference) {
        this.inference = inference;
    }

    /** A format applied to a value. */
    Outputs format(String name, Range range, Type input) {
        boolean rows = name.equals("csv") || name.equals("tsv");
        boolean hides = Set.of("text", "json", "base64", "base64d", "uri").contains(name);
        Type accepted = rows ? input.only(Type.ARRAY_KIND) : hides ? input : input.only(~Type.SECRET_KIND);
        if (accepted.isNever()) {
            if (!input.isNever()) {
                inference.wrong(DiagnosticCode.WRONG_ARGUMENT, range, input, "cannot be written with @" + name);
            }
            return Outputs.FAILS;
        }
        boolean sure = hides && !name.equals("base64d");
        Type result = hides ? text(input) : Type.STRING;
        return sure ? Outputs.one(result) : Outputs.maybe(result);
    }

    private static Type text(Type input) {
        if (input.kinds() == Type.SECRET_KIND) {
            return Type.SECRET;
        }
        return Types.mayHoldSecret(input) ? Types.join(Type.STRING, Type.SECRET) : Type.STRING;
    }

    Outputs call(Filter.Call call, Type input, Inference.@Nullable Env env) {
        JqFunction function = JqFunctions.find(call.name(), call.arguments().size());
        if (function == null || function.availability() != Availability.AVAILABLE) {
            return Outputs.UNKNOWN;
        }
        JqFunction.Signature signature = function.signature();
        if (!input.may(signature.accepts().kinds())) {
            inference.wrong(
                    DiagnosticCode.WRONG_ARGUMENT,
                    call.nameRange(),
                    input,
                    "is no input for `" + call.name() + "`, which needs " + Words.kinds(signature.accepts()));
            int given = ONE;
            for (int i = 0; i < call.arguments().size(); i++) {
                if (function.parameters().get(i).value()) {
                    given = Outputs.cross(
                            inference
                                    .quietly(call.arguments().get(i), input, env)
                                    .mask(),
                            given);
                }
            }
            return Outputs.FAILS.with(Outputs.then(given, FAIL));
        }
        Outputs own =
                signature.rule() == JqFunction.Rule.OWN || signature.result().isNever()
                        ? own(function.key(), call, input, env)
                        : null;
        if (own != null) {
            return own;
        }
        int mask = ONE;
        for (int i = 0; i < call.arguments().size(); i++) {
            JqFunction.Parameter parameter = function.parameters().get(i);
            if (parameter.value()) {
                Outputs argument = inference.infer(call.arguments().get(i), input, env);
                int fine = ONE;
                if (!argument.type().isNever()
                        && !argument.type().may(parameter.accepts().kinds())) {
                    inference.wrong(
                            DiagnosticCode.WRONG_ARGUMENT,
                            call.arguments().get(i).range(),
                            argument.type(),
                            "is no argument for `" + call.name() + "`, which needs "
                                    + Words.kinds(parameter.accepts()));
                    fine = FAIL;
                }
                mask = Outputs.cross(Outputs.then(argument.mask(), fine), mask);
            } else {
                inference.look(call.arguments().get(i), itemwise(function, i, call, input, env), env);
            }
        }
        boolean sure = SURE.contains(function.key())
                && input.only(signature.accepts().kinds()).kinds() == input.kinds();
        int once = signature.several() ? Outputs.ANY : (signature.least() == 0 ? NONE | ONE : ONE) | (sure ? 0 : FAIL);
        Type result = switch (signature.rule()) {
            case FIXED -> function.key().equals("type/0") ? types(input) : signature.result();
            case SAME -> input.only(signature.accepts().kinds());
            case TEXT -> call.arguments().isEmpty() ? text(input) : Types.join(Type.STRING, Type.SECRET);
            case OWN -> Type.UNKNOWN;
        };
        int all = Outputs.then(mask, once);
        return new Outputs(result, all).with(all);
    }

    /** What a filter is applied to that a function is given: the input, or its elements. */
    private Type itemwise(
            JqFunction function, int argument, Filter.Call call, Type input, Inference.@Nullable Env env) {
        return switch (function.key()) {
            case "any/1", "all/1" -> Access.each(input);
            case "any/2", "all/2" ->
                argument == 0
                        ? input
                        : inference
                                .quietly(call.arguments().getFirst(), input, env)
                                .type();
            case "until/2", "while/2", "repeat/1", "recurse/1", "recurse/2", "walk/1", "paths/1" ->
                Type.UNKNOWN; // the input, then whatever comes of it
            case "sub/2", "sub/3", "gsub/2", "gsub/3" -> argument == 1 ? Type.OBJECT : input;
            default -> input;
        };
    }

    private static Type types(Type input) {
        Set<String> names = new TreeSet<>();
        add(names, input, Type.NULL_KIND, "null");
        add(names, input, Type.BOOLEAN_KINDS, "boolean");
        add(names, input, Type.NUMBER_KIND, "number");
        add(names, input, Type.STRING_KIND | Type.SECRET_KIND, "string");
        add(names, input, Type.ARRAY_KIND, "array");
        add(names, input, Type.OBJECT_KIND, "object");
        return Type.texts(names);
    }

    private static void add(Set<String> names, Type input, int kinds, String name) {
        if (input.may(kinds)) {
            names.add(name);
        }
    }

    private @Nullable Outputs own(String key, Filter.Call call, Type input, Inference.@Nullable Env env) {
        List<Filter> arguments = call.arguments();
        Type items = input.items();
        return switch (key) {
            case "empty/0" -> Outputs.EMPTY;
            case "error/0" -> Outputs.FAILS;
            case "error/1" -> {
                Outputs message = inference.infer(arguments.getFirst(), input, env);
                yield Outputs.FAILS.with(Outputs.then(message.mask(), FAIL));
            }
            case "toarray/0" -> {
                Type rest = input.only(~Type.ARRAY_KIND);
                Type wrapped = rest.isNever() ? Type.NEVER : Type.tuple(List.of(rest));
                yield Outputs.one(Types.join(input.only(Type.ARRAY_KIND), wrapped));
            }
            case "values/0" -> compared(input, ~Type.NULL_KIND);
            case "nulls/0" -> compared(input, Type.NULL_KIND);
            case "booleans/0" -> kept(input, Type.BOOLEAN_KINDS);
            case "numbers/0", "finites/0" ->
                key.equals("numbers/0")
                        ? kept(input, Type.NUMBER_KIND)
                        : new Outputs(input.only(Type.NUMBER_KIND), NONE | ONE | FAIL).with(NONE | ONE | FAIL);
            case "strings/0" -> kept(input, Type.STRING_KIND | Type.SECRET_KIND);
            case "arrays/0" -> kept(input, Type.ARRAY_KIND);
            case "objects/0" -> kept(input, Type.OBJECT_KIND);
            case "iterables/0" -> kept(input, Type.ARRAY_KIND | Type.OBJECT_KIND);
            case "scalars/0" -> kept(input, ~(Type.ARRAY_KIND | Type.OBJECT_KIND));
            case "select/1" -> select(arguments.getFirst(), input, env);
            case "keys/0", "keys_unsorted/0" -> {
                Type result = input.may(Type.OBJECT_KIND) ? Type.arrayOf(Type.STRING) : Type.NEVER;
                yield Outputs.maybe(
                        input.may(Type.ARRAY_KIND) ? Types.join(result, Type.arrayOf(Type.NUMBER)) : result);
            }
            case "map/1" -> map(call, input, env);
            case "map_values/1" -> mapValues(arguments.getFirst(), input, env);
            case "to_entries/0" -> Outputs.maybe(Type.arrayOf(entry(input)));
            case "from_entries/0" -> Outputs.maybe(Type.OBJECT);
            case "with_entries/1" -> {
                Type entry = entry(input);
                if (!entry.isNever()) {
                    inference.infer(arguments.getFirst(), entry, env);
                }
                yield Outputs.maybe(Type.OBJECT);
            }
            case "add/0" -> Outputs.maybe(sum(Access.each(input)));
            case "add/1" -> {
                Outputs each = inference.infer(arguments.getFirst(), input, env);
                yield each.fails() ? Outputs.FAILS : Outputs.maybe(sum(each.type()));
            }
            case "first/0", "last/0" -> Outputs.maybe(Access.element(input, key.equals("first/0") ? 0 : -1));
            case "nth/1" -> {
                Outputs index = inference.infer(arguments.getFirst(), input, env);
                Type found = index.type().isNever() ? Type.NEVER : Access.at(input, index.type());
                int mask = Outputs.then(index.mask(), found.isNever() ? FAIL : ONE | FAIL);
                yield new Outputs(found, mask).with(mask);
            }
            case "first/1", "last/1" -> {
                Outputs all = inference.infer(arguments.getFirst(), input, env);
                int mask = (all.mask() & (NONE | FAIL)) | (all.can(ONE | MANY) ? ONE : 0);
                yield all.with(mask);
            }
            case "nth/2", "limit/2", "skip/2" -> {
                Outputs count = inference.infer(arguments.get(0), input, env);
                Outputs all = inference.infer(arguments.get(1), input, env);
                yield new Outputs(all.type(), Outputs.then(count.mask(), Outputs.ANY));
            }
            case "sort/0", "unique/0" -> Outputs.maybe(Type.arrayOf(items));
            case "reverse/0" -> {
                Type result = input.may(Type.STRING_KIND) ? Type.STRING : Type.NEVER;
                result = input.may(Type.NULL_KIND) ? Types.join(result, Type.arrayOf(Type.NEVER)) : result;
                yield Outputs.maybe(input.may(Type.ARRAY_KIND) ? Types.join(result, Type.arrayOf(items)) : result);
            }
            case "sort_by/1", "unique_by/1", "group_by/1" -> {
                inference.infer(arguments.getFirst(), items, env);
                Type list = Type.arrayOf(items);
                yield Outputs.maybe(key.equals("group_by/1") ? Type.arrayOf(list) : list);
            }
            case "min/0", "max/0" -> Outputs.maybe(Types.join(items, Type.NULL));
            case "min_by/1", "max_by/1" -> {
                inference.infer(arguments.getFirst(), items, env);
                yield Outputs.maybe(Types.join(items, Type.NULL));
            }
            case "getpath/1" -> {
                Outputs path = inference.infer(arguments.getFirst(), input, env);
                int mask = Outputs.then(path.mask(), ONE | FAIL);
                yield new Outputs(Type.UNKNOWN, mask).with(mask);
            }
            case "del/1" -> {
                inference.quietly(arguments.getFirst(), input, env);
                List<String> path = Assignment.path(arguments.getFirst());
                yield path != null && path.size() == 1 && input.kinds() == Type.OBJECT_KIND
                        ? Outputs.maybe(Access.without(input, path.getFirst()))
                        : Outputs.maybe(Type.UNKNOWN);
            }
            default -> null;
        };
    }

    private static Outputs kept(Type input, int kinds) {
        Type kept = input.only(kinds);
        int mask = kept.isNever() ? NONE : kept.kinds() == input.kinds() ? ONE : NONE | ONE;
        return new Outputs(kept, mask);
    }

    /** Like the others, but a comparison with null decides, which cannot look at a secret. */
    private static Outputs compared(Type input, int kinds) {
        if (!Types.mayHoldSecret(input)) {
            return kept(input, kinds);
        }
        Type seen = input.only(~Type.SECRET_KIND);
        Outputs kept = seen.isNever() ? Outputs.FAILS : kept(seen, kinds);
        return new Outputs(kept.type(), kept.mask() | FAIL);
    }

    /** One of the entries of an object or an array, whose keys are its indices. */
    private static Type entry(Type of) {
        Type value = Access.each(of);
        if (value.isNever()) {
            return Type.NEVER;
        }
        Type key = Types.join(
                of.may(Type.OBJECT_KIND) ? Type.STRING : Type.NEVER,
                of.may(Type.ARRAY_KIND) ? Type.NUMBER : Type.NEVER);
        return Type.object(Type.NEVER, Map.entry("key", key), Map.entry("value", value));
    }

    private Outputs select(Filter condition, Type input, Inference.@Nullable Env env) {
        Outputs outputs = inference.infer(condition, input, env);
        if (outputs.type().isNever()) {
            return outputs;
        }
        inference.constant(condition, outputs);
        if (Types.alwaysFalse(outputs.type())) {
            return Outputs.EMPTY.with(Outputs.then(outputs.mask(), NONE));
        }
        int once = Types.alwaysTrue(outputs.type()) ? ONE : NONE | ONE;
        return new Outputs(input, Outputs.then(outputs.mask(), once));
    }

    private Outputs map(Filter.Call call, Type input, Inference.@Nullable Env env) {
        Outputs each = inference.each(input, call.nameRange(), false);
        if (each.type().isNever()) {
            return each.fails() ? Outputs.FAILS : new Outputs(Type.arrayOf(Type.NEVER), ONE | (each.mask() & FAIL));
        }
        Filter filter = call.arguments().getFirst();
        Outputs mapped = inference.infer(filter, each.type(), env);
        int mask = Outputs.then(each.mask(), mapped.mask());
        if (mask == FAIL) {
            return Outputs.FAILS;
        }
        List<Type> elements = input.elements();
        if (elements != null && input.kinds() == Type.ARRAY_KIND && (mapped.mask() & ~FAIL) == ONE) {
            List<Type> results = new ArrayList<>();
            for (Type element : elements) {
                Outputs one = inference.quietly(filter, element, env);
                results.add(one.type());
                if ((one.mask() & ~FAIL) != ONE) {
                    return new Outputs(Type.arrayOf(mapped.type()), ONE | FAIL);
                }
            }
            return new Outputs(Type.tuple(results), ONE | (mask & FAIL));
        }
        return new Outputs(Type.arrayOf(mapped.type()), ONE | (mask & FAIL));
    }

    private Outputs mapValues(Filter filter, Type input, Inference.@Nullable Env env) {
        Type result = Type.NEVER;
        if (input.may(Type.ARRAY_KIND)) {
            Outputs mapped = inference.infer(filter, input.items(), env);
            result = Type.arrayOf(mapped.type());
        }
        if (input.may(Type.OBJECT_KIND)) {
            Map<String, Member> members = new LinkedHashMap<>();
            input.members().forEach((name, member) -> {
                Outputs mapped = inference.quietly(filter, member.type(), env);
                if (!mapped.type().isNever()) {
                    members.put(name, new Member(mapped.type(), member.required() && !mapped.can(NONE)));
                }
            });
            Outputs rest = inference.quietly(filter, input.rest(), env);
            inference.infer(filter, Access.each(input.only(Type.OBJECT_KIND)), env);
            result = Types.join(result, Type.object(members, rest.type()));
        }
        return Outputs.maybe(result);
    }

    /** What elements of a type add up to; null when there are none. */
    private static Type sum(Type items) {
        if (items.isNever()) {
            return Type.NULL;
        }
        if (items.may(Type.OBJECT_KIND | Type.SECRET_KIND)) {
            return items.only(~Type.NULL_KIND).kinds() == Type.OBJECT_KIND
                    ? Types.join(Type.OBJECT, Type.NULL)
                    : Type.UNKNOWN;
        }
        Type twice = Arithmetic.add(items, items);
        return Types.join(Types.join(Type.NULL, items), Types.join(twice, Arithmetic.add(twice, items)));
    }
}
