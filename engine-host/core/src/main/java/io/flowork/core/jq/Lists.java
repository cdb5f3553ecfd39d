package io.flowork.core.jq;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builtins on arrays. */
final class Lists {
    private Lists() {}

    static JsonArray array(JsonValue value, String problem) {
        if (value instanceof JsonArray array) {
            return array;
        }
        throw value instanceof JsonSecret ? Types.secret() : JqException.error(Types.describe(value) + problem);
    }

    /** The elements of an array or the values of an object. */
    static Iterator<JsonValue> elements(JsonValue value) {
        return switch (value) {
            case JsonArray array -> array.iterator();
            case JsonObject object -> {
                Iterator<JsonObject.Member> members = object.iterator();
                yield new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return members.hasNext();
                    }

                    @Override
                    public JsonValue next() {
                        return members.next().value();
                    }
                };
            }
            case JsonSecret secret -> throw Types.secret();
            default -> throw JqException.error("Cannot iterate over " + Types.describe(value));
        };
    }

    /** Adds the elements from one index to before another. */
    static void append(Meter meter, JsonArray.Builder to, JsonArray from, int start, int end) {
        for (int i = start; i < end; i++) {
            meter.turn(i);
            to.add(from.get(i));
        }
    }

    static JsonArray concat(Meter meter, JsonArray first, JsonArray second) {
        JsonArray.Builder all = new JsonArray.Builder();
        append(meter, all, first, 0, first.size());
        append(meter, all, second, 0, second.size());
        return all.build();
    }

    static JsonValue add(Meter meter, JsonValue input) {
        Iterator<JsonValue> elements = elements(input);
        JsonValue sum = JsonNull.NULL;
        while (elements.hasNext()) {
            meter.step();
            JsonValue next = elements.next();
            if (sum instanceof JsonString first && next instanceof JsonString second) {
                return addText(meter, first, second, elements);
            }
            sum = Operators.add(meter, sum, next);
        }
        return sum;
    }

    private static JsonValue addText(Meter meter, JsonString first, JsonString second, Iterator<JsonValue> elements) {
        meter.text((long) first.value().length() + second.value().length());
        StringBuilder text = new StringBuilder(first.value()).append(second.value());
        meter.bytes(text.length());
        while (elements.hasNext()) {
            meter.step();
            JsonValue next = elements.next();
            switch (next) {
                case JsonString part -> {
                    meter.bytes(part.value().length());
                    meter.text((long) text.length() + part.value().length());
                    text.append(part.value());
                }
                case JsonNull none -> {}
                default -> {
                    JsonValue sum = Operators.add(meter, JsonString.of(text.toString()), next);
                    while (elements.hasNext()) {
                        meter.step();
                        sum = Operators.add(meter, sum, elements.next());
                    }
                    return sum;
                }
            }
        }
        return JsonString.of(text.toString());
    }

    static JsonValue join(Meter meter, JsonValue input, JsonValue separator) {
        boolean secret = separator instanceof JsonSecret;
        Iterator<JsonValue> elements = elements(input);
        StringBuilder text = new StringBuilder();
        boolean first = true;
        while (elements.hasNext() && !secret) {
            meter.step();
            JsonValue element = elements.next();
            secret = element instanceof JsonSecret;
            if (!secret) {
                JsonValue part = joinable(element, text, first, separator);
                if (!first) {
                    append(meter, text, separator);
                }
                append(meter, text, part);
            }
            first = false;
        }
        return secret ? joinSecrets(meter, input, separator) : JsonString.of(text.toString());
    }

    private static JsonValue joinSecrets(Meter meter, JsonValue input, JsonValue separator) {
        List<JsonValue> parts = new ArrayList<>();
        Iterator<JsonValue> elements = elements(input);
        StringBuilder none = new StringBuilder();
        while (elements.hasNext()) {
            meter.step();
            meter.bytes(16);
            if (!parts.isEmpty()) {
                append(meter, none, separator);
                parts.add(separator);
            }
            parts.add(joinable(elements.next(), none, parts.isEmpty(), separator));
        }
        return parts.isEmpty() ? JsonString.EMPTY : Secrets.concat(parts);
    }

    private static JsonValue joinable(JsonValue element, StringBuilder before, boolean first, JsonValue separator) {
        return switch (element) {
            case JsonNull none -> JsonString.EMPTY;
            case JsonNumber number -> JsonString.of(number.text());
            case JsonBoolean flag -> JsonString.of(flag.toString());
            case JsonString string -> string;
            case JsonSecret hidden -> hidden;
            case JsonArray a -> throw unjoinable(before, first, separator, element);
            case JsonObject o -> throw unjoinable(before, first, separator, element);
        };
    }

    private static void append(Meter meter, StringBuilder text, JsonValue part) {
        switch (part) {
            case JsonString string -> {
                meter.bytes(string.value().length() * 2L);
                meter.text((long) text.length() + string.value().length());
                text.append(string.value());
            }
            case JsonSecret secret -> {}
            case JsonNull none -> {}
            default -> throw Operators.mismatch(JsonString.of(text.toString()), part, "added");
        }
    }

    private static JqException unjoinable(StringBuilder text, boolean first, JsonValue separator, JsonValue element) {
        String before = first || !(separator instanceof JsonString s) ? text.toString() : text + s.value();
        return Operators.mismatch(JsonString.of(before), element, "added");
    }

    static JsonValue reverse(Meter meter, JsonValue input) {
        return switch (input) {
            case JsonNull none -> JsonArray.EMPTY;
            case JsonString text -> {
                meter.bytes(text.weight());
                yield JsonString.of(Strings.reverse(meter, text.value()));
            }
            case JsonArray array -> {
                meter.bytes(array.size() * 8L + 64);
                JsonArray.Builder reversed = new JsonArray.Builder();
                for (int i = array.size() - 1; i >= 0; i--) {
                    meter.turn(i);
                    reversed.add(array.get(i));
                }
                yield reversed.build();
            }
            default -> throw JqException.error("Cannot reverse " + Types.describe(input));
        };
    }

    /** The places at which another array occurs in an array. */
    static JsonValue indices(Meter meter, JsonArray array, JsonArray part) {
        JsonArray.Builder found = new JsonArray.Builder();
        for (int i = 0; i + part.size() <= array.size() && !part.isEmpty(); i++) {
            boolean same = true;
            for (int j = 0; j < part.size() && same; j++) {
                meter.step();
                same = Ordering.equal(meter, array.get(i + j), part.get(j));
            }
            if (same) {
                meter.bytes(16);
                found.add(JsonNumber.of(i));
            }
        }
        return found.build();
    }

    static JsonValue flatten(Meter meter, JsonValue input, JsonValue levels) {
        if (Ordering.compare(meter, levels, JsonNumber.of(0)) < 0) {
            throw JqException.error("flatten depth must not be negative");
        }
        if (!(levels instanceof JsonNumber number)) {
            throw JqException.error("flatten depth must be a number, not " + Types.describe(levels));
        }
        double depth = number.doubleValue();
        JsonArray.Builder flat = new JsonArray.Builder();
        Deque<Iterator<JsonValue>> open = new ArrayDeque<>();
        open.push(elements(input));
        while (!open.isEmpty()) {
            meter.step();
            Iterator<JsonValue> at = open.element();
            if (!at.hasNext()) {
                open.remove();
                continue;
            }
            JsonValue element = at.next();
            if (element instanceof JsonArray inner && open.size() <= depth) {
                open.push(inner.iterator());
            } else {
                meter.bytes(16);
                flat.add(element);
            }
        }
        return meter.weighed(flat.build());
    }

    /** An element with the key it is sorted by. */
    record Keyed(JsonValue key, JsonValue element) {}

    static List<Keyed> sorted(Meter meter, JsonValue input, JsonValue keys, String done) {
        JsonArray array = array(input, " cannot be " + done + ", as it is not an array");
        JsonArray by = array(keys, " cannot be " + done + ", as it is not an array");
        meter.bytes(array.size() * 40L);
        Keyed[] all = new Keyed[array.size()];
        for (int i = 0; i < all.length; i++) {
            meter.turn(i);
            all[i] = new Keyed(by.get(i), array.get(i));
        }
        Comparator<JsonValue> order = Ordering.total(meter);
        Arrays.sort(all, (a, b) -> order.compare(a.key, b.key));
        return Arrays.asList(all);
    }

    static JsonValue sort(Meter meter, JsonValue input, JsonValue keys) {
        JsonArray.Builder all = new JsonArray.Builder();
        for (Keyed next : sorted(meter, input, keys, "sorted")) {
            meter.turn(all.size());
            all.add(next.element);
        }
        return all.build();
    }

    static JsonValue group(Meter meter, JsonValue input, JsonValue keys) {
        JsonArray.Builder groups = new JsonArray.Builder();
        JsonArray.Builder group = new JsonArray.Builder();
        JsonValue key = JsonNull.NULL;
        for (Keyed next : sorted(meter, input, keys, "grouped")) {
            if (group.size() > 0 && Ordering.total(meter).compare(key, next.key) != 0) {
                meter.bytes(100);
                groups.add(group.build());
                group = new JsonArray.Builder();
            }
            key = next.key;
            group.add(next.element);
        }
        return group.size() == 0 ? JsonArray.EMPTY : groups.add(group.build()).build();
    }

    static JsonValue unique(Meter meter, JsonValue input, JsonValue keys) {
        JsonArray.Builder kept = new JsonArray.Builder();
        JsonValue key = JsonNull.NULL;
        for (Keyed next : sorted(meter, input, keys, "sorted")) {
            if (kept.size() == 0 || Ordering.total(meter).compare(key, next.key) != 0) {
                kept.add(next.element);
            }
            key = next.key;
        }
        return kept.build();
    }

    static JsonValue extreme(Meter meter, JsonValue input, JsonValue keys, boolean max) {
        JsonArray array = array(input, " cannot be iterated over");
        JsonArray by = array(keys, " cannot be iterated over");
        JsonValue best = JsonNull.NULL;
        JsonValue bestKey = JsonNull.NULL;
        for (int i = 0; i < array.size(); i++) {
            meter.step();
            int order = i == 0 ? 0 : Ordering.compare(meter, by.get(i), bestKey);
            if (i == 0 || (max ? order >= 0 : order < 0)) {
                best = array.get(i);
                bestKey = by.get(i);
            }
        }
        return best;
    }

    static JsonValue search(Meter meter, JsonValue input, JsonValue target) {
        JsonArray array = array(input, " cannot be searched from");
        int low = 0;
        int high = array.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Ordering.compare(meter, array.get(middle), target);
            if (order == 0) {
                return JsonNumber.of(middle);
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return JsonNumber.of(-1L - low);
    }

    /** As in jq, rows must be arrays unless all of them are empty, whatever they are. */
    static JsonValue transpose(Meter meter, JsonValue input) {
        JsonArray.Builder all = new JsonArray.Builder();
        int width = 0;
        boolean empty = true;
        @Nullable JsonValue noRow = null;
        for (Iterator<JsonValue> rows = elements(input); rows.hasNext(); ) {
            meter.step();
            meter.bytes(8);
            JsonValue row = rows.next();
            if (row instanceof JsonArray cells) {
                width = Math.max(width, cells.size());
            } else if (row != JsonNull.NULL && noRow == null) {
                noRow = row;
            }
            empty &= Builtins.length(meter, row).equals(JsonNumber.of(0));
            all.add(row);
        }
        if (noRow != null && !empty) {
            return Access.get(meter, noRow, JsonNumber.of(0));
        }
        JsonArray rows = all.build();
        meter.bytes(16L * width * rows.size() + 64);
        JsonArray.Builder columns = new JsonArray.Builder();
        for (int i = 0; i < width; i++) {
            JsonArray.Builder column = new JsonArray.Builder();
            for (JsonValue row : rows) {
                meter.step();
                column.add(row instanceof JsonArray cells && i < cells.size() ? cells.get(i) : JsonNull.NULL);
            }
            columns.add(column.build());
        }
        return meter.weighed(columns.build());
    }
}
