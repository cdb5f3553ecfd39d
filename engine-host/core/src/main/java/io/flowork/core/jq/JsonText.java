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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Writes values as compact JSON text, counted and without recursion. */
final class JsonText {
    /** A longer text is quoted piece by piece, so that it can be stopped. */
    private static final int PIECE = 1 << 15;

    private final StringBuilder out;
    private final @Nullable Meter meter;
    private final int limit;
    private final Deque<Iterator<?>> open = new ArrayDeque<>();

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
        if (!begin(root)) {
            return false;
        }
        while (!open.isEmpty() && out.length() < limit) {
            if (meter != null) {
                meter.step();
                meter.text(out.length());
            }
            Iterator<?> inside = open.element();
            char last = out.charAt(out.length() - 1);
            boolean first = last == '[' || last == '{';
            if (!inside.hasNext()) {
                open.remove();
                out.append(inside instanceof Members ? '}' : ']');
            } else {
                if (!(first && opened)) {
                    out.append(',');
                }
                opened = false;
                if (!next(inside.next())) {
                    return false;
                }
                continue;
            }
            opened = false;
        }
        return true;
    }

    private boolean opened;

    private boolean next(Object item) {
        if (item instanceof JsonObject.Member member) {
            quote(member.key());
            out.append(':');
            return begin(member.value());
        }
        return begin((JsonValue) item);
    }

    /** The members of an object, told apart from the elements of an array. */
    private record Members(Iterator<JsonObject.Member> members) implements Iterator<JsonObject.Member> {
        @Override
        public boolean hasNext() {
            return members.hasNext();
        }

        @Override
        public JsonObject.Member next() {
            return members.next();
        }
    }

    private boolean begin(JsonValue value) {
        switch (value) {
            case JsonNull n -> out.append("null");
            case JsonBoolean b -> out.append(b.value());
            case JsonNumber n -> out.append(n.text());
            case JsonString s -> quote(s.value());
            case JsonSecret s -> {
                if (meter != null) {
                    return false;
                }
                out.append('"').append(JsonSecret.MASK).append('"');
            }
            case JsonArray array -> {
                out.append('[');
                open.push(array.iterator());
                opened = true;
            }
            case JsonObject object -> {
                out.append('{');
                open.push(new Members(object.iterator()));
                opened = true;
            }
        }
        return true;
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
