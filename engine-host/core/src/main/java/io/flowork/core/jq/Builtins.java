package io.flowork.core.jq;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonDouble;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/** All builtins: those written in Java, and those written in jq, which are parsed when they are first used. */
final class Builtins {
    /** Held while code shared between programs is compiled. */
    static final Object LOCK = new Object();

    private static final Map<String, Native> NATIVES = new HashMap<>();
    private static final Map<String, Definition> PRELUDE = new HashMap<>();

    /** Builtins that are instructions or short for other filters. */
    private static final List<String> SPECIAL = List.of(
            "empty/0",
            "error/0",
            "error/1",
            "path/1",
            "range/1",
            "range/2",
            "first/0",
            "first/1",
            "last/0",
            "last/1",
            "nth/1",
            "nth/2",
            "isempty/1",
            "any/0",
            "any/1",
            "any/2",
            "all/0",
            "all/1",
            "all/2",
            "limit/2",
            "skip/2",
            "map/1",
            "select/1",
            "values/0",
            "nulls/0",
            "map_values/1",
            "with_entries/1",
            "del/1",
            "add/1",
            "sort_by/1",
            "group_by/1",
            "unique_by/1",
            "min_by/1",
            "max_by/1");

    static {
        List<Native> all = new ArrayList<>();
        values(all);
        collections(all);
        texts(all);
        Maths.addTo(all);
        Regexes.addTo(all);
        Dates.addTo(all);
        all.forEach(builtin -> NATIVES.put(builtin.name() + "/" + builtin.arity(), builtin));
    }

    private Builtins() {}

    /** A function of the input. */
    @FunctionalInterface
    private interface OfInput {
        JsonValue apply(Meter meter, JsonValue input);
    }

    /** A function of the input and one argument. */
    @FunctionalInterface
    private interface OfArgument {
        JsonValue apply(Meter meter, JsonValue input, JsonValue argument);
    }

    private static void one(List<Native> all, String name, OfInput body) {
        all.add(new Native(name, 0, false, (meter, input, a, b, c) -> body.apply(meter, input)));
    }

    /** A question about a number, to which the answer for anything else is no. */
    private static void check(List<Native> all, String name, DoublePredicate question) {
        one(all, name, (meter, in) -> switch (in) {
            case JsonNumber number -> JsonBoolean.of(question.test(number.doubleValue()));
            case JsonSecret secret -> throw Types.secret();
            default -> JsonBoolean.FALSE;
        });
    }

    private static void two(List<Native> all, String name, OfArgument body) {
        all.add(new Native(name, 1, false, (meter, input, a, b, c) -> body.apply(meter, input, a)));
    }

    private static void values(List<Native> all) {
        all.add(new Native("not", 0, true, (m, in, a, b, c) -> JsonBoolean.of(!Types.isTrue(in))));
        all.add(new Native("type", 0, true, (m, in, a, b, c) -> JsonString.of(in.typeName())));
        all.add(new Native("tostring", 0, true, (m, in, a, b, c) -> Formats.string(m, in)));
        all.add(new Native("tojson", 0, true, (m, in, a, b, c) -> Formats.json(m, in)));
        all.add(new Native("format", 1, true, (m, in, a, b, c) -> Formats.apply(m, in, a)));
        all.add(new Native("getpath", 1, true, (m, in, a, b, c) -> Paths.get(m, in, a)));
        all.add(new Native("setpath", 2, true, (m, in, a, b, c) -> Paths.set(m, in, a, b)));
        all.add(new Native("delpaths", 1, true, (m, in, a, b, c) -> Paths.delete(m, in, a)));
        all.add(new Native("toarray", 0, true, (m, in, a, b, c) -> in instanceof JsonArray ? in : JsonArray.of(in)));
        one(all, "negate", (m, in) -> Operators.negate(in));
        one(all, "length", Builtins::length);
        one(all, "utf8bytelength", Strings::utf8Length);
        one(all, "abs", (m, in) -> abs(in));
        one(all, "tonumber", (m, in) -> Numbers.parse(in));
        one(all, "toboolean", (m, in) -> toBoolean(in));
        one(all, "fromjson", JsonTextReader::parse);
        one(all, "infinite", (m, in) -> JsonNumber.of(Double.POSITIVE_INFINITY));
        one(all, "nan", (m, in) -> JsonNumber.of(Double.NaN));
        check(all, "isinfinite", Double::isInfinite);
        check(all, "isnan", Double::isNaN);
        check(all, "isnormal", x -> Math.abs(x) >= Double.MIN_NORMAL && Math.abs(x) <= Double.MAX_VALUE);
        check(all, "isfinite", x -> !Double.isInfinite(x));
        all.add(new Native("have_literal_numbers", 0, true, (m, in, a, b, c) -> JsonBoolean.TRUE));
        all.add(new Native("have_decnum", 0, true, (m, in, a, b, c) -> JsonBoolean.TRUE));
        all.add(new Native("builtins", 0, true, (m, in, a, b, c) -> builtins()));
    }

    private static void collections(List<Native> all) {
        one(all, "keys", (m, in) -> Objects.keys(m, in, true));
        one(all, "keys_unsorted", (m, in) -> Objects.keys(m, in, false));
        one(all, "to_entries", Objects::toEntries);
        one(all, "from_entries", Objects::fromEntries);
        one(all, "add", Lists::add);
        one(all, "reverse", Lists::reverse);
        one(all, "sort", (m, in) -> Lists.sort(m, in, in));
        one(all, "unique", (m, in) -> Lists.unique(m, in, in));
        one(all, "min", (m, in) -> Lists.extreme(m, in, in, false));
        one(all, "max", (m, in) -> Lists.extreme(m, in, in, true));
        one(all, "transpose", Lists::transpose);
        one(all, "flatten", (m, in) -> Lists.flatten(m, in, JsonNumber.of(Double.POSITIVE_INFINITY)));
        two(all, "flatten", Lists::flatten);
        two(all, "_sort_by_impl", Lists::sort);
        two(all, "_group_by_impl", Lists::group);
        two(all, "_unique_by_impl", Lists::unique);
        two(all, "_min_by_impl", (m, in, keys) -> Lists.extreme(m, in, keys, false));
        two(all, "_max_by_impl", (m, in, keys) -> Lists.extreme(m, in, keys, true));
        two(all, "bsearch", Lists::search);
        two(all, "has", (m, in, key) -> Objects.has(in, key));
        two(all, "in", (m, in, object) -> Objects.has(object, in));
        two(all, "contains", (m, in, part) -> JsonBoolean.of(Containment.contains(m, in, part)));
        two(all, "inside", (m, in, whole) -> JsonBoolean.of(Containment.contains(m, whole, in)));
        two(all, "indices", Builtins::indices);
        two(all, "index", (m, in, part) -> at(m, indices(m, in, part), 0));
        two(all, "rindex", (m, in, part) -> at(m, indices(m, in, part), -1));
        all.add(new Native("join", 1, true, (m, in, separator, b, c) -> Lists.join(m, in, separator)));
    }

    private static void texts(List<Native> all) {
        one(all, "ascii_downcase", (m, in) -> Strings.asciiCase(m, in, false));
        one(all, "ascii_upcase", (m, in) -> Strings.asciiCase(m, in, true));
        one(all, "explode", Strings::explode);
        one(all, "implode", Strings::implode);
        one(all, "trim", (m, in) -> Strings.trim(m, in, true, true));
        one(all, "ltrim", (m, in) -> Strings.trim(m, in, true, false));
        one(all, "rtrim", (m, in) -> Strings.trim(m, in, false, true));
        one(all, "ascii", (m, in) -> Strings.implode(m, JsonArray.of(in)));
        two(all, "startswith", (m, in, prefix) -> Strings.startsWith(in, prefix));
        two(all, "endswith", (m, in, suffix) -> Strings.endsWith(in, suffix));
        two(all, "ltrimstr", (m, in, prefix) -> Strings.removePrefix(in, prefix));
        two(all, "rtrimstr", (m, in, suffix) -> Strings.removeSuffix(in, suffix));
        two(all, "trimstr", (m, in, part) -> Strings.removeSuffix(Strings.removePrefix(in, part), part));
        two(all, "_strindices", Strings::indices);
        two(all, "split", (m, in, separator) -> {
            if (in instanceof JsonString text && separator instanceof JsonString between) {
                return Strings.split(m, text, between);
            }
            throw JqException.error("split input and separator must be strings");
        });
    }

    static JsonValue length(Meter meter, JsonValue input) {
        return switch (input) {
            case JsonNull none -> JsonNumber.of(0);
            case JsonString text -> JsonNumber.of(Strings.length(meter, text.value()));
            case JsonArray array -> JsonNumber.of(array.size());
            case JsonObject object -> JsonNumber.of(object.size());
            case JsonNumber number -> abs(number);
            case JsonBoolean flag -> throw JqException.error(Types.describe(input) + " has no length");
            case JsonSecret secret -> throw Types.secret();
        };
    }

    private static JsonValue abs(JsonValue input) {
        if (input instanceof JsonNumber number) {
            double x = number.doubleValue();
            return number instanceof JsonDouble ? JsonNumber.of(Math.abs(x)) : x < 0 ? Operators.negate(number) : input;
        }
        return input == JsonNull.NULL || input instanceof JsonBoolean ? Operators.negate(input) : input;
    }

    private static JsonValue toBoolean(JsonValue input) {
        return switch (input) {
            case JsonBoolean flag -> flag;
            case JsonString text when text.value().equals("true") -> JsonBoolean.TRUE;
            case JsonString text when text.value().equals("false") -> JsonBoolean.FALSE;
            default -> throw JqException.error(Types.describe(input) + " cannot be parsed as a boolean");
        };
    }

    private static JsonValue indices(Meter meter, JsonValue input, JsonValue part) {
        if (input instanceof JsonString && part instanceof JsonString) {
            return Strings.indices(meter, input, part);
        }
        if (input instanceof JsonArray array) {
            return Lists.indices(meter, array, part instanceof JsonArray parts ? parts : JsonArray.of(part));
        }
        return Access.get(meter, input, part);
    }

    private static JsonValue at(Meter meter, JsonValue indices, int index) {
        return indices == JsonNull.NULL ? indices : Access.get(meter, indices, JsonNumber.of(index));
    }

    private static JsonValue builtins() {
        Set<String> names = all();
        names.removeIf(name -> name.startsWith("_") || name.equals("negate/0"));
        return JsonArray.of(names.stream().map(JsonString::of).toList());
    }

    static @Nullable Native find(String name, int arity) {
        return NATIVES.get(name + "/" + arity);
    }

    static Native required(String name, int arity) {
        Native found = find(name.startsWith("!") ? name.substring(1) : name, arity);
        if (found == null) {
            throw new IllegalArgumentException(name + "/" + arity);
        }
        return found;
    }

    /** A builtin written in jq, or null. */
    static @Nullable Definition prelude(String name, int arity) {
        String key = name + "/" + arity;
        if (!Prelude.TEXTS.containsKey(key)) {
            return null;
        }
        synchronized (LOCK) {
            Definition known = PRELUDE.get(key);
            if (known == null) {
                known = define(key, new CompileContext(List.of(), false));
                if (known != null) {
                    PRELUDE.put(key, known);
                }
            }
            return known;
        }
    }

    /** A new definition of a builtin written in jq, or null if there is none with this name and number of arguments. */
    static @Nullable Definition define(String key, CompileContext context) {
        String text = Prelude.TEXTS.get(key);
        if (text == null) {
            return null;
        }
        Filter parsed = JqParser.parse(text + " .").filter();
        if (!(parsed instanceof Filter.Define define)) {
            throw new IllegalStateException(key);
        }
        return new Definition(define.function(), null, null, context);
    }

    /** All builtins, those that only other builtins use too, by name and number of arguments. */
    static Set<String> all() {
        Set<String> names = new TreeSet<>(NATIVES.keySet());
        names.addAll(SPECIAL);
        names.addAll(Prelude.TEXTS.keySet());
        return names;
    }
}
