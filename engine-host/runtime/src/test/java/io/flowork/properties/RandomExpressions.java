package io.flowork.properties;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random values, and random expressions some of which fail on some data. */
final class RandomExpressions {
    private static final List<String> SAFE = List.of(
            ".",
            ".",
            ".a?",
            ".b?.c?",
            "{a: .}",
            "{n: ((.n? // 0) + 1), a: .a?}",
            "[.]",
            "$input",
            "$context",
            "$task.name",
            "$task.reference",
            "$task.startedAt.epoch.milliseconds",
            "$workflow.startedAt.iso8601",
            "$workflow.id",
            "$runtime.version",
            "1, 2",
            "empty",
            "tostring",
            "if type == \"object\" then .a else . end",
            "[.[]?] | sort",
            "\"text \\(.)\"",
            "[range(3)]");

    private static final List<String> RISKY = List.of(
            ".a",
            ".b.c",
            "length",
            ".[0]",
            "keys",
            "error(\"boom\")",
            "(.a? // 0) + 1",
            "to_entries",
            ". as {a: $x} | [$x]");

    private static final List<String> CONDITIONS =
            List.of("true", "true", "true", "false", "null", ".a?", "(.n? // 0) < 3", "$context != null", ". < 5");

    private final RandomGenerator random;

    RandomExpressions(RandomGenerator random) {
        this.random = random;
    }

    <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** A jq program for a place where every text is one. */
    String data(List<String> variables) {
        if (!variables.isEmpty() && random.nextInt(3) == 0) {
            String variable = one(variables);
            return one(List.of("$" + variable, "{a: $" + variable + ", b: .}", "[$" + variable + ", .a?]"));
        }
        return one(random.nextInt(8) == 0 ? RISKY : SAFE);
    }

    /** A jq program that is used as a condition. */
    String condition(List<String> variables) {
        if (!variables.isEmpty() && random.nextInt(4) == 0) {
            return "$" + one(variables) + " != 1";
        }
        return one(CONDITIONS);
    }

    /** A value with expressions inside. */
    JsonValue template(List<String> variables, int depth) {
        return switch (depth == 0 ? random.nextInt(3) : random.nextInt(6)) {
            case 0 -> value(1);
            case 1, 2, 3 -> JsonString.of("${ " + data(variables) + " }");
            case 4 -> JsonArray.of(template(variables, depth - 1), template(variables, depth - 1));
            default -> JsonObject.of("a", template(variables, depth - 1), "b", template(variables, depth - 1));
        };
    }

    /** A plain value. */
    JsonValue value(int depth) {
        return switch (depth == 0 ? random.nextInt(5) : random.nextInt(8)) {
            case 0 -> JsonNumber.of(random.nextInt(10));
            case 1 -> JsonString.of(one(List.of("x", "Ünïcode ✓", "", "PT1S")));
            case 2 -> JsonBoolean.of(random.nextBoolean());
            case 3 -> JsonNull.NULL;
            case 4 -> JsonNumber.of(random.nextLong());
            case 5 -> JsonArray.of(value(depth - 1), value(depth - 1));
            default -> JsonObject.of("a", value(depth - 1), "b", JsonObject.of("c", value(depth - 1)));
        };
    }
}
