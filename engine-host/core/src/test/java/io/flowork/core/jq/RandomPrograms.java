package io.flowork.core.jq;

import io.flowork.grammar.jq.JqFunction;
import io.flowork.grammar.jq.JqFunction.Availability;
import io.flowork.grammar.jq.JqFunctions;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Random values, and random programs that are correct but for what they do with values. */
final class RandomPrograms {
    private static final String[] NAMES = {"a", "b", "c", "name"};
    private static final String[] TEXTS = {"", "a", "b", "x y", "12", "true", "null", "a,b"};

    /** They do not end, or need special arguments. */
    private static final Set<String> ENDLESS = Set.of(
            "repeat/1", "recurse/1", "recurse/2", "while/2", "until/2", "range/3", "combinations/1", "builtins/0");

    private static final List<JqFunction> FUNCTIONS = JqFunctions.all().values().stream()
            .filter(function -> function.availability() == Availability.AVAILABLE && !ENDLESS.contains(function.key()))
            .toList();

    private final Random random;
    private int variables;
    private int labels;

    RandomPrograms(long seed) {
        this.random = new Random(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    private String pick(String... from) {
        return from[below(from.length)];
    }

    JsonValue value(int depth) {
        return switch (below(depth <= 0 ? 5 : 9)) {
            case 0 -> JsonNull.NULL;
            case 1 -> JsonBoolean.of(random.nextBoolean());
            case 2 -> JsonNumber.of(below(5) - 1);
            case 3 -> random.nextInt(4) == 0 ? JsonNumber.of(1.5) : JsonNumber.of(below(100));
            case 4 -> JsonString.of(pick(TEXTS));
            case 5, 6 -> {
                List<JsonValue> elements = new ArrayList<>();
                for (int i = below(4); i > 0; i--) {
                    elements.add(value(depth - 1));
                }
                yield JsonArray.of(elements);
            }
            default -> {
                JsonObject.Builder object = new JsonObject.Builder();
                for (String name : NAMES) {
                    if (random.nextBoolean()) {
                        object.put(name, value(depth - 1));
                    }
                }
                yield object.build();
            }
        };
    }

    String program(int depth) {
        if (depth <= 0) {
            return leaf();
        }
        int less = depth - 1;
        return switch (below(25)) {
            case 0, 1, 2 -> program(less) + " | " + program(less);
            case 3 -> "(" + program(less) + ", " + program(less) + ")";
            case 4, 5 ->
                "(" + program(less) + " " + pick("+", "-", "*", "/", "%", "+", "+") + " " + program(less) + ")";
            case 6 -> "(" + program(less) + " " + pick("==", "!=", "<", "<=", ">", ">=") + " " + program(less) + ")";
            case 7 -> "(" + program(less) + " " + pick("and", "or") + " " + program(less) + ")";
            case 8 -> "(" + program(less) + " // " + program(less) + ")";
            case 9 -> "[" + program(less) + "]";
            case 10 ->
                "{" + pick(NAMES) + ": " + program(less) + ", ("
                        + pick("\"a\"", ".name", "\"a\", \"b\"", "tostring", ". + \"\"") + "): " + program(less) + "}";
            case 11 -> "{" + pick(NAMES) + ": (" + program(less) + ")}";
            case 12 ->
                "if " + program(less) + " then " + program(less)
                        + (random.nextBoolean() ? " elif " + program(less) + " then " + program(less) : "")
                        + (random.nextBoolean() ? " else " + program(less) : "") + " end";
            case 13 -> "try (" + program(less) + ")" + (random.nextBoolean() ? " catch (" + program(less) + ")" : "");
            case 14 -> bind(less);
            case 15 -> loop(less);
            case 16 -> {
                String label = "l" + labels++;
                yield "(label $" + label + " | " + program(less) + " | if " + program(less) + " then break $" + label
                        + " else " + program(less) + " end)";
            }
            case 17 -> "(" + path() + " " + pick("=", "|=", "+=", "//=", "-=") + " (" + program(less) + "))";
            case 18 -> "(def f" + pick("", "(g)", "($v)") + ": " + program(less) + "; " + program(less) + ")";
            case 19 -> "\"t\\(" + program(less) + ")\"";
            case 20 -> "(" + program(less) + ")" + pick("[]", "[]?", ".a", ".a?", "[0]", "[1:]", "[-1]", "[\"b\"]");
            case 21 -> "(-(" + program(less) + "))";
            default -> call(less);
        };
    }

    private String leaf() {
        return switch (below(12)) {
            case 0, 1 -> ".";
            case 2, 3, 4 -> "." + pick(NAMES);
            case 5 -> String.valueOf(below(4));
            case 6 -> JsonString.of(pick(TEXTS)).toString();
            case 7 -> pick("null", "true", "false", "[]", "{}", "..", "empty", "error(\"no\")");
            case 8 -> ".[]" + pick("", "?");
            case 9 -> pick("$g", "$h");
            case 10 -> "." + pick(NAMES) + "?";
            default ->
                pick("length", "type", "keys", "tostring", "not", "add", "first", "sort", "map(.)", "to_entries");
        };
    }

    private String path() {
        return pick(".a", ".b", ".a.b", ".c.name", ".[0]", ".[]", ".a[]?", "(.a, .b)", ".a[0]", ".");
    }

    private String bind(int depth) {
        String name = "v" + variables++;
        String pattern = switch (below(5)) {
            case 0 -> "[$" + name + "]";
            case 1 -> "{a: $" + name + "}";
            case 2 -> "[$" + name + "] ?// {b: $" + name + "}";
            default -> "$" + name;
        };
        return "((" + program(depth) + ") as " + pattern + " | "
                + pick("$" + name, "[$" + name + ", .]", "$" + name + " | " + program(depth)) + ")";
    }

    private String loop(int depth) {
        String name = "$v" + variables++;
        String source = pick(".[]", ".[]?", "range(3)", "(1, 2)", program(0));
        String update = pick(". + " + name, program(depth), "[., " + name + "]", "{a: ., b: " + name + "}", "empty");
        return random.nextBoolean()
                ? "(reduce " + source + " as " + name + " (" + program(0) + "; " + update + "))"
                : "[foreach " + source + " as " + name + " (" + program(0) + "; " + update + ")]";
    }

    private String call(int depth) {
        JqFunction function = FUNCTIONS.get(below(FUNCTIONS.size()));
        if (function.parameters().isEmpty()) {
            return function.name();
        }
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < function.parameters().size(); i++) {
            arguments.add(random.nextInt(3) == 0 ? leaf() : program(depth));
        }
        return function.name() + "(" + String.join("; ", arguments) + ")";
    }
}
