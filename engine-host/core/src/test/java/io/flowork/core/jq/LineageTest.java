package io.flowork.core.jq;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.jq.Lineage.Kind;
import io.flowork.core.jq.Lineage.Origin;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code -Dfuzz.cases} and {@code -Dfuzz.seed} change how many random programs are followed, and which. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class LineageTest {
    private static final int CASES = Integer.getInteger("fuzz.cases", 4_000);
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
    private static final JqLimits LIMITS = new JqLimits(200_000, 4 << 20, 2_000, 10_000);
    private static final List<String> NAMES = List.of("g", "h");

    private static CompiledFilter compile(String program) {
        return CompiledFilter.compile(JqParser.parse(program).filter(), NAMES);
    }

    private static JsonValue evaluate(CompiledFilter filter, List<JsonValue> world) {
        return filter.evaluate(world.get(0), Variables.of(world.subList(1, 3)), new JqMachine(LIMITS));
    }

    private static Lineage lineage(CompiledFilter filter, List<JsonValue> world, JsonValue result) {
        return Lineage.of(filter, world.get(0), Variables.of(world.subList(1, 3)), LIMITS, new Interrupt(), result);
    }

    private static List<JsonValue> path(String json) {
        return List.of(((JsonArray) JsonReader.parse(json)).toArray());
    }

    /** The origins of a part of a result as words. */
    private static String origins(String program, String input, String path) {
        CompiledFilter filter = compile(program);
        List<JsonValue> world = List.of(JsonReader.parse(input), JsonReader.parse("{\"k\":\"a\"}"), JsonNull.NULL);
        Lineage lineage = lineage(filter, world, evaluate(filter, world));
        assertThat(lineage.isExact()).isTrue();
        StringBuilder words = new StringBuilder();
        for (Origin origin : lineage.of(path(path))) {
            words.append(words.isEmpty() ? "" : ", ")
                    .append(origin.kind().name().toLowerCase(java.util.Locale.ROOT))
                    .append(' ');
            if (origin.kind() == Kind.WRITTEN) {
                words.append(program, origin.range().start(), origin.range().end());
            } else {
                words.append(origin.shape() ? "shape of " : "")
                        .append(origin.variable() < 0 ? "" : "$" + NAMES.get(origin.variable()))
                        .append(JsonArray.of(origin.path()));
            }
        }
        return words.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '`', textBlock = """
        .a.b                                ¦ {"a":{"b":1}}            ¦ []        ¦ copied ["a","b"]
        .a                                  ¦ {"a":{"b":1}}            ¦ ["b"]     ¦ copied ["a","b"]
        {x: .a, y: (.b + 1), z: "s"}        ¦ {"a":1,"b":2}            ¦ ["x"]     ¦ copied ["a"]
        {x: .a, y: (.b + 1), z: "s"}        ¦ {"a":1,"b":2}            ¦ ["y"]     ¦ computed ["b"]
        {x: .a, y: (.b + 1), z: "s"}        ¦ {"a":1,"b":2}            ¦ ["z"]     ¦ written "s"
        if .a then .b else .c end           ¦ {"a":1,"b":2,"c":3}      ¦ []        ¦ copied ["b"], decided ["a"]
        .a // .b                            ¦ {"a":null,"b":2}         ¦ []        ¦ copied ["b"], decided ["a"]
        [.[] | select(.ok) | .n]            ¦ [{"n":1},{"ok":1,"n":2}] ¦ [0]       ¦ copied [1,"n"], decided shape of [], decided [0,"ok"], decided [1,"ok"]
        map(.n)                             ¦ [{"n":1},{"n":2}]        ¦ [1]       ¦ copied [1,"n"], decided shape of []
        .[-1]                               ¦ [3,4]                    ¦ []        ¦ copied [1], decided shape of []
        .a += 1                             ¦ {"a":1,"b":2}            ¦ ["a"]     ¦ computed ["a"]
        .a += 1                             ¦ {"a":1,"b":2}            ¦ ["b"]     ¦ copied ["b"]
        .a.c = .b                           ¦ {"a":{"d":1},"b":2}      ¦ ["a","c"] ¦ copied ["b"]
        .a.c = .b                           ¦ {"a":{"d":1},"b":2}      ¦ ["a","d"] ¦ copied ["a","d"]
        del(.a)                             ¦ {"a":1,"b":2}            ¦ ["b"]     ¦ copied ["b"]
        . + {c: .a}                         ¦ {"a":1,"b":2}            ¦ ["c"]     ¦ copied ["a"]
        .[$g.k]                             ¦ {"a":1}                  ¦ []        ¦ copied ["a"], decided $g["k"]
        sort_by(.n)                         ¦ [{"n":2},{"n":1}]        ¦ [0,"n"]   ¦ copied [1,"n"], decided []
        with_entries(.value += 1)           ¦ {"a":1}                  ¦ ["a"]     ¦ computed ["a"], decided shape of []
        reduce .[] as $x (0; . + $x)        ¦ [1,2]                    ¦ []        ¦ computed [0], computed [1], decided shape of []
        def f($x): $x | .a; f(.b)           ¦ {"b":{"a":7}}            ¦ []        ¦ copied ["b","a"]
        "n: \\(.a)"                         ¦ {"a":1}                  ¦ []        ¦ computed ["a"]
        first(.[] | select(.ok)).n          ¦ [{"n":1},{"ok":1,"n":2}] ¦ []        ¦ copied [1,"n"], decided shape of [], decided [0,"ok"], decided [1,"ok"]
        try error(.a) catch .               ¦ {"a":"x"}                ¦ []        ¦ computed shape of [], computed ["a"]
        any(.[]; . > 1)                     ¦ [1,2]                    ¦ []        ¦ computed shape of [], computed [0], computed [1]
        [limit(1; .[])]                     ¦ [1,2]                    ¦ [0]       ¦ copied [0], decided shape of []
        .a as [$x, {b: $y}] | [$y, $x]      ¦ {"a":[1,{"b":2}]}        ¦ [0]       ¦ copied ["a",1,"b"]
        {(.k): 1, a: .x}                    ¦ {"k":"b","x":2}          ¦ ["a"]     ¦ copied ["x"], decided ["k"]
        {(.k): 1} | keys                    ¦ {"k":"b"}                ¦ []        ¦ decided ["k"]
        .[-1] = 9                           ¦ [1,2]                    ¦ [0]       ¦ copied [0], decided shape of []
        path(if .a then .b else .c end)     ¦ {"a":true}               ¦ []        ¦ decided ["a"], written path(if .a then .b else .c end)
        (.a // .b) = 1                      ¦ {"b":0,"c":2}            ¦ ["b"]     ¦ decided ["a"], written 1
        . as [$x] ?// {a: $x} | $x          ¦ {"a":1}                  ¦ []        ¦ copied ["a"], decided shape of []
        .[1:] |= map(. + 1)                 ¦ [1,2]                    ¦ [1]       ¦ computed []
        .a[.n:]? | .[0]                     ¦ {"a":[1,2],"n":1}        ¦ []        ¦ copied ["a",1], decided shape of ["a"], decided ["n"]
        [range(0; .n / 2)]                  ¦ {"n":1}                  ¦ [0]       ¦ decided ["n"]
        [limit(.n / 2; .a, .b)]             ¦ {"n":3,"a":1,"b":2}      ¦ [1]       ¦ copied ["b"], decided ["n"]
        delpaths(if .a then [["b"]] else [] end) ¦ {"a":0,"b":1,"c":2} ¦ ["c"]     ¦ copied ["c"], decided ["a"]
        [label $f | .[] | if . > 1 then break $f else . end] ¦ [1,2,3] ¦ [0]       ¦ copied [0], decided shape of []
        """)
    void namesTheOrigins(String program, String input, String path, String origins) {
        assertThat(origins(program, input, path)).isEqualTo(origins);
    }

    @Test
    void manyOriginsAreGivenAsFew() {
        StringBuilder input = new StringBuilder("{\"items\":[0");
        for (int i = 1; i < 1_000; i++) {
            input.append(',').append(i);
        }
        assertThat(origins(".items | add", input + "]}", "[]")).isEqualTo("computed [\"items\"]");
        assertThat(origins("reduce .items[] as $x (0; . + $x)", input + "]}", "[]"))
                .startsWith("computed [\"items\"]");
    }

    @Test
    void whatCannotBeFollowedNamesEverything() {
        CompiledFilter filter = compile("def f: if . > 5000 then . else . + 1 | f end; .a | f");
        List<JsonValue> world = List.of(JsonReader.parse("{\"a\":0}"), JsonNull.NULL, JsonNull.NULL);
        JqMachine machine = new JqMachine(new JqLimits(1_000_000, 4 << 20, 100_000, 10_000));
        JsonValue result = filter.evaluate(world.get(0), Variables.of(world.subList(1, 3)), machine);
        Lineage lineage = lineage(filter, world, result);
        assertThat(lineage.isExact()).isFalse();
        assertThat(lineage.of(List.of())).extracting(Origin::variable).containsExactly(-1, 0, 1);
    }

    // --- against changes ---

    private static @Nullable JsonValue at(JsonValue value, List<JsonValue> path) {
        JsonValue at = value;
        for (JsonValue key : path) {
            JsonValue next = switch (at) {
                case JsonObject object when key instanceof JsonString name -> object.get(name.value());
                case JsonArray array
                when key instanceof JsonNumber number && number.doubleValue() < array.size() ->
                    array.get((int) number.doubleValue());
                default -> null;
            };
            if (next == null) {
                return null;
            }
            at = next;
        }
        return at;
    }

    private static void paths(JsonValue value, List<JsonValue> path, List<List<JsonValue>> found) {
        found.add(List.copyOf(path));
        switch (value) {
            case JsonArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    path.add(JsonNumber.of(i));
                    paths(array.get(i), path, found);
                    path.removeLast();
                }
            }
            case JsonObject object ->
                object.forEach((key, member) -> {
                    path.add(JsonString.of(key));
                    paths(member, path, found);
                    path.removeLast();
                });
            default -> {}
        }
    }

    private static JsonValue with(JsonValue value, List<JsonValue> path, JsonValue part) {
        if (path.isEmpty()) {
            return part;
        }
        List<JsonValue> rest = path.subList(1, path.size());
        return switch (value) {
            case JsonObject object
            when path.getFirst() instanceof JsonString name -> {
                JsonValue old = object.get(name.value());
                yield object.with(name.value(), with(old == null ? JsonNull.NULL : old, rest, part));
            }
            case JsonArray array
            when path.getFirst() instanceof JsonNumber number ->
                array.with((int) number.doubleValue(), with(array.get((int) number.doubleValue()), rest, part));
            default -> throw new IllegalArgumentException("no " + path + " in " + value);
        };
    }

    @Test
    void whatIsNotNamedChangesNothing() {
        int[] counts = changes(RandomPrograms::program);
        assertThat(counts[0]).isGreaterThan(counts[1] * 10);
        assertThat(counts[2]).isGreaterThan(CASES / 10);
        assertThat(counts[3]).isGreaterThan(CASES / 10);
    }

    /** What decides the paths, keys, numbers and ends of things, which is easily forgotten. */
    @Test
    void whatDecidesThePlacesIsNamed() {
        int[] counts = changes(LineageTest::places);
        assertThat(counts[0]).isGreaterThan(counts[1] * 10);
        assertThat(counts[2]).isGreaterThan(CASES / 10);
    }

    /** Makes a program so deep. */
    private interface Maker {
        String program(RandomPrograms random, int depth);
    }

    private static int[] changes(Maker maker) {
        System.out.println("fuzz.seed=" + SEED);
        int[] counts = new int[4];
        for (int i = 0; i < CASES; i++) {
            RandomPrograms random = new RandomPrograms(SEED + i);
            change(random, SEED + i, maker.program(random, 3), counts);
        }
        System.out.println(counts[0] + " programs followed, " + counts[1] + " not; " + counts[2]
                + " parts compared that a change must not reach, " + counts[3] + " copied");
        return counts;
    }

    private static String places(RandomPrograms random, int depth) {
        String a = random.program(random.below(2));
        String b = random.program(random.below(2));
        String c = random.program(1);
        String place = switch (random.below(6)) {
            case 0 -> "if " + a + " then .a else .b end";
            case 1 -> "(.a // .b)";
            case 2 -> ".[-1]";
            case 3 -> ".[1:]";
            case 4 -> ".[" + a + "]?";
            default -> "first(.[]? | select(" + a + "))";
        };
        String program = switch (random.below(16)) {
            case 0 -> "{(" + a + "): " + b + ", a: " + c + "} | ., keys, .b";
            case 1 -> "[path(" + place + ")]";
            case 2 -> "(" + place + ") = (" + b + ")";
            case 3 -> "(" + place + ") |= (" + b + ")";
            case 4 -> "delpaths(if " + a + " then [[\"a\"]] else [] end)";
            case 5 -> "del(" + place + ")";
            case 6 -> "label $f | [reduce .[]? as $x (0; if " + a + " then break $f else . end), " + b + "]";
            case 7 -> "(label $f | if " + a + " then [break $f] else . end), " + b;
            case 8 -> "[range(0; (" + a + ") / 2)], " + b;
            case 9 -> "[limit((" + a + ") / 2; .[]?)], [skip(0.5; .[]?)]";
            case 10 -> "[" + a + "] as [$x] ?// {b: $x} ?// $x | [$x, (" + b + ")]";
            case 11 -> ". as [$x] ?// {a: $x} | [$x, (" + b + ")]";
            case 12 -> "(try {(" + a + "): 1} catch 0), " + b;
            case 13 -> "(" + a + ") as {(\"a\", \"b\"): $x} | if $x then " + b + " else " + c + " end";
            case 14 -> "[.[0.5]?, .[-1.5]?, .[nan]?]";
            default -> ".[" + a + ":]?, " + b;
        };
        return depth > 2 && random.below(3) == 0 ? "(" + program + ") | " + places(random, depth - 1) : program;
    }

    private static void change(RandomPrograms random, long seed, String program, int[] counts) {
        List<JsonValue> world = List.of(random.value(3), random.value(2), random.value(1));
        CompiledFilter filter;
        JsonValue result;
        try {
            filter = compile(program);
            result = evaluate(filter, world);
        } catch (JqCompileException | JqException e) {
            return;
        }
        String what = "seed " + seed + ": " + program + " for " + world + " gives " + result;
        Lineage lineage = lineage(filter, world, result);
        counts[lineage.isExact() ? 0 : 1]++;
        List<List<JsonValue>> parts = new ArrayList<>();
        paths(result, new ArrayList<>(), parts);
        for (List<JsonValue> part : parts.subList(0, Math.min(12, parts.size()))) {
            List<Origin> origins = lineage.of(part);
            for (Origin origin : origins) {
                if (origin.kind() == Kind.COPIED) {
                    counts[3]++;
                    JsonValue source = at(world.get(origin.variable() + 1), origin.path());
                    assertThat(source == null ? JsonNull.NULL : source)
                            .as("%s at %s is %s", what, part, origin)
                            .isEqualTo(at(result, part));
                }
            }
            for (int times = 0; times < 4; times++) {
                changed(random, what, filter, world, result, part, origins, counts);
            }
        }
    }

    private static void changed(
            RandomPrograms random,
            String what,
            CompiledFilter filter,
            List<JsonValue> world,
            JsonValue result,
            List<JsonValue> part,
            List<Origin> origins,
            int[] counts) {
        int variable = random.below(4) == 0 ? 1 + random.below(2) : 0;
        List<List<JsonValue>> places = new ArrayList<>();
        paths(world.get(variable), new ArrayList<>(), places);
        List<JsonValue> place = places.get(random.below(places.size()));
        if (origins.stream().anyMatch(origin -> origin.covers(variable - 1, place))) {
            return;
        }
        List<JsonValue> other = new ArrayList<>(world);
        other.set(variable, with(world.get(variable), place, random.value(2)));
        JsonValue changed;
        try {
            changed = evaluate(filter, other);
        } catch (JqException e) {
            return; // it fails now, which may come from anywhere
        }
        counts[2]++;
        assertThat(at(changed, part))
                .as("%s; %s at %s of %d is not named for %s, only %s", what, other, place, variable - 1, part, origins)
                .isEqualTo(at(result, part));
    }
}
