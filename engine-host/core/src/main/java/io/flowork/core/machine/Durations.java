package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.program.Evaluable;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations that are known when a workflow runs. */
final class Durations {
    private static final Map<String, Long> UNITS =
            Map.of("days", 86_400_000L, "hours", 3_600_000L, "minutes", 60_000L, "seconds", 1_000L, "milliseconds", 1L);

    /** About 290,000 years: sums of such durations and a time do not overflow. */
    private static final double LONGEST = 0x1p53;

    private Durations() {}

    /** The milliseconds of a compiled duration in a frame. */
    static long millis(Expressions expressions, Frame frame, Evaluable duration, JsonValue data, @Nullable Vars vars) {
        JsonValue value = expressions.evaluate(frame, duration, data, vars);
        if (duration instanceof Evaluable.Constant && value instanceof JsonInteger fixed) {
            return fixed.value();
        }
        return millis(value);
    }

    /** The milliseconds of an ISO 8601 duration, or of an object of numbers by unit. */
    static long millis(JsonValue value) {
        return switch (value) {
            case JsonString text -> iso(text.value());
            case JsonObject units -> units(units);
            default -> throw invalid(value);
        };
    }

    private static long units(JsonObject units) {
        double sum = 0;
        for (JsonObject.Member member : units) {
            Long unit = UNITS.get(member.key());
            if (unit == null || !(member.value() instanceof JsonNumber number)) {
                throw invalid(units);
            }
            sum += unit * number.doubleValue();
        }
        return bounded(sum, units);
    }

    private static long iso(String text) {
        Matcher matcher = Iso.PATTERN.matcher(text);
        if (!matcher.matches() || text.endsWith("P") || text.endsWith("T")) {
            throw invalid(JsonString.of(text));
        }
        double sum = 0;
        for (int i = 0; i < Iso.MILLIS.length; i++) {
            String number = matcher.group(i + 1);
            if (number != null) {
                sum += Double.parseDouble(number) * Iso.MILLIS[i];
            }
        }
        return bounded(sum, JsonString.of(text));
    }

    private static long bounded(double millis, JsonValue value) {
        if (!(millis >= 0) || millis > LONGEST) {
            throw invalid(value);
        }
        return Math.round(millis);
    }

    private static Fault invalid(JsonValue value) {
        return new Fault(WorkflowError.of(
                Kind.EXPRESSION,
                "A duration must be an ISO 8601 text such as PT5S, or an object such as {\"seconds\": 5}; it is "
                        + Texts.shorten(value)));
    }

    /** ISO 8601: years, months, weeks, days, hours, minutes, seconds. */
    private static final class Iso {
        static final Pattern PATTERN = Pattern.compile("P(?:(\\d+(?:\\.\\d+)?)Y)?(?:(\\d+(?:\\.\\d+)?)M)?"
                + "(?:(\\d+(?:\\.\\d+)?)W)?(?:(\\d+(?:\\.\\d+)?)D)?"
                + "(?:T(?:(\\d+(?:\\.\\d+)?)H)?(?:(\\d+(?:\\.\\d+)?)M)?(?:(\\d+(?:\\.\\d+)?)S)?)?");
        static final double[] MILLIS = {
            365 * 86_400_000.0, 30 * 86_400_000.0, 7 * 86_400_000.0, 86_400_000.0, 3_600_000.0, 60_000.0, 1_000.0
        };
    }
}
