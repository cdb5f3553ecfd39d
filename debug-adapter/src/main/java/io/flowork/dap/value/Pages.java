package io.flowork.dap.value;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** The children of values, a page at a time. */
public final class Pages {
    /** How many children are given to a client that does not ask for a page; more come in ranges of so many. */
    public static final int PAGE = 1_000;

    private Pages() {}

    /** How many children a value has. */
    static int children(JsonValue value) {
        return switch (value) {
            case JsonArray array -> array.size();
            case JsonObject object -> object.size();
            default -> 0;
        };
    }

    /**
     * The children of a variable.
     *
     * @param start the first one, from 0
     * @param count how many at most; 0 for all, which come in ranges if they are too many
     */
    public static List<Variable> of(Variable variable, int start, int count) {
        int end = variable.from() + variable.children();
        long from = Math.min((long) variable.from() + Math.max(0, start), end);
        if (count <= 0 && end - from > PAGE) {
            return ranges(variable, (int) from, end);
        }
        long to = count <= 0 ? end : Math.min(end, from + count);
        return children(variable, (int) from, (int) to);
    }

    private static List<Variable> ranges(Variable variable, int from, int end) {
        int each = PAGE;
        while ((end - from) / each > PAGE) {
            each *= PAGE;
        }
        List<Variable> ranges = new ArrayList<>();
        for (int at = from; at < end; at += each) {
            int to = Math.min(end, at + each);
            ranges.add(new Variable("[" + at + "…" + (to - 1) + "]", variable.value(), variable.path(), at, to));
        }
        return ranges;
    }

    private static List<Variable> children(Variable variable, int from, int to) {
        List<Variable> children = new ArrayList<>(to - from);
        String path = variable.path();
        switch (variable.value()) {
            case JsonArray array -> {
                for (int i = from; i < to; i++) {
                    children.add(new Variable(
                            Integer.toString(i), array.get(i), path == null ? null : Path.element(path, i)));
                }
            }
            case JsonObject object -> {
                int place = 0;
                for (JsonObject.Member member : object) {
                    if (place >= to) {
                        break;
                    }
                    if (place++ >= from) {
                        children.add(new Variable(
                                member.key(), member.value(), path == null ? null : Path.member(path, member.key())));
                    }
                }
            }
            default -> {}
        }
        return children;
    }
}
