package io.flowork.core.jq;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;

/** Builtins on strings; they count in code points. */
final class Strings {
    private Strings() {}

    static String text(JsonValue value, String otherwise) {
        if (value instanceof JsonString text) {
            return text.value();
        }
        throw JqException.error(otherwise);
    }

    /** The number of code points, counted in pieces so that it can be stopped. */
    static long length(Meter meter, String text) {
        long points = 0;
        int at = 0;
        while (at < text.length()) {
            meter.step();
            int end = Math.min(text.length(), at + 4096);
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end++;
            }
            points += text.codePointCount(at, end);
            at = end;
        }
        return points;
    }

    /** The offset some code points after another one, counted in pieces so that it can be stopped. */
    private static int offset(Meter meter, String text, int from, int points) {
        int at = from;
        for (int left = points; left > 0; left -= 4096) {
            meter.step();
            at = text.offsetByCodePoints(at, Math.min(left, 4096));
        }
        return at;
    }

    static String reverse(Meter meter, String text) {
        StringBuilder reversed = new StringBuilder(text.length());
        int at = text.length();
        while (at > 0) {
            meter.turn(at);
            int point = text.codePointBefore(at);
            reversed.appendCodePoint(point);
            at -= Character.charCount(point);
        }
        return reversed.toString();
    }

    static JsonValue slice(Meter meter, JsonString value, JsonObject slice) {
        String text = value.value();
        meter.text(value);
        Access.Bounds bounds = Access.bounds(slice, (int) length(meter, text));
        if (bounds.from() >= bounds.to()) {
            return JsonString.EMPTY;
        }
        int from = offset(meter, text, 0, bounds.from());
        int to = offset(meter, text, from, bounds.to() - bounds.from());
        meter.bytes(to - from);
        return JsonString.of(text.substring(from, to));
    }

    static JsonArray split(Meter meter, JsonString value, JsonString separator) {
        String text = value.value();
        String between = separator.value();
        meter.bytes(value.weight() + 64);
        JsonArray.Builder parts = new JsonArray.Builder();
        if (text.isEmpty()) {
            return JsonArray.EMPTY;
        }
        int at = 0;
        if (between.isEmpty()) {
            while (at < text.length()) {
                int next = text.offsetByCodePoints(at, 1);
                parts.add(part(meter, text, at, next));
                at = next;
            }
            return parts.build();
        }
        meter.text(separator);
        meter.text(value);
        TextSearch search = new TextSearch(meter, text, between);
        int found = search.next(0);
        while (found >= 0) {
            parts.add(part(meter, text, at, found));
            at = found + between.length();
            found = search.next(at);
        }
        return parts.add(part(meter, text, at, text.length())).build();
    }

    private static JsonValue part(Meter meter, String text, int from, int to) {
        meter.steps((to - from) / 64 + 1L);
        meter.bytes(48);
        return JsonString.of(text.substring(from, to));
    }

    /** The places, in code points, at which a text occurs; overlapping ones too. */
    static JsonArray indices(Meter meter, JsonValue input, JsonValue searched) {
        if (!(input instanceof JsonString text)) {
            throw JqException.error(Types.describe(input) + " cannot be searched, as it is not a string");
        }
        if (!(searched instanceof JsonString part)) {
            throw JqException.error(Types.describe(searched) + " is not a string");
        }
        JsonArray.Builder found = new JsonArray.Builder();
        if (part.value().isEmpty()) {
            return JsonArray.EMPTY;
        }
        int points = 0;
        int counted = 0;
        TextSearch search = new TextSearch(meter, text.value(), part.value());
        int at = search.next(0);
        while (at >= 0) {
            meter.steps((at - counted) / 64 + 1L);
            meter.bytes(24);
            points += text.value().codePointCount(counted, at);
            counted = at;
            found.add(JsonNumber.of(points));
            at = search.next(at + 1);
        }
        return found.build();
    }

    static JsonValue startsWith(JsonValue input, JsonValue prefix) {
        return JsonBoolean.of(
                both(input, prefix, "startswith() requires string inputs").startsWith(((JsonString) prefix).value()));
    }

    static JsonValue endsWith(JsonValue input, JsonValue suffix) {
        return JsonBoolean.of(
                both(input, suffix, "endswith() requires string inputs").endsWith(((JsonString) suffix).value()));
    }

    private static String both(JsonValue input, JsonValue argument, String problem) {
        text(argument, problem);
        return text(input, problem);
    }

    static JsonValue removePrefix(JsonValue input, JsonValue prefix) {
        String text = both(input, prefix, "startswith() requires string inputs");
        String start = ((JsonString) prefix).value();
        return text.startsWith(start) ? JsonString.of(text.substring(start.length())) : input;
    }

    static JsonValue removeSuffix(JsonValue input, JsonValue suffix) {
        String text = both(input, suffix, "endswith() requires string inputs");
        String end = ((JsonString) suffix).value();
        return text.endsWith(end) ? JsonString.of(text.substring(0, text.length() - end.length())) : input;
    }

    static JsonValue trim(Meter meter, JsonValue input, boolean left, boolean right) {
        String text = text(input, "trim input must be a string");
        int from = 0;
        int to = text.length();
        while (left && from < to && isBlank(text.charAt(from))) {
            meter.turn(from);
            from++;
        }
        while (right && from < to && isBlank(text.charAt(to - 1))) {
            meter.turn(to);
            to--;
        }
        return JsonString.of(text.substring(from, to));
    }

    /** White_Space of Unicode, all of it in the basic plane. */
    private static boolean isBlank(char c) {
        return (c >= 9 && c <= 13)
                || c == ' '
                || c == 0x85
                || c == 0xa0
                || c == 0x1680
                || (c >= 0x2000 && c <= 0x200a)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202f
                || c == 0x205f
                || c == 0x3000;
    }

    static JsonValue asciiCase(Meter meter, JsonValue input, boolean upper) {
        String text = text(input, (upper ? "ascii_upcase" : "ascii_downcase") + " input must be a string");
        meter.bytes(text.length() + 2L);
        meter.step();
        char first = upper ? 'a' : 'A';
        StringBuilder changed = new StringBuilder(text);
        for (int i = 0; i < changed.length(); i++) {
            meter.turn(i);
            char c = changed.charAt(i);
            if (c >= first && c < first + 26) {
                changed.setCharAt(i, (char) (c ^ 0x20));
            }
        }
        return JsonString.of(changed.toString());
    }

    static JsonValue explode(Meter meter, JsonValue input) {
        String text = text(input, "explode input must be a string");
        meter.bytes(text.length() * 24L);
        meter.step();
        JsonArray.Builder points = new JsonArray.Builder();
        for (int at = 0; at < text.length(); at++) {
            meter.turn(at);
            int point = text.codePointAt(at);
            at += point >= 0x10000 ? 1 : 0;
            points.add(JsonNumber.of(point));
        }
        return points.build();
    }

    static JsonValue implode(Meter meter, JsonValue input) {
        if (!(input instanceof JsonArray points)) {
            throw JqException.error("implode input must be an array");
        }
        meter.bytes(points.size() * 4L);
        meter.step();
        StringBuilder text = new StringBuilder(points.size());
        for (int i = 0; i < points.size(); i++) {
            meter.turn(i);
            JsonValue point = points.get(i);
            if (!(point instanceof JsonNumber number) || Double.isNaN(number.doubleValue())) {
                throw JqException.error(
                        Types.describe(point) + " can't be imploded, unicode codepoint needs to be numeric");
            }
            double code = number.doubleValue();
            boolean valid = code >= 0 && code < 0x110000 && !(code >= 0xd800 && code < 0xe000);
            text.appendCodePoint(valid ? (int) code : 0xfffd);
        }
        return JsonString.of(text.toString());
    }

    static JsonValue utf8Length(Meter meter, JsonValue input) {
        return JsonNumber.of(
                utf8Length(meter, text(input, Types.describe(input) + " only strings have UTF-8 byte length")));
    }

    static long utf8Length(Meter meter, String text) {
        long bytes = 0;
        for (int at = 0; at < text.length(); at++) {
            meter.turn(at);
            int point = text.codePointAt(at);
            at += point >= 0x10000 ? 1 : 0;
            bytes += Types.bytes(point);
        }
        return bytes;
    }
}
