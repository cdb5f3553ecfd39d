package io.flowork.core.jq;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random programs beside the {@code jq} program, version 1.6. {@code -Dfuzz.cases} and {@code -Dfuzz.seed} change how
 * many and which.
 *
 * <p>What changed between 1.6 and 1.8 is not generated: deleting by an empty update, {@code limit(0; …)}, fractions as
 * indices, strings times numbers, {@code ltrimstr} of what is no string, {@code if} without {@code else}, and functions
 * that 1.6 does not have. These are generated and allowed for: in 1.6, {@code try} and {@code ?} also catch errors, and
 * breaks, of what comes after them; {@code last} of nothing is null; {@code @uri} leaves quotes; and {@code transpose}
 * takes no objects. With {@code -Djq.program} and a jq 1.8 nothing is allowed for.
 */
class JqDifferentialTest {
    private static final int CASES = Integer.getInteger("fuzz.cases", 400);
    private static final long SEED = Long.getLong("fuzz.seed", 20_260_102L);
    private static final int TOGETHER = 40;
    private static final JqLimits LIMITS = new JqLimits(500_000, 8 << 20, 10_000, 10_000);

    private record Case(String program, String input, String ours) {}

    @Test
    void givesWhatJqGives() {
        JqProgram.require();
        Random random = new Random(SEED);
        List<String> differences = new ArrayList<>();
        int[] counts = new int[3];
        List<Case> batch = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            Programs programs = new Programs(random);
            String program = programs.filter(4);
            String input = programs.input(3);
            String ours = ours(program, input);
            if (!ours.isEmpty()) {
                batch.add(new Case(program, input, ours));
            }
            if (batch.size() == TOGETHER || i == CASES - 1) {
                compare(batch, differences, counts);
                batch.clear();
            }
        }
        System.out.println("fuzz.seed=" + SEED + ": " + counts[0] + " compared, of which " + counts[1]
                + " end in an error, " + counts[2] + " that stop jq itself; " + differences.size() + " differ");
        assertThat(differences.stream().limit(25)).isEmpty();
    }

    private static void compare(List<Case> batch, List<String> differences, int[] counts) {
        StringBuilder program = new StringBuilder();
        List<JsonValue> inputs = new ArrayList<>();
        for (Case one : batch) {
            program.append(program.isEmpty() ? "" : ", ")
                    .append("(.[")
                    .append(inputs.size())
                    .append("] | try {o: [")
                    .append(one.program)
                    .append("]} catch \"error\")");
            inputs.add(JsonReader.parse(one.input));
        }
        List<String> theirs = JqProgram.run(program.toString(), JsonArray.of(inputs));
        if (theirs.size() != batch.size()) {
            // one of them stops jq; each alone
            if (batch.size() == 1) {
                counts[2]++;
                return;
            }
            int half = batch.size() / 2;
            compare(batch.subList(0, half), differences, counts);
            compare(batch.subList(half, batch.size()), differences, counts);
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            Case one = batch.get(i);
            counts[0]++;
            counts[1] += one.ours.equals("\"error\"") ? 1 : 0;
            if ((JqProgram.isNew() || !isKnown(one, theirs.get(i)))
                    && !same(JsonReader.parse(one.ours), JsonReader.parse(theirs.get(i)))) {
                differences.add(
                        one.input + " => " + one.program + "\n    ours " + one.ours + "\n    jq   " + theirs.get(i));
            }
        }
    }

    /** Whether 1.6 is known to answer otherwise than 1.8. */
    private static boolean isKnown(Case one, String theirs) {
        boolean quotes = one.program.contains("@uri") && one.program.contains("@sh");
        if (quotes || (theirs.equals("\"error\"") && one.program.contains("transpose"))) {
            return true;
        }
        boolean tries = one.program.contains("try ") || one.program.contains("?");
        boolean breaks = Stream.of("label ", "first(", "limit(", "IN(", "isempty(", "any", "all")
                .anyMatch(one.program::contains);
        boolean again = one.program.split("try |\\?(?!//)", -1).length > 2;
        return one.program.contains("last(") || again || (tries && (breaks || one.ours.equals("\"error\"")));
    }

    /** The outputs as a member {@code o}, "error", or nothing if it takes too much. */
    private static String ours(String program, String input) {
        try {
            List<JsonValue> outputs =
                    Jq.compile(program).evaluateAll(JsonReader.parse(input), Variables.NONE, new JqMachine(LIMITS));
            String text = JsonObject.of("o", JsonArray.of(outputs)).toString();
            return text.length() > 5_000 ? "" : text;
        } catch (JqException e) {
            return e.kind() == JqException.Kind.ERROR ? "\"error\"" : "";
        }
    }

    /** Equal, but for the last digits of doubles. */
    private static boolean same(JsonValue one, JsonValue other) {
        if (one instanceof JsonNumber a && other instanceof JsonNumber b) {
            double x = a.doubleValue();
            double y = b.doubleValue();
            return x == y || Math.abs(x - y) <= 1e-13 * Math.max(Math.abs(x), Math.abs(y));
        }
        if (one instanceof JsonArray a && other instanceof JsonArray b) {
            boolean same = a.size() == b.size();
            for (int i = 0; same && i < a.size(); i++) {
                same = same(a.get(i), b.get(i));
            }
            return same;
        }
        if (one instanceof JsonObject a && other instanceof JsonObject b) {
            boolean same = a.size() == b.size();
            for (JsonObject.Member member : a) {
                JsonValue value = b.get(member.key());
                same = same && value != null && same(member.value(), value);
            }
            return same;
        }
        return one.equals(other);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acos",
                "acosh",
                "asin",
                "asinh",
                "atan",
                "atanh",
                "cbrt",
                "cos",
                "cosh",
                "erf",
                "erfc",
                "exp",
                "exp10",
                "exp2",
                "expm1",
                "gamma",
                "lgamma",
                "tgamma",
                "log",
                "log10",
                "log1p",
                "log2",
                "sin",
                "sinh",
                "sqrt",
                "tan",
                "tanh",
                "j0",
                "j1",
                "y0",
                "y1",
                "floor",
                "ceil",
                "round",
                "rint",
                "trunc",
                "nearbyint",
                "logb",
                "significand",
                "fabs"
            })
    void aFunctionOfMathematicsGivesWhatCGives(String name) {
        List<Double> xs = new ArrayList<>();
        for (double x = -6.3; x < 40; x += 0.37) {
            xs.add(x);
        }
        xs.addAll(List.of(0.0, 1.0, 2.0, 0.5, -0.5, 1e-8, -1e-8, 1e-300, 100.5, 170.5, 700.25, 12345.678, 1e10));
        JsonArray inputs =
                JsonArray.of(xs.stream().map(x -> (JsonValue) JsonNumber.of(x)).toList());
        String program = "[.[] | " + name + " | if isnan then \"nan\" elif isinfinite then \"infinite\" else . end]";
        JsonArray theirs =
                (JsonArray) JsonReader.parse(JqProgram.run(program, inputs).getFirst());
        JsonArray ours = (JsonArray) Jq.compile(program).evaluate(inputs, Variables.NONE, new JqMachine(LIMITS));
        double worst = 0;
        for (int i = 0; i < ours.size(); i++) {
            if (!(ours.get(i) instanceof JsonNumber a) || !(theirs.get(i) instanceof JsonNumber b)) {
                assertThat(ours.get(i)).as(name + " of " + xs.get(i)).isEqualTo(theirs.get(i));
                continue;
            }
            double units = Math.abs(a.doubleValue() - b.doubleValue()) / Math.ulp(b.doubleValue());
            // C's own are off by more near the zeros of these, and where an argument is large
            boolean waves = name.length() == 2 && Math.abs(b.doubleValue()) < 0.05;
            boolean near = waves || name.endsWith("gamma");
            assertThat(units)
                    .as(name + " of " + xs.get(i) + ": " + a + ", C says " + b)
                    .isLessThan(near ? 60 : 4.1);
            worst = Math.max(worst, units);
        }
        System.out.printf("%s: at most %.0f units in the last place from C's%n", name, worst);
    }

    /** Makes programs and inputs. */
    private static final class Programs {
        private static final String[] ATOMS = {
            ".",
            ".a",
            ".b",
            ".[0]",
            ".[-1]",
            ".[1:]",
            ".[:1]",
            ".[]?",
            ".[]",
            ".a?",
            ".[\"b\"]?",
            "..",
            "1",
            "2",
            "-1",
            "0.5",
            "\"a\"",
            "\"ab,c\"",
            "\"1\"",
            "null",
            "true",
            "false",
            "[]",
            "{}",
            "length",
            "keys",
            "type",
            "tostring",
            "tojson",
            "add",
            "not",
            "first",
            "last",
            "min",
            "max",
            "unique",
            "flatten",
            "to_entries",
            "ascii_downcase",
            "explode",
            "tonumber",
            "floor",
            "sqrt",
            "values",
            "nulls",
            "arrays",
            "objects",
            "strings",
            "numbers",
            "booleans",
            "scalars",
            "iterables",
            "paths",
            "leaf_paths",
            "any",
            "all",
            "transpose",
            "tostream",
            "sort",
            "keys_unsorted",
            "empty",
            "error(\"x\")",
            "utf8bytelength",
            "tojson | fromjson",
            "@json",
            "@html",
            "@uri",
            "@csv",
            "@tsv",
            "@sh",
            "@base64",
            "@text",
            "[paths]",
            "has(\"a\")",
            "has(0)",
            "split(\",\")",
            "join(\",\")",
            "index(\"a\")",
            "startswith(\"a\")",
            "endswith(\"c\")",
            "contains(\"a\")",
            "inside([1,2,\"ab,c\"])",
            "test(\"a\")",
            "[match(\"[a-c]\").offset]",
            "ascii_upcase",
            "combinations",
            "recurse",
            "infinite",
            "nan | isnan",
            "fromjson?",
            "input_line_number"
        };
        private static final String[] SAFE = {
            ".", "1", "\"z\"", "null", "[.]", "{a: .}", "type", "tojson", "not", "[., 1]"
        };
        private static final String[] PLACES = {
            ".a",
            ".b",
            ".[0]",
            ".a.b",
            ".[1]",
            ".[]?",
            ".a?",
            ".[0]?",
            ".[-1]?",
            "(.a, .b)",
            "..",
            ".[1:]?",
            "getpath([\"a\",\"b\"])",
            "(.[]? | select(type == \"number\"))",
            "first(.[]?)",
            "(.a // .b)",
            "if .a? then .a else .b? end"
        };
        private static final String[] PATTERNS = {
            "\"a\"", "\"[a-c]+\"", "\"(?<x>b)?,\"", "\"^a|c$\"", "\"A\"", "\".\"", "\"(a)(b)?\""
        };
        private static final String[] FLAGS = {"g", "i", "x", "gi", "n", "s", "l", "gx"};
        private static final String[] FORMATS = {"@json", "@text", "@csv", "@tsv", "@html", "@uri", "@sh", "@base64"};
        private static final String[] KEYS = {"0", "1", "-1", "\"a\"", "\"b\"", "null", "2"};
        private static final String[] DATES = {
            "todate", "gmtime", "gmtime | mktime", "strftime(\"%Y-%m-%dT%H:%M:%SZ %j %a\")", "gmtime | todate"
        };
        private static final String[] ASSIGNS = {" -= ", " //= ", " += "};
        private static final String[] BINARY = {
            " + ", " - ", " == ", " != ", " < ", " <= ", " and ", " or ", " // ", " | ", ", ", ", ", " | ", " | "
        };
        private final Random random;
        private int variables;

        Programs(Random random) {
            this.random = random;
        }

        private String any(String[] of) {
            return of[random.nextInt(of.length)];
        }

        String filter(int depth) {
            if (depth == 0 || random.nextInt(6) == 0) {
                String atom = any(ATOMS);
                return atom.equals("input_line_number") ? variable() : atom;
            }
            int d = depth - 1;
            return switch (random.nextInt(44)) {
                case 0 -> "map(" + filter(d) + ")";
                case 1 -> "select(" + filter(d) + ")";
                case 2 -> "[" + filter(d) + "]";
                case 3 -> "{a: " + brackets(d) + ", b: " + brackets(0) + "}";
                case 4 -> "first(" + filter(d) + ")";
                case 5 -> "[limit(2; " + filter(d) + ")]";
                case 6 -> "(try " + brackets(d) + " catch \"c\")";
                case 7 -> brackets(d) + "?";
                case 8 -> bind("reduce " + brackets(d) + " as ", " (" + any(SAFE) + "; [., ", "])");
                case 9 -> bind("[foreach " + brackets(d) + " as ", " (0; ", ")]");
                case 10 -> "if " + filter(d) + " then " + filter(d) + " else " + filter(0) + " end";
                case 11 -> "(" + bind(brackets(d) + " as ", " | ", ")");
                case 12 -> "(" + any(PLACES) + " |= " + brackets(any(SAFE)) + ")";
                case 13 -> "(" + any(PLACES) + " = " + brackets(d) + ")";
                case 14 -> "(" + any(PLACES) + " += " + brackets(d) + ")";
                case 15 -> "del(" + any(PLACES) + ")";
                case 16 -> "[path(" + any(PLACES) + ")]";
                case 17 -> "sort_by(" + filter(d) + ")";
                case 18 -> "group_by(" + filter(d) + ")";
                case 19 -> "min_by(" + filter(d) + "), unique_by(" + filter(0) + ")";
                case 20 -> "[.[]? | numbers | . * 2, . / 2, 1 - .]";
                case 21 -> "IN(" + filter(d) + "), isempty(" + filter(0) + ")";
                case 22 -> "with_entries(.value = " + brackets(any(SAFE)) + ")";
                case 23 -> "(def f(g): [g, " + filter(0) + "]; f(" + filter(d) + "))";
                case 24 -> "[label $l | " + brackets(d) + " | ., break $l]";
                case 25 -> "\"<\\(" + filter(d) + ")>\"";
                case 26 -> "last(" + filter(d) + ")";
                case 27 -> "walk(" + any(SAFE) + ")";
                case 28 -> bind("[foreach " + brackets(d) + " as ", " (0; . + 1; [., ", "])]");
                case 29 -> alternatives(d);
                case 30 -> "[label $m | foreach (.[]?, 1, 2) as $q (0; . + 1; if . > 2 then ., break $m else $q end)]";
                case 31 -> "[limit(3; repeat(" + any(SAFE) + "))]";
                case 32 -> "(1 | until(. > 20; . * 2 + " + random.nextInt(3) + "))";
                case 33 -> "[range(0; 5; 2) as $r | $r, " + filter(0) + "]";
                case 34 -> "[splits(\", *\")?], (try test(" + any(PATTERNS) + "; \"" + any(FLAGS) + "\") catch \"t\")";
                case 35 -> "(try [match(" + any(PATTERNS) + "; \"g\") | .offset, .string] catch \"m\")";
                case 36 -> "(try sub(" + any(PATTERNS) + "; \"<\\(.)>\"; \"" + any(FLAGS) + "\") catch \"s\")";
                case 37 -> "(" + any(FORMATS) + " \"x\\(" + filter(0) + ")y\")";
                case 38 -> "fromstream(" + filter(0) + " | tostream), [1 | truncate_stream([[0], 1], [[1, 0], 2])]";
                case 39 -> "setpath([" + any(KEYS) + "]; " + filter(0) + "), getpath([" + any(KEYS) + "])?";
                case 40 -> "(numbers | select(. >= 0) | " + any(DATES) + ")";
                case 41 -> "delpaths([[" + any(KEYS) + "], [" + any(KEYS) + "]])";
                case 42 -> "(.[" + any(KEYS) + ":" + any(KEYS) + "])?";
                case 43 -> "(" + any(PLACES) + any(ASSIGNS) + brackets(filter(0)) + ")";
                default -> "(" + filter(d) + any(BINARY) + filter(d) + ")";
            };
        }

        /** A destructuring with alternatives; in jq they also catch breaks, and errors of what comes after them. */
        private String alternatives(int depth) {
            String name = "$v" + variables;
            String source = brackets(depth);
            variables++;
            String text = "[" + source + " as [" + name + "] ?// {a: " + name + "} ?// " + name + " | [" + name + ", "
                    + filter(0) + "]]";
            variables--;
            return text;
        }

        private String brackets(int depth) {
            return brackets(filter(depth));
        }

        private static String brackets(String filter) {
            return "(" + filter + ")";
        }

        private String variable() {
            return variables == 0 ? "." : "$v" + random.nextInt(variables);
        }

        private String bind(String before, String between, String after) {
            int name = variables;
            String pattern = switch (random.nextInt(4)) {
                case 0 -> "[$v" + name + "]";
                case 1 -> "{a: $v" + name + "}";
                default -> "$v" + name;
            };
            variables++;
            String inside = before + pattern + between + "$v" + name + ", " + filter(1) + after;
            variables--;
            return inside;
        }

        String input(int depth) {
            if (depth == 0 || random.nextInt(4) == 0) {
                return any(new String[] {
                    "null", "true", "false", "0", "1", "-2", "2.5", "\"\"", "\"a\"", "\"ab,c\"", "\"é\"", "\"12\""
                });
            }
            StringBuilder text = new StringBuilder();
            int size = random.nextInt(4);
            boolean object = random.nextBoolean();
            for (int i = 0; i < size; i++) {
                text.append(i == 0 ? "" : ",")
                        .append(object ? "\"" + "abcd".charAt(i) + "\":" : "")
                        .append(input(depth - 1));
            }
            return object ? "{" + text + "}" : "[" + text + "]";
        }
    }
}
