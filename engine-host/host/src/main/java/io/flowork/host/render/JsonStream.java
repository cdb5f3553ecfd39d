package io.flowork.host.render;

import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes JSON part by part, laid out as {@link JsonWriter#pretty} does it, so that the whole is never in memory. */
public final class JsonStream {
    private static final String INDENT = "  ";

    private final PrintStream out;
    private final Deque<Character> open = new ArrayDeque<>();
    private boolean empty = true;
    private boolean named;

    /** Nothing yet, on the way to a stream. */
    public JsonStream(PrintStream out) {
        this.out = out;
    }

    /** Begins an object, as a value. */
    public JsonStream object() {
        return begin('{', '}');
    }

    /** Begins an array, as a value. */
    public JsonStream array() {
        return begin('[', ']');
    }

    /** Writes the name of the next value. */
    public JsonStream name(String name) {
        separate();
        out.print(JsonWriter.compact(JsonString.of(name)) + ": ");
        named = true;
        return this;
    }

    /** Writes a value. */
    public JsonStream value(JsonValue value) {
        separate();
        out.print(JsonWriter.pretty(value).replace("\n", "\n" + INDENT.repeat(open.size())));
        return this;
    }

    /** Ends the innermost object or array; with the last one the line. */
    public JsonStream end() {
        char bracket = open.pop();
        if (!empty) {
            out.print("\n" + INDENT.repeat(open.size()));
        }
        out.print(bracket);
        empty = false;
        if (open.isEmpty()) {
            out.println();
        }
        return this;
    }

    private JsonStream begin(char bracket, char end) {
        separate();
        out.print(bracket);
        open.push(end);
        empty = true;
        return this;
    }

    private void separate() {
        if (!named && !open.isEmpty()) {
            out.print((empty ? "\n" : ",\n") + INDENT.repeat(open.size()));
        }
        named = false;
        empty = false;
    }
}
