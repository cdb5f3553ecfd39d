package io.flowork.dap.session;

import io.flowork.core.history.Stop;
import io.flowork.core.jq.CompiledFilter;
import io.flowork.core.jq.JqException;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.jq.Variables;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.Inspector;
import io.flowork.core.machine.State;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.ParsedFilter;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that is watched: a part of the context, or of the input or the output of a task.
 *
 * @param of what it is a part of
 * @param run the id of the run whose value it is; null for the one that is debugged
 * @param reference the task whose input or output it is a part of; null for the context
 * @param path the part, as jq from {@code .} on
 * @param filter the same, compiled
 */
public record DataPath(
        Of of, @Nullable String run, @Nullable String reference, String path, CompiledFilter filter) {
    private static final String RUN = "run ";
    private static final String CONTEXT = "context ";
    private static final String INPUT = "input ";
    private static final String OUTPUT = "output ";

    /** What is watched. */
    public enum Of {
        CONTEXT,
        INPUT,
        OUTPUT
    }

    /** A part of the context. */
    static DataPath ofContext(String path) {
        return new DataPath(Of.CONTEXT, null, null, path, compile(path));
    }

    /** A part of a task's input. */
    static DataPath ofInput(String reference, String path) {
        return new DataPath(Of.INPUT, null, reference, path, compile(path));
    }

    /**
     * What an expression means: a path that begins with {@code $context}, {@code $input} or {@code .}; null if it is
     * another one.
     */
    public static @Nullable DataPath expression(String expression, ActiveFrame frame) {
        ParsedFilter parsed = JqParser.parse(expression);
        Filter root = parsed.problems().isEmpty() ? parsed.filter() : null;
        while (root instanceof Filter.Index index && index.key() instanceof Filter.Literal) {
            root = index.target();
        }
        String path = root == null ? "" : expression.substring(root.range().end());
        return switch (root) {
            case Filter.Variable variable when variable.name().equals("context") -> ofContext(dotted(path));
            case Filter.Variable variable
            when variable.name().equals("input") -> ofInput(frame.node().reference(), dotted(path));
            case Filter.Identity identity -> ofInput(frame.node().reference(), expression.strip());
            case null, default -> null;
        };
    }

    private static String dotted(String path) {
        String part = path.strip();
        return part.startsWith(".") ? part : "." + part;
    }

    /** A part of a task's output. */
    static DataPath ofOutput(String reference, String path) {
        return new DataPath(Of.OUTPUT, null, reference, path, compile(path));
    }

    /** A part of what this is. */
    DataPath inside(String part) {
        return new DataPath(of, run, reference, part, compile(part));
    }

    /** The same of a run; null for the one that is debugged. */
    DataPath of(@Nullable String other) {
        return new DataPath(of, other, reference, path, filter);
    }

    boolean isIn(Member member, Member root) {
        return run == null ? member.equals(root) : run.equals(member.run().id());
    }

    /**
     * What was written as {@link #id()}.
     *
     * @throws RefusedException if it was not
     */
    public static DataPath read(String id) {
        int space = id.startsWith(RUN) ? id.indexOf(' ', RUN.length()) : -1;
        return space < 0 ? inRun(id) : inRun(id.substring(space + 1)).of(id.substring(RUN.length(), space));
    }

    private static DataPath inRun(String id) {
        if (id.startsWith(CONTEXT)) {
            return ofContext(id.substring(CONTEXT.length()));
        }
        boolean isOutput = id.startsWith(OUTPUT);
        int colon = isOutput || id.startsWith(INPUT) ? id.indexOf(':') : -1;
        String digits = colon < 0 ? "" : id.substring(isOutput ? OUTPUT.length() : INPUT.length(), colon);
        int end = digits.matches("[0-9]{1,7}") ? colon + 1 + Integer.parseInt(digits) : Integer.MAX_VALUE;
        if (end > id.length()) {
            throw new RefusedException("There is no value '" + id + "' to watch");
        }
        String reference = id.substring(colon + 1, end);
        return isOutput ? ofOutput(reference, id.substring(end)) : ofInput(reference, id.substring(end));
    }

    private static CompiledFilter compile(String path) {
        ParsedFilter parsed = JqParser.parse(path);
        if (!parsed.problems().isEmpty()) {
            throw new RefusedException("'" + path + "' is not a path: "
                    + parsed.problems().getFirst().message());
        }
        return CompiledFilter.compile(parsed.filter(), List.of());
    }

    /** It as text that can be read again in another session. */
    public String id() {
        return (run == null ? "" : RUN + run + " ")
                + (reference == null
                        ? CONTEXT + path
                        : (of == Of.OUTPUT ? OUTPUT : INPUT) + reference.length() + ":" + reference + path);
    }

    /** The keys and indices that lead to the value, as far as the path has no others: the value is within what is there. */
    List<JsonValue> keys() {
        List<JsonValue> keys = new ArrayList<>();
        Filter at = filter.filter();
        while (at instanceof Filter.Index index) {
            if (index.key() instanceof Filter.Literal key && isPlain(key.value())) {
                keys.addFirst(key.value());
            } else {
                keys.clear();
            }
            at = index.target();
        }
        return at instanceof Filter.Identity ? keys : List.of();
    }

    private static boolean isPlain(JsonValue key) {
        return key instanceof JsonString || (key instanceof JsonNumber number && isIndex(number.doubleValue()));
    }

    private static boolean isIndex(double number) {
        return number >= 0 && number <= Integer.MAX_VALUE && number == Math.rint(number);
    }

    /** What a person calls it. */
    public String description() {
        String part = path.equals(".") ? "" : path;
        return (reference == null
                        ? "$context" + part
                        : (of == Of.OUTPUT ? "the output" : "the input") + part + " of " + reference)
                + (run == null ? "" : " in the run " + run);
    }

    /** Whether the value may be another one at a stop. */
    boolean isAt(Stop stop) {
        return stop.kind() == Stop.Kind.TASK
                && (reference == null || of == Of.OUTPUT || reference.equals(stop.reference()));
    }

    /** The value at a stop; null is also what cannot be reached. Of outputs {@link Outputs} knows. */
    JsonValue value(Stop stop, State state, JqMachine jq) {
        JsonValue whole = state.context();
        if (reference != null) {
            ActiveFrame frame = new Inspector(state).frame(stop.visit());
            whole = frame == null ? JsonNull.NULL : frame.input();
        }
        return in(whole, jq);
    }

    /** The part that is meant of a whole value; null is also what cannot be reached. */
    JsonValue in(JsonValue whole, JqMachine jq) {
        if (path.equals(".")) {
            return whole;
        }
        jq.budget(Looker.CONDITION, Long.MAX_VALUE, Long.MAX_VALUE);
        try {
            return filter.evaluate(whole, Variables.NONE, jq);
        } catch (JqException e) {
            if (e.kind() == JqException.Kind.INTERRUPTED) {
                throw e;
            }
            return JsonNull.NULL;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DataPath that
                && of == that.of
                && path.equals(that.path)
                && Objects.equals(reference, that.reference)
                && Objects.equals(run, that.run);
    }

    @Override
    public int hashCode() {
        return Objects.hash(of, run, reference, path);
    }
}
