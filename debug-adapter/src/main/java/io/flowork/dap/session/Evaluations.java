package io.flowork.dap.session;

import io.flowork.core.machine.ActiveFrame;
import io.flowork.dap.value.Brief;
import io.flowork.dap.value.Variable;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.ParsedFilter;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import java.util.List;
import java.util.function.Supplier;

/** Expressions that people evaluate at a frame. They see what the task's own expressions see, and change nothing. */
public final class Evaluations {
    /** How many characters of a value are copied to a clipboard at most. */
    private static final int MOST_COPIED = 16 << 20;

    private static final int MOST_SHOWN = 4_000;

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
        return result(expression, whole, () -> session.looker().all(filter, frame, frame.data(), Looker.ASKED));
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
        return new Completions(session, frame).of(text.substring(0, Math.clamp(column, 0, text.length())), 0);
    }

    /**
     * The ways to go on with an expression after something else.
     *
     * @param before all that is written
     * @param start where in it the expression begins, in UTF-16 code units from 0
     */
    public List<Completion> completions(int start, String before, ActiveFrame frame) {
        return new Completions(session, frame).of(before, start);
    }
}
