package io.flowork.grammar.analysis;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
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
    private static final Member TEXT = new Member(Type.STRING, true);
    private static final Member NUMBER = new Member(Type.NUMBER, true);
    private static final Member OBJECT = new Member(Type.OBJECT, true);
    private static final Type ERROR = error(Type.NEVER);
    private static final Type TIME = object(Map.of(
            "iso8601", TEXT, "epoch", new Member(object(Map.of("seconds", NUMBER, "milliseconds", NUMBER)), true)));

    private TaskOutputs() {}

    private static Type object(Map<String, Member> members) {
        return Type.object(members, Type.NEVER);
    }

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
                object(Map.of(
                        "request",
                        new Member(object(Map.of("method", TEXT, "uri", TEXT, "headers", OBJECT)), true),
                        "statusCode",
                        NUMBER,
                        "headers",
                        OBJECT,
                        "content",
                        new Member(Type.UNKNOWN, true)));
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
            case ALL -> Type.object(Map.of("code", NUMBER, "stdout", TEXT, "stderr", TEXT), Type.UNKNOWN);
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
        members.put("type", TEXT);
        members.put("status", NUMBER);
        members.put("title", new Member(Type.STRING, false));
        members.put("detail", new Member(Type.STRING, false));
        members.put("instance", new Member(Type.STRING, false));
        members.put("data", new Member(Type.UNKNOWN, false));
        return Type.object(members, rest);
    }

    /** {@code $task}. */
    static Type task() {
        Map<String, Member> members = new LinkedHashMap<>();
        members.put("name", TEXT);
        members.put("reference", TEXT);
        members.put("definition", OBJECT);
        members.put("input", new Member(Type.UNKNOWN, true));
        members.put("output", new Member(Type.UNKNOWN, true));
        members.put("startedAt", new Member(TIME, true));
        return object(members);
    }

    /** {@code $workflow}. */
    static Type workflow(Type rawInput) {
        Map<String, Member> members = new LinkedHashMap<>();
        members.put("id", TEXT);
        members.put("definition", OBJECT);
        members.put("input", new Member(rawInput, true));
        members.put("startedAt", new Member(TIME, true));
        return object(members);
    }
}
