package io.flowork.core.machine;

import io.flowork.core.jq.JqLimits;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What decides an outcome when it is exceeded. All of it is counted, never timed, and recorded with the run, so that a
 * replay ends the same on every machine.
 *
 * @param depth how many tasks may be active inside one another, through all forks around
 * @param valueBytes how large a value may become, by {@link JsonValue#weight()}
 * @param expression what each evaluation of an expression may use
 * @param runSteps how many steps all expressions of a run may take together
 * @param runBytes how many bytes all expressions of a run may make together
 */
public record Limits(int depth, long valueBytes, JqLimits expression, long runSteps, long runBytes) {
    /** How deep the data of a run may be nested; a state is a value too, has the data inside, and may be deeper. */
    public static final int LEVELS = JsonValue.MAX_DATA_DEPTH;

    /**
     * What holds when nothing else is said: 1,000 tasks deep, values up to 256 MiB, {@link JqLimits#DEFAULT} for each
     * expression, and 100 billion steps and 16 TiB for those of a run together.
     */
    public static final Limits DEFAULT = new Limits(1_000, 256L << 20, JqLimits.DEFAULT, 100_000_000_000L, 16L << 40);

    /** What held for runs that recorded no limits. */
    public static final Limits UNRECORDED =
            new Limits(1_000, 256L << 20, JqLimits.DEFAULT, Long.MAX_VALUE, Long.MAX_VALUE);

    /** Deeper calls would not fit into any memory. */
    private static final long MOST_NESTED = 10_000_000;

    private static final String DEPTH = "task-depth";
    private static final String VALUE_BYTES = "value-bytes";
    private static final String STEPS = "expression-steps";
    private static final String BYTES = "expression-bytes";
    private static final String CALLS = "expression-depth";
    private static final String FORKS = "expression-forks";
    private static final String RUN_STEPS = "run-steps";
    private static final String RUN_BYTES = "run-bytes";

    /** What the limits are called, with their values: in settings, messages and journals. */
    public Map<String, Long> byName() {
        Map<String, Long> values = new LinkedHashMap<>();
        values.put(STEPS, expression.steps());
        values.put(BYTES, expression.bytes());
        values.put(CALLS, (long) expression.depth());
        values.put(FORKS, (long) expression.forks());
        values.put(RUN_STEPS, runSteps);
        values.put(RUN_BYTES, runBytes);
        values.put(VALUE_BYTES, valueBytes);
        values.put(DEPTH, (long) depth);
        return values;
    }

    /** The names of all limits. */
    public static List<String> names() {
        return List.copyOf(DEFAULT.byName().keySet());
    }

    /**
     * These limits with one changed.
     *
     * @throws IllegalArgumentException if there is no such limit, or its value is not from 1 to what fits
     */
    public Limits with(String name, long value) {
        Map<String, Long> values = byName();
        if (values.replace(name, value) == null) {
            throw new IllegalArgumentException("there is no limit '" + name + "'");
        }
        boolean small = name.equals(DEPTH) || name.equals(CALLS) || name.equals(FORKS);
        long most = small ? MOST_NESTED : Long.MAX_VALUE;
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("the limit '" + name + "' must be from 1 to " + most);
        }
        return of(values);
    }

    private static Limits of(Map<String, Long> values) {
        return new Limits(
                Math.toIntExact(values.getOrDefault(DEPTH, (long) UNRECORDED.depth)),
                values.getOrDefault(VALUE_BYTES, UNRECORDED.valueBytes),
                new JqLimits(
                        values.getOrDefault(STEPS, UNRECORDED.expression.steps()),
                        values.getOrDefault(BYTES, UNRECORDED.expression.bytes()),
                        Math.toIntExact(values.getOrDefault(CALLS, (long) UNRECORDED.expression.depth())),
                        Math.toIntExact(values.getOrDefault(FORKS, (long) UNRECORDED.expression.forks()))),
                values.getOrDefault(RUN_STEPS, UNRECORDED.runSteps),
                values.getOrDefault(RUN_BYTES, UNRECORDED.runBytes));
    }

    /** As journals and states keep them. */
    JsonObject toJson() {
        JsonObject.Builder json = new JsonObject.Builder();
        byName().forEach(json::put);
        return json.build();
    }

    /** The limits that a value describes; what it does not name is as for a run that recorded none. */
    static Limits fromJson(JsonObject json) {
        Map<String, Long> values = new LinkedHashMap<>();
        for (JsonObject.Member member : json) {
            values.put(member.key(), Fields.integer(json, member.key()));
        }
        return of(values);
    }
}
