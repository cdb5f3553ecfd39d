package io.flowork.dap.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of an expression of which only the beginning is written: what {@code .} is at its end.
 *
 * @param input the jq that gives that, over what {@code .} is at the beginning
 * @param begin where the part begins that has this input
 * @param isInText whether the end is in a string or a comment
 */
record JqPrefix(String input, int begin, boolean isInText) {
    private static final Pattern CALLED = Pattern.compile("([A-Za-z_]\\w*)\\s*$");
    private static final Pattern BINDS = Pattern.compile("\\bas\\s+\\S[^|]*$");

    /** What functions give their arguments as {@code .}, where that is another value. */
    private static final Map<String, String> GIVES = Map.ofEntries(
            Map.entry("map", ".[]?"),
            Map.entry("map_values", ".[]?"),
            Map.entry("sort_by", ".[]?"),
            Map.entry("group_by", ".[]?"),
            Map.entry("unique_by", ".[]?"),
            Map.entry("min_by", ".[]?"),
            Map.entry("max_by", ".[]?"),
            Map.entry("any", ".[]?"),
            Map.entry("all", ".[]?"),
            Map.entry("with_entries", "to_entries[]"));

    /** A bracket that is open, and what was before it; {@code "} is one too, and a part of jq inside of text. */
    private record Open(char bracket, String input, int begin) {}

    static JqPrefix of(String before) {
        Deque<Open> open = new ArrayDeque<>();
        String input = ".";
        int begin = 0;
        boolean isInText = false;
        for (int i = 0; i < before.length(); i++) {
            char c = before.charAt(i);
            if (isInText) {
                if (c == '\\' && i + 1 < before.length()) {
                    if (before.charAt(++i) == '(') {
                        open.push(new Open('"', input, begin));
                        isInText = false;
                        begin = i + 1;
                    }
                } else if (c == '"') {
                    isInText = false;
                }
                continue;
            }
            switch (c) {
                case '"' -> isInText = true;
                case '#' -> {
                    int end = before.indexOf('\n', i);
                    if (end < 0) {
                        return new JqPrefix(input, i, true);
                    }
                    i = end;
                }
                case '(', '[', '{' -> {
                    open.push(new Open(c, input, begin));
                    Matcher called = CALLED.matcher(before.substring(begin, i));
                    String gives = c == '(' && called.find() ? GIVES.get(called.group(1)) : null;
                    input = gives == null ? input : input + " | " + gives;
                    begin = i + 1;
                }
                case ')', ']', '}' -> {
                    if (!open.isEmpty()) {
                        Open closed = open.pop();
                        input = closed.input();
                        begin = closed.begin();
                        isInText = closed.bracket() == '"';
                    }
                }
                case '|' -> {
                    String part = before.substring(begin, i);
                    if (!part.isBlank()) { // what is bound is there for all that follows
                        input += " | " + (BINDS.matcher(part).find() ? part.strip() : "(" + part.strip() + ")");
                    }
                    begin = i + 1;
                }
                case ',', ';', ':' -> begin = i + 1;
                default -> {}
            }
        }
        return new JqPrefix(input, begin, isInText);
    }
}
