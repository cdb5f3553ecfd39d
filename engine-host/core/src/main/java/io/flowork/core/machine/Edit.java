package io.flowork.core.machine;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value that somebody put in the place of another one at a fork.
 *
 * @param of what was changed
 * @param variable which variable, without {@code $}; null unless one was changed
 * @param visit the visit of the task it belongs to; -1 for what belongs to the run
 * @param path where in it: keys of objects and places in arrays, from the outside; empty for all of it
 * @param value the new value
 */
public record Edit(Of of, @Nullable String variable, long visit, JsonArray path, JsonValue value) {

    /** What can be changed. */
    public enum Of {
        /** The run's input, before its first step. */
        RUN_INPUT,
        /** The run's context. */
        CONTEXT,
        /** A task's input as it came. */
        RAW_INPUT,
        /** A task's transformed input. */
        INPUT,
        /** A task's output. */
        OUTPUT,
        /** A variable of a loop, a listener or a caught error, as a task sees it. */
        VARIABLE;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks what belongs together. */
    public Edit {
        if ((variable == null) == (of == Of.VARIABLE)) {
            throw new IllegalArgumentException("a variable has a name, and nothing else does");
        }
        for (JsonValue key : path) {
            if (!(key instanceof JsonString) && !(key instanceof JsonInteger)) {
                throw new IllegalArgumentException("a path has keys and places, not " + Texts.shorten(key));
            }
        }
    }

    private static final Pattern START = Pattern.compile("\\$?([A-Za-z_][A-Za-z0-9_]*)");
    private static final Pattern KEY = Pattern.compile("\\.([A-Za-z_][A-Za-z0-9_]*)"
            + "|\\.?\\[\\s*(\\d{1,9})\\s*]|\\.?\\[\\s*(\"(?:[^\"\\\\]|\\\\.)*\")\\s*]|\\.(\"(?:[^\"\\\\]|\\\\.)*\")");

    /**
     * An edit as people write it.
     *
     * @param path what is changed: {@code $context}, {@code $input}, {@code $output}, {@code $task.input} (as it came),
     *     {@code $workflow.input} or a variable, then keys and places as in {@code .user.name}, {@code [0]} and
     *     {@code ["a b"]}
     * @param visit the visit of the task that its input, output and variables are looked for in
     * @param value the new value
     * @throws IllegalArgumentException if this is no path
     */
    public static Edit at(String path, long visit, JsonValue value) {
        Matcher start = START.matcher(path);
        if (!start.lookingAt()) {
            throw new IllegalArgumentException("'" + path + "' is no path: it begins with a name such as $context");
        }
        String name = start.group(1);
        List<JsonValue> keys = new ArrayList<>();
        Matcher key = KEY.matcher(path);
        int at = start.end();
        while (at < path.length()) {
            if (!key.region(at, path.length()).lookingAt()) {
                throw new IllegalArgumentException("'" + path + "' is no path: after '" + path.substring(0, at)
                        + "' there is neither .name nor [0] nor [\"name\"]");
            }
            keys.add(
                    key.group(1) != null
                            ? JsonString.of(key.group(1))
                            : key.group(2) != null ? JsonNumber.of(Integer.parseInt(key.group(2))) : quoted(path, key));
            at = key.end();
        }
        boolean input = !keys.isEmpty() && keys.getFirst().equals(JsonString.of("input"));
        return switch (name) {
            case "context" -> new Edit(Of.CONTEXT, null, -1, JsonArray.of(keys), value);
            case "input" -> new Edit(Of.INPUT, null, visit, JsonArray.of(keys), value);
            case "output" -> new Edit(Of.OUTPUT, null, visit, JsonArray.of(keys), value);
            case "task", "workflow" -> {
                if (!input) {
                    throw new IllegalArgumentException("of $" + name + " only $" + name + ".input can be changed");
                }
                JsonArray rest = JsonArray.of(keys.subList(1, keys.size()));
                yield name.equals("task")
                        ? new Edit(Of.RAW_INPUT, null, visit, rest, value)
                        : new Edit(Of.RUN_INPUT, null, -1, rest, value);
            }
            default -> new Edit(Of.VARIABLE, name, visit, JsonArray.of(keys), value);
        };
    }

    private static JsonValue quoted(String path, Matcher key) {
        String text = key.group(3) != null ? key.group(3) : key.group(4);
        try {
            return JsonReader.parse(text);
        } catch (JsonSyntaxException e) {
            throw new IllegalArgumentException("'" + path + "' is no path: " + text + " is no text", e);
        }
    }

    /** What was changed and where, as people write it: {@code $context.user.name}. */
    public String text() {
        StringBuilder text = new StringBuilder(
                switch (of) {
                    case RUN_INPUT -> "$workflow.input";
                    case CONTEXT -> "$context";
                    case RAW_INPUT -> "$task.input";
                    case INPUT -> "$input";
                    case OUTPUT -> "$output";
                    case VARIABLE -> "$" + variable;
                });
        for (JsonValue key : path) {
            if (key instanceof JsonString name && name.value().matches("[A-Za-z_][A-Za-z0-9_]*")) {
                text.append('.').append(name.value());
            } else {
                text.append('[').append(key).append(']');
            }
        }
        return text.toString();
    }

    JsonObject toJson() {
        JsonObject.Builder json = new JsonObject.Builder().put("of", of.text());
        if (variable != null) {
            json.put("variable", variable);
        }
        return json.put("visit", JsonNumber.of(visit))
                .put("path", path)
                .put("value", value)
                .build();
    }

    static Edit fromJson(JsonValue value) {
        if (value instanceof JsonObject json) {
            return new Edit(
                    Of.valueOf(Fields.string(json, "of").toUpperCase(Locale.ROOT)),
                    Fields.optionalString(json, "variable"),
                    Fields.integer(json, "visit"),
                    Fields.array(json, "path"),
                    Fields.value(json, "value"));
        }
        throw new IllegalArgumentException("not an edit: " + Texts.shorten(value));
    }
}
