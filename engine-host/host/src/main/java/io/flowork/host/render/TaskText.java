package io.flowork.host.render;

import io.flowork.core.machine.Effect;
import io.flowork.core.program.Body;
import io.flowork.core.program.Node;
import io.flowork.core.program.Program;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.host.terminal.Columns;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Tasks and what they want from the world, in a few words. */
final class TaskText {
    private static final int LONGEST = 200;

    private TaskText() {}

    /** The node of a reference; null when the program has none. */
    static @Nullable Node node(Program program, String reference) {
        try {
            return program.node(reference);
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    /** The last name in a reference. */
    static String name(String reference) {
        return Columns.line(JsonPointer.last(reference));
    }

    /** The kind of a task, such as {@code call http}. */
    static String kind(@Nullable Node node) {
        if (node == null) {
            return "";
        }
        return switch (node.body()) {
            case Body.Call call -> "call " + Columns.line(call.function());
            case Body.CallDefined call -> "call";
            case Body.CallFetched call -> "call " + Columns.line(call.name());
            case Body.Consume call -> "call " + Columns.line(call.function());
            case Body.Do body -> "do";
            case Body.Emit body -> "emit";
            case Body.For body -> "for";
            case Body.Fork fork -> fork.compete() ? "fork, first wins" : "fork";
            case Body.Listen body -> "listen";
            case Body.Raise body -> "raise";
            case Body.RunProcess run -> run.function().replace(':', ' ');
            case Body.RunWorkflow run -> "run workflow";
            case Body.Set body -> "set";
            case Body.Switch body -> "switch";
            case Body.Try body -> "try";
            case Body.Wait body -> "wait";
        };
    }

    /** What an effect is about; empty for one that people need not see. */
    static String effect(Effect effect) {
        return switch (effect) {
            case Effect.Call call -> call(call.function(), call.arguments());
            case Effect.ChildRun child -> child.namespace() + "/" + child.name() + " " + child.version();
            case Effect.Subscribe subscribe -> "listening for " + types(subscribe.types());
            case Effect.Publish publish -> "emits " + text(publish.event().get("type"));
            case Effect.Timer timer -> "";
            case Effect.Cancel cancel -> "";
        };
    }

    private static String types(JsonArray types) {
        return types.isEmpty()
                ? "any event"
                : StreamSupport.stream(types.spliterator(), false)
                        .map(TaskText::text)
                        .collect(Collectors.joining(", "));
    }

    private static String call(String function, JsonObject arguments) {
        return switch (function) {
            case "http" ->
                text(arguments.get("method")).toUpperCase(Locale.ROOT) + " " + endpoint(arguments.get("endpoint"));
            case "a2a" -> text(arguments.get("method"));
            case "openapi" -> text(arguments.get("operationId"));
            case "run:shell" -> text(arguments.get("command"));
            case "run:script" -> text(arguments.get("language"));
            case "run:container" -> text(arguments.get("image"));
            default -> "";
        };
    }

    private static String endpoint(@Nullable JsonValue endpoint) {
        return endpoint instanceof JsonObject object ? text(object.get("uri")) : text(endpoint);
    }

    static String text(@Nullable JsonValue value) {
        return switch (value) {
            case null -> "";
            case JsonString string -> shorten(string.value());
            case JsonValue other -> shorten(other);
        };
    }

    /** A value on one line, cut when it is long. */
    static String shorten(JsonValue value) {
        return value.weight() > 1 << 20 ? "… " + size(value) : shorten(JsonWriter.compact(value));
    }

    private static String size(JsonValue value) {
        return (value.weight() >> 20) + " MiB";
    }

    static String shorten(String text) {
        String line = Columns.line(text.length() > 4 * LONGEST ? text.substring(0, 4 * LONGEST) : text);
        return Columns.cut(line, LONGEST);
    }
}
