package io.flowork.grammar.analysis;

import static java.util.Map.entry;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.scope.LocalVariable;
import io.flowork.grammar.scope.RuntimeArgument;
import io.flowork.grammar.types.SchemaTypes;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.types.Type.Member;
import io.flowork.grammar.types.Types;
import io.flowork.grammar.workflow.FunctionSignature;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.grammar.workflow.Task;
import io.flowork.grammar.workflow.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of what comes from outside: replies, processes, events, errors, and the standard's descriptors. */
final class TaskOutputs {
    private static final Type ERROR = error(Type.NEVER);
    private static final Type TIME = Type.object(
            Type.NEVER,
            entry("iso8601", Type.STRING),
            entry("epoch", Type.object(Type.NEVER, entry("seconds", Type.NUMBER), entry("milliseconds", Type.NUMBER))));
    private static final Type TASK = Type.object(
            Type.NEVER,
            entry("name", Type.STRING),
            entry("reference", Type.STRING),
            entry("definition", Type.OBJECT),
            entry("input", Type.UNKNOWN),
            entry("output", Type.UNKNOWN),
            entry("startedAt", TIME));
    private static final Type RUNTIME = Type.object(
            Type.UNKNOWN, entry("name", Type.STRING), entry("version", Type.STRING), entry("metadata", Type.OBJECT));
    private static final Type AUTHORIZATION = Types.join(
            Type.NULL, Type.object(Type.NEVER, entry("scheme", Type.STRING), entry("parameter", Type.UNKNOWN)));

    private TaskOutputs() {}

    /** The reply to a call. */
    static Type call(Task.Call call, FunctionSignatures functions) {
        if (!call.function().equals("http")) {
            FunctionSignature function =
                    Language.protocols().contains(call.function()) ? null : functions.find(call.function());
            return function == null ? Type.UNKNOWN : SchemaTypes.of(function.output(), true);
        }
        JsonValue output = argument(call.arguments(), "output");
        String kind = output instanceof JsonString text ? text.value() : output == null ? "content" : "";
        return switch (kind) {
            case "raw" -> Type.STRING;
            case "response" ->
                Type.object(
                        Type.NEVER,
                        entry(
                                "request",
                                Type.object(
                                        Type.NEVER,
                                        entry("method", Type.STRING),
                                        entry("uri", Type.STRING),
                                        entry("headers", Type.OBJECT))),
                        entry("statusCode", Type.NUMBER),
                        entry("headers", Type.OBJECT),
                        entry("content", Type.UNKNOWN));
            default -> Type.UNKNOWN;
        };
    }

    private static @Nullable JsonValue argument(Template arguments, String name) {
        if (arguments instanceof Template.Literal literal && literal.value() instanceof JsonObject object) {
            return object.get(name);
        }
        if (arguments instanceof Template.ObjectOf object) {
            for (Template.Member member : object.members()) {
                if (member.key().equals(name)) {
                    return member.value() instanceof Template.Literal literal ? literal.value() : JsonObject.EMPTY;
                }
            }
        }
        return arguments instanceof Template.Computed ? JsonObject.EMPTY : null;
    }

    /** What of a process is asked for. */
    static Type process(Task.ProcessResult result) {
        return switch (result) {
            case STDOUT, STDERR -> Type.STRING;
            case CODE -> Type.NUMBER;
            case NONE -> Type.NULL;
            case ALL ->
                Type.object(
                        Type.UNKNOWN,
                        entry("code", Type.NUMBER),
                        entry("stdout", Type.STRING),
                        entry("stderr", Type.STRING));
        };
    }

    /** An event as it is emitted: the attributes that are needed are always there. */
    static Type event(Type given) {
        if (!given.may(Type.OBJECT_KIND | Type.NULL_KIND)) {
            return Type.NEVER;
        }
        Map<String, Member> members = new LinkedHashMap<>(given.members());
        for (String attribute : List.of("specversion", "id", "source", "time")) {
            Member known = members.get(attribute);
            Type otherwise = given.may(Type.OBJECT_KIND) ? given.rest() : Type.NEVER;
            members.put(
                    attribute,
                    known == null
                            ? new Member(Types.join(otherwise, Type.STRING), true)
                            : new Member(
                                    known.required() ? known.type() : Types.join(known.type(), Type.STRING), true));
        }
        return Type.object(members, given.may(Type.OBJECT_KIND) ? given.rest() : Type.NEVER);
    }

    /** What is read of an event. */
    static Type event(Task.EventRead read) {
        return read == Task.EventRead.ENVELOPE ? Type.OBJECT : Type.UNKNOWN;
    }

    /** A caught error. */
    static Type error() {
        return ERROR;
    }

    private static Type error(Type rest) {
        Map<String, Member> members = new LinkedHashMap<>();
        members.put("type", new Member(Type.STRING, true));
        members.put("status", new Member(Type.NUMBER, true));
        members.put("title", new Member(Type.STRING, false));
        members.put("detail", new Member(Type.STRING, false));
        members.put("instance", new Member(Type.STRING, false));
        members.put("data", new Member(Type.UNKNOWN, false));
        return Type.object(members, rest);
    }

    /** What a variable of the standard holds as far as the standard says; where nothing is known of the workflow. */
    static Type argument(RuntimeArgument argument) {
        return switch (argument) {
            case CONTEXT, INPUT, OUTPUT -> Type.UNKNOWN;
            case SECRETS -> Type.object(Map.of(), Type.SECRET);
            case AUTHORIZATION -> AUTHORIZATION;
            case TASK -> TASK;
            case WORKFLOW -> workflow(Type.UNKNOWN);
            case RUNTIME -> RUNTIME;
        };
    }

    /** What a variable of a task holds, where nothing is known of the workflow. */
    static Type local(LocalVariable.Kind kind) {
        return switch (kind) {
            case ITEM, EVENT -> Type.UNKNOWN;
            case INDEX, EVENT_INDEX -> Type.NUMBER;
            case ERROR -> ERROR;
        };
    }

    /** {@code $task}. */
    static Type task() {
        return TASK;
    }

    /** {@code $workflow}. */
    static Type workflow(Type rawInput) {
        return Type.object(
                Type.NEVER,
                entry("id", Type.STRING),
                entry("definition", Type.OBJECT),
                entry("input", rawInput),
                entry("startedAt", TIME));
    }
}
