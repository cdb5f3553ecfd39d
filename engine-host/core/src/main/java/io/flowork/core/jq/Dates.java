package io.flowork.core.jq;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.List;

/**
 * The builtins for dates. All times are UTC, local ones too, and all names English, as in C's own locale, so that no
 * host's setting matters.
 */
final class Dates {
    private static final long DAY = 86_400;

    /** The last second whose year C can hold. */
    private static final double LAST = 67_768_036_191_676_800d;

    private Dates() {}

    static void addTo(List<Native> builtins) {
        for (String name : List.of("gmtime", "localtime")) {
            builtins.add(new Native(name, 0, false, (meter, in, a, b, c) -> gmtime(name, in)));
        }
        builtins.add(new Native("mktime", 0, false, (meter, in, a, b, c) -> mktime(in)));
        for (String name : List.of("strftime", "strflocaltime")) {
            builtins.add(new Native(name, 1, false, (meter, in, format, b, c) -> strftime(name, meter, in, format)));
        }
        builtins.add(new Native("strptime", 1, false, (meter, in, format, b, c) -> strptime(meter, in, format)));
    }

    /**
     * A time in parts, as C has it.
     *
     * @param month from 0
     * @param weekday from 0, which is Sunday
     * @param yearday from 0
     */
    record Parts(long year, int month, int day, int hour, int minute, int second, int weekday, int yearday) {
        static Parts of(long seconds) {
            long days = Math.floorDiv(seconds, DAY);
            int rest = (int) Math.floorMod(seconds, DAY);
            long[] date = Calendar.date(days);
            return new Parts(
                    date[0],
                    (int) date[1],
                    (int) date[2],
                    rest / 3600,
                    rest / 60 % 60,
                    rest % 60,
                    Calendar.weekday(days),
                    (int) (days - Calendar.days(date[0], 0, 1)));
        }

        long seconds() {
            return Calendar.days(year, month, day) * DAY + hour * 3600L + minute * 60L + second;
        }

        JsonArray json(double fraction) {
            return JsonArray.of(List.of(
                    JsonNumber.of(year),
                    JsonNumber.of(month),
                    JsonNumber.of(day),
                    JsonNumber.of(hour),
                    JsonNumber.of(minute),
                    fraction == 0 ? JsonNumber.of(second) : JsonNumber.of(second + fraction),
                    JsonNumber.of(weekday),
                    JsonNumber.of(yearday)));
        }
    }

    private static JsonValue gmtime(String name, JsonValue input) {
        if (!(input instanceof JsonNumber number)) {
            throw problem(name + "() requires numeric inputs", input);
        }
        double whole = Math.floor(seconds(number));
        return Parts.of((long) whole).json(number.doubleValue() - whole);
    }

    private static double seconds(JsonNumber number) {
        double seconds = number.doubleValue();
        if (!(Math.abs(seconds) <= LAST)) {
            throw JqException.error("error converting number of seconds since epoch to datetime");
        }
        return seconds;
    }

    private static JsonValue mktime(JsonValue input) {
        if (!(input instanceof JsonArray parts)) {
            throw problem("mktime requires array inputs", input);
        }
        return JsonNumber.of(secondsOf(parts, "mktime requires parsed datetime inputs"));
    }

    private static long secondsOf(JsonArray parts, String otherwise) {
        long[] part = {1900, 0, 0, 0, 0, 0};
        for (int i = 0; i < 8 && i < parts.size(); i++) {
            if (!(parts.get(i) instanceof JsonNumber number) || Double.isNaN(number.doubleValue())) {
                throw problem(otherwise, parts.get(i));
            }
            if (i < part.length) {
                part[i] = (long) Math.clamp(number.doubleValue(), Integer.MIN_VALUE, Integer.MAX_VALUE);
            }
        }
        long year = part[0] + Math.floorDiv(part[1], 12);
        long days = Calendar.days(year, Math.floorMod(part[1], 12), 1) + part[2] - 1;
        return days * DAY + part[3] * 3600 + part[4] * 60 + part[5];
    }

    private static JqException problem(String message, JsonValue value) {
        return value instanceof JsonSecret ? Types.secret() : JqException.error(message);
    }

    private static JsonValue strftime(String name, Meter meter, JsonValue input, JsonValue format) {
        String otherwise = name + "/1 requires parsed datetime inputs";
        if (!(input instanceof JsonNumber) && !(input instanceof JsonArray)) {
            throw problem(otherwise, input);
        }
        if (!(format instanceof JsonString text)) {
            throw problem(name + "/1 requires a string format", format);
        }
        long seconds = input instanceof JsonNumber number
                ? (long) Math.floor(seconds(number))
                : secondsOf((JsonArray) input, otherwise);
        meter.bytes(text.weight() * 2 + 200);
        meter.steps(text.value().length() + 1L);
        String written = DateWriter.write(Parts.of(seconds), text.value());
        if (written == null) {
            throw JqException.error(name + "/1: unknown system failure");
        }
        return JsonString.of(written);
    }

    private static JsonValue strptime(Meter meter, JsonValue input, JsonValue format) {
        if (!(input instanceof JsonString text) || !(format instanceof JsonString pattern)) {
            throw input instanceof JsonSecret || format instanceof JsonSecret
                    ? Types.secret()
                    : JqException.error("strptime/1 requires string inputs and arguments");
        }
        meter.bytes(text.weight() + 200);
        meter.steps(text.value().length() + pattern.value().length() + 1L);
        DateReader reader = new DateReader(text.value());
        if (!reader.read(pattern.value()) || !reader.endsWell()) {
            throw JqException.error("date \"" + text.value() + "\" does not match format \"" + pattern.value() + "\"");
        }
        JsonArray parts = reader.parts().json(0);
        return reader.rest().isEmpty() ? parts : parts.append(JsonString.of(reader.rest()));
    }
}
