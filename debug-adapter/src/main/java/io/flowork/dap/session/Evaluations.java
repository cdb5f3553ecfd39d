package io.flowork.dap.session;

import io.flowork.core.machine.ActiveFrame;
import io.flowork.dap.value.Brief;
import io.flowork.dap.value.Variable;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.JqFunctions;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.ParsedFilter;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expressions that people evaluate at a frame. They see what the task's own expressions see, and change nothing. */
public final class Evaluations {
    /** How many characters of a value are copied to a clipboard at most. */
    private static final int MOST_COPIED = 16 << 20;

    private static final int MOST_SHOWN = 4_000;
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w*)$");
    private static final Pattern MEMBER =
            Pattern.compile("((?:\\$\\w+)?(?:\\.\\w+|\\[\\d+\\]|\\.\\[\\d+\\])*)\\.(\\w*)$");
    private static final Pattern WORD = Pattern.compile("(?:^|[^\\w.$@])([A-Za-z_]\\w*)$");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
    private static final int MOST_PROPOSED = 500;

    private final Session session;

    /** The evaluations of a session. */
    public Evaluations(Session session) {
        this.session = session;
    }

    /**
     * What came of an evaluation.
     *
     * @param text the result as JSON, shortened if it is long
     * @param type the result's type
     * @param variable the result, to be looked into
     */
    public record Result(String text, String type, Variable variable) {}

    /**
     * Evaluates jq at a frame.
     *
     * @param whole whether the whole result is wanted, as for a clipboard
     * @throws RefusedException if it is no jq, or fails, with the reason
     */
    public Result evaluate(String expression, ActiveFrame frame, boolean whole) {
        Filter filter = parse(expression);
        return result(
                expression, whole, () -> session.looker().all(filter, frame, frame.data(), Looker.ASKED));
    }

    /**
     * Evaluates jq where a part of an expression is: {@code .} is what it is there, and the variables that the program has
     * bound have their values.
     *
     * @param whole whether the whole result is wanted, as for a clipboard
     * @throws RefusedException if it is no jq, or fails, with the reason
     */
    public Result evaluate(String expression, InnerPoint.Part part, boolean whole) {
        Filter filter = parse(expression);
        return result(expression, whole, () -> session.looker().all(filter, part, Looker.ASKED));
    }

    private Result result(String expression, boolean whole, Supplier<List<JsonValue>> evaluation) {
        List<JsonValue> results = session.ask(() -> Evaluating.guarded(evaluation, reason -> {
            throw new RefusedException(reason);
        }));
        if (results.isEmpty()) {
            return new Result("empty", "empty", new Variable(expression, JsonArray.EMPTY, null));
        }
        JsonValue value = results.size() == 1 ? results.getFirst() : JsonArray.of(results);
        String path = results.size() == 1 ? "(" + expression + ")" : "[" + expression + "]";
        Variable variable = new Variable(expression, value, path);
        if (whole) {
            if (value.weight() > MOST_COPIED) {
                throw new RefusedException("The value has about " + (value.weight() >> 20)
                        + " MiB, which is too much to copy; take a part of it");
            }
            return new Result(JsonWriter.pretty(value), value.typeName(), variable);
        }
        if (results.size() == 1) {
            return new Result(Brief.of(value, MOST_SHOWN), value.typeName(), variable);
        }
        StringBuilder text = new StringBuilder();
        for (JsonValue result : results) {
            if (text.length() > MOST_SHOWN) {
                text.append(", …");
                break;
            }
            text.append(text.isEmpty() ? "" : ", ").append(Brief.of(result, MOST_SHOWN - text.length()));
        }
        return new Result(text.toString(), results.size() + " values", variable);
    }

    /** What an expression is; a wrong one is refused. */
    static Filter parse(String expression) {
        ParsedFilter parsed = JqParser.parse(expression);
        if (!parsed.problems().isEmpty()) {
            throw new RefusedException(parsed.problems().getFirst().message() + " (column "
                    + (parsed.problems().getFirst().range().start() + 1) + ")");
        }
        return parsed.filter();
    }

    /**
     * A way to go on with an expression that is being written.
     *
     * @param label what it is
     * @param start where it begins, in UTF-16 code units from 0
     * @param length how many characters it replaces
     * @param kind what it is: {@code variable}, {@code property} or {@code function}
     */
    public record Completion(String label, int start, int length, String kind) {}

    /**
     * The ways to go on with an expression.
     *
     * @param text the expression so far
     * @param column where it is being written, in UTF-16 code units from 0
     */
    public List<Completion> completions(String text, int column, ActiveFrame frame) {
        String before = text.substring(0, Math.clamp(column, 0, text.length()));
        Matcher variable = VARIABLE.matcher(before);
        if (variable.find()) {
            Set<String> names = new TreeSet<>(frame.node().scope().names());
            names.remove("");
            return proposals(names, "$", variable.group(1), variable.start(), "variable");
        }
        Matcher member = MEMBER.matcher(before);
        if (member.find()) {
            String of = member.group(1).isEmpty() ? "." : member.group(1);
            return proposals(keys(of, frame), "", member.group(2), member.start(2), "property");
        }
        Matcher word = WORD.matcher(before);
        String begun = word.find() ? word.group(1) : "";
        if (begun.isEmpty() && !before.isBlank()) {
            return List.of();
        }
        Set<String> functions = new TreeSet<>();
        JqFunctions.all().values().forEach(function -> functions.add(function.name()));
        return proposals(functions, "", begun, before.length() - begun.length(), "function");
    }

    private Set<String> keys(String of, ActiveFrame frame) {
        ParsedFilter parsed = JqParser.parse(of);
        Set<String> keys = new TreeSet<>();
        if (parsed.problems().isEmpty()) {
            List<JsonValue> values = session.ask(() -> Evaluating.guarded(
                    () -> session.looker().all(parsed.filter(), frame, frame.data(), Looker.CONDITION),
                    reason -> List.<JsonValue>of()));
            for (JsonValue value : values) {
                if (value instanceof JsonObject object) {
                    object.keys().stream()
                            .filter(key -> NAME.matcher(key).matches())
                            .limit(MOST_PROPOSED)
                            .forEach(keys::add);
                }
            }
        }
        return keys;
    }

    private static List<Completion> proposals(Set<String> names, String sign, String begun, int start, String kind) {
        List<Completion> proposals = new ArrayList<>();
        for (String name : names) {
            if (name.startsWith(begun) && proposals.size() < MOST_PROPOSED) {
                proposals.add(new Completion(sign + name, start, sign.length() + begun.length(), kind));
            }
        }
        return proposals;
    }
}
