package io.flowork.core.jq;

import io.flowork.core.regex.Matcher;
import io.flowork.core.regex.Regex;
import io.flowork.core.regex.Regex.Option;
import io.flowork.core.regex.RegexSyntaxException;
import io.flowork.core.regex.Work;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the builtins for regular expressions are made of. */
final class Regexes {
    /** Compiled patterns that are kept, the least recently used of which makes room. */
    private static final int KEPT = 256;

    /** Longer patterns are not kept. */
    private static final int LONGEST_KEPT = 2_000;

    private static final Map<Key, Regex> CACHE = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Regex> eldest) {
            return size() > KEPT;
        }
    };

    private Regexes() {}

    private record Key(String pattern, Set<Option> options) {}

    static void addTo(List<Native> builtins) {
        builtins.add(new Native("_test", 2, false, Regexes::test));
        builtins.add(new Native("_match", 2, false, Regexes::matches));
        builtins.add(new Native("_scan", 2, false, Regexes::scan));
        builtins.add(new Native("_split", 2, false, Regexes::split));
        builtins.add(new Native("_edits", 2, false, Regexes::edits));
        builtins.add(new Native("_assemble", 1, false, (meter, in, tail, b, c) -> assemble(meter, in, tail)));
    }

    /** A search in a text, with the places in it where characters begin. */
    private static final class Search {
        final Meter meter;
        final String text;
        final Regex regex;
        final boolean all;
        final Matcher matcher;
        private final int length;
        private int points;
        private int chars;
        private int next;

        Search(Meter meter, JsonValue input, JsonValue pattern, JsonValue flags) {
            this.meter = meter;
            this.text = string(input, " cannot be matched, as it is not a string");
            String expression = string(pattern, " is not a string");
            String modifiers = flags == JsonNull.NULL ? "" : string(flags, " is not a string");
            this.all = modifiers.indexOf('g') >= 0;
            this.regex = compile(meter, expression, modifiers);
            int[] codePoints = codePoints(meter, text);
            this.length = codePoints.length;
            this.matcher = regex.matcher(codePoints, new Counted(meter));
        }

        /** Goes to the next match; after an empty one it is looked for one character further on. */
        boolean find() {
            if (next > length || !matcher.find(next)) {
                return false;
            }
            next = matcher.end(0) + (matcher.start(0) == matcher.end(0) ? 1 : 0);
            if (!all) {
                next = length + 1;
            }
            return true;
        }

        /** The text between two places counted in characters; fastest if called with growing places. */
        JsonString part(int from, int to) {
            int begin = place(from);
            int end = place(to);
            meter.steps((end - begin) / 64 + 1L);
            meter.bytes(48);
            return JsonString.of(text.substring(begin, end));
        }

        private int place(int point) {
            if (length == text.length()) {
                return point;
            }
            meter.steps(Math.abs(point - points) / 64 + 1L);
            chars = text.offsetByCodePoints(chars, point - points);
            points = point;
            return chars;
        }

        JsonValue group(int group) {
            int start = matcher.start(group);
            return start < 0 ? JsonNull.NULL : part(start, matcher.end(group));
        }

        /** The named groups. */
        JsonObject captures() {
            JsonObject.Builder named = new JsonObject.Builder();
            for (int g = 1; g <= regex.groups(); g++) {
                String name = regex.name(g);
                if (name != null) {
                    named.put(name, group(g));
                }
            }
            meter.bytes(48 + regex.groups() * 24L);
            return named.build();
        }
    }

    private record Counted(Meter meter) implements Work {
        @Override
        public void steps(int count) {
            meter.steps(count);
        }

        @Override
        public void bytes(long count) {
            meter.bytes(count);
        }
    }

    private static String string(JsonValue value, String otherwise) {
        if (value instanceof JsonString text) {
            return text.value();
        }
        throw value instanceof JsonSecret ? Types.secret() : JqException.error(Types.describe(value) + otherwise);
    }

    private static int[] codePoints(Meter meter, String text) {
        meter.bytes(text.length() * 4L + 16);
        meter.step();
        int[] points = new int[text.codePointCount(0, text.length())];
        int at = 0;
        for (int i = 0; i < points.length; i++) {
            meter.turn(i);
            points[i] = text.codePointAt(at);
            at += Character.charCount(points[i]);
        }
        return points;
    }

    private static Regex compile(Meter meter, String pattern, String modifiers) {
        Set<Option> options = options(modifiers);
        // counted also where it is found in the cache, so that the count does not depend on it
        meter.steps(pattern.length() / 8 + 1L);
        Key key = new Key(pattern, options);
        synchronized (CACHE) {
            Regex known = CACHE.get(key);
            if (known != null) {
                return known;
            }
        }
        try {
            Regex compiled = Regex.compile(pattern, options);
            if (pattern.length() <= LONGEST_KEPT) {
                synchronized (CACHE) {
                    CACHE.put(key, compiled);
                }
            }
            return compiled;
        } catch (RegexSyntaxException e) {
            throw JqException.error("Regex failure: " + e.getMessage() + " in "
                    + Types.shortened(JsonString.of(pattern)) + " at offset " + e.offset());
        }
    }

    private static Set<Option> options(String modifiers) {
        Set<Option> options = EnumSet.noneOf(Option.class);
        for (int i = 0; i < modifiers.length(); i++) {
            switch (modifiers.charAt(i)) {
                case 'g', 's' -> {} // s is how patterns are read anyhow
                case 'i' -> options.add(Option.IGNORE_CASE);
                case 'x' -> options.add(Option.EXTENDED);
                case 'p', 'm' -> options.add(Option.DOT_ALL);
                case 'l' -> options.add(Option.LONGEST);
                case 'n' -> options.add(Option.NOT_EMPTY);
                default -> throw JqException.error(modifiers + " is not a valid modifier string");
            }
        }
        return options;
    }

    private static JsonValue test(Meter meter, JsonValue in, JsonValue pattern, JsonValue flags, JsonValue none) {
        return JsonBoolean.of(new Search(meter, in, pattern, flags).find());
    }

    private static JsonValue matches(Meter meter, JsonValue in, JsonValue pattern, JsonValue flags, JsonValue none) {
        Search search = new Search(meter, in, pattern, flags);
        JsonArray.Builder found = new JsonArray.Builder();
        while (search.find()) {
            JsonArray.Builder captures = new JsonArray.Builder();
            JsonObject whole = match(search, 0, null);
            for (int g = 1; g <= search.regex.groups(); g++) {
                String name = search.regex.name(g);
                captures.add(match(search, g, name == null ? JsonNull.NULL : JsonString.of(name)));
            }
            meter.bytes(16);
            found.add(whole.with("captures", captures.build()));
        }
        return found.build();
    }

    private static JsonObject match(Search search, int group, @Nullable JsonValue name) {
        int start = search.matcher.start(group);
        JsonObject.Builder match = new JsonObject.Builder()
                .put("offset", JsonNumber.of(start))
                .put("length", JsonNumber.of(search.matcher.end(group) - start))
                .put("string", search.group(group));
        search.meter.bytes(160);
        return name == null ? match.build() : match.put("name", name).build();
    }

    /** For each match its text, or that of its groups if it has some. */
    private static JsonValue scan(Meter meter, JsonValue in, JsonValue pattern, JsonValue flags, JsonValue none) {
        Search search = new Search(meter, in, pattern, flags);
        JsonArray.Builder found = new JsonArray.Builder();
        while (search.find()) {
            meter.bytes(16);
            if (search.regex.groups() == 0) {
                found.add(search.group(0));
                continue;
            }
            List<JsonValue> groups = new ArrayList<>();
            for (int g = 1; g <= search.regex.groups(); g++) {
                groups.add(search.group(g));
            }
            meter.bytes(groups.size() * 8L + 32);
            found.add(JsonArray.of(groups));
        }
        return found.build();
    }

    /** What is between the matches. */
    private static JsonValue split(Meter meter, JsonValue in, JsonValue pattern, JsonValue flags, JsonValue none) {
        Search search = new Search(meter, in, pattern, flags);
        JsonArray.Builder parts = new JsonArray.Builder();
        int from = 0;
        while (search.find()) {
            parts.add(search.part(from, search.matcher.start(0)));
            from = search.matcher.end(0);
        }
        return parts.add(search.part(from, search.length)).build();
    }

    /** For each match the text before it and its named groups; and the text after the last. */
    private static JsonValue edits(Meter meter, JsonValue in, JsonValue pattern, JsonValue flags, JsonValue none) {
        Search search = new Search(meter, in, pattern, flags);
        JsonArray.Builder edits = new JsonArray.Builder();
        int from = 0;
        while (search.find()) {
            JsonString before = search.part(from, search.matcher.start(0));
            meter.bytes(48);
            edits.add(JsonArray.of(before, search.captures()));
            from = search.matcher.end(0);
        }
        return JsonArray.of(edits.build(), search.part(from, search.length));
    }

    /**
     * Puts texts together again: from the text before each match and what replaces it, once for each alternative
     * replacement.
     */
    private static JsonValue assemble(Meter meter, JsonValue in, JsonValue tail) {
        List<StringBuilder> results = new ArrayList<>();
        for (JsonValue edit : (JsonArray) in) {
            String before = ((JsonString) ((JsonArray) edit).get(0)).value();
            Iterator<JsonValue> inserts = ((JsonArray) ((JsonArray) edit).get(1)).iterator();
            for (int i = 0; inserts.hasNext(); i++) {
                meter.step();
                if (i == results.size()) {
                    results.add(new StringBuilder());
                }
                StringBuilder result = results.get(i);
                append(meter, result, before);
                JsonValue insert = inserts.next();
                if (insert == JsonNull.NULL) {
                    continue;
                }
                if (!(insert instanceof JsonString text)) {
                    throw insert instanceof JsonSecret
                            ? Types.secret()
                            : Operators.mismatch(JsonString.of(result.toString()), insert, "added");
                }
                append(meter, result, text.value());
            }
        }
        JsonArray.Builder texts = new JsonArray.Builder();
        for (StringBuilder result : results) {
            append(meter, result, ((JsonString) tail).value());
            texts.add(JsonString.of(result.toString()));
        }
        return texts.build();
    }

    private static void append(Meter meter, StringBuilder result, String text) {
        meter.bytes(text.length() * 2L);
        meter.weight((long) result.length() + text.length());
        meter.steps(text.length() / 64 + 1L);
        result.append(text);
    }
}
