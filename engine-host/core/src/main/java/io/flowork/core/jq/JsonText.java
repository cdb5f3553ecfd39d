package io.flowork.core.jq;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.grammar.json.ValueWalk;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as compact JSON text, and counts what that takes. As jq does it leaves out what is more than
 * {@link JsonValue#MAX_DATA_DEPTH} levels deep, with a note in its place that cannot be read again.
 */
final class JsonText {
    /** A longer text is quoted piece by piece, so that it can be stopped. */
    private static final int PIECE = 1 << 15;

    private final StringBuilder out;
    private final @Nullable Meter meter;
    private final int limit;

    private JsonText(@Nullable Meter meter, int capacity, int limit) {
        this.out = new StringBuilder(capacity);
        this.meter = meter;
        this.limit = limit;
    }

    /** The JSON text of a value; null if a secret is in it. */
    static @Nullable String write(Meter meter, JsonValue value) {
        meter.bytes(value.weight());
        meter.text(value.weight() / 2);
        JsonText text = new JsonText(meter, (int) Math.min(value.weight() + 16, 1 << 16), Integer.MAX_VALUE);
        return text.write(value) ? text.out.toString() : null;
    }

    /** At least this many characters of the JSON text of a value, with secrets masked. */
    static String start(JsonValue value, int characters) {
        JsonText text = new JsonText(null, characters + 16, characters);
        text.write(value);
        return text.out.toString();
    }

    private boolean write(JsonValue root) {
        ValueWalk walk = new ValueWalk(root);
        boolean first = true;
        while (out.length() < limit && walk.next()) {
            if (meter != null) {
                meter.step();
                meter.text(out.length());
            }
            if (walk.step() == ValueWalk.Step.CLOSE) {
                out.append(walk.value() instanceof JsonObject ? '}' : ']');
                first = false;
                continue;
            }
            if (!first) {
                out.append(',');
            }
            String key = walk.key();
            if (key != null) {
                quote(key);
                out.append(':');
            }
            if (walk.value() instanceof JsonSecret && meter != null) {
                return false;
            }
            first = begin(walk);
        }
        return true;
    }

    /** Writes a scalar or an opening bracket; whether the next value is the first in its brackets. */
    private boolean begin(ValueWalk walk) {
        if (walk.level() > JsonValue.MAX_DATA_DEPTH) {
            out.append("<skipped: too deep>");
            walk.skip();
            return false;
        }
        switch (walk.value()) {
            case JsonNull n -> out.append("null");
            case JsonBoolean b -> out.append(b.value());
            case JsonNumber n -> out.append(n.text());
            case JsonString s -> quote(s.value());
            case JsonSecret s -> {
                out.append('"').append(JsonSecret.MASK).append('"');
                walk.skip();
            }
            case JsonArray array -> {
                out.append('[');
                return true;
            }
            case JsonObject object -> {
                out.append('{');
                return true;
            }
        }
        return false;
    }

    private void quote(String text) {
        if (meter == null) {
            JsonWriter.quote(text.length() <= limit ? text : text.substring(0, limit), out);
            return;
        }
        meter.text(text.length());
        meter.steps(text.length() / 64 + 1L);
        if (text.length() <= PIECE) {
            JsonWriter.quote(text, out);
            return;
        }
        out.append('"');
        int end;
        for (int at = 0; at < text.length(); at = end) {
            meter.steps(PIECE / 64);
            end = Math.min(text.length(), at + PIECE);
            end += end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) ? 1 : 0;
            int before = out.length();
            JsonWriter.quote(text.substring(at, end), out);
            out.deleteCharAt(before).setLength(out.length() - 1);
        }
        out.append('"');
    }
}
