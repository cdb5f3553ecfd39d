package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Errors as workflows write them and filter them. */
final class Errors {
    /** What the URIs of standard error types begin with, in every form that is in use. */
    private static final List<String> STANDARD = List.of(
            "https://serverlessworkflow.io/spec/1.0.0/errors/",
            "https://open-workflow-specification.org/spec/1.0.0/errors/",
            "https://serverlessworkflow.io/dsl/errors/types/",
            "https://open-workflow-specification.org/dsl/errors/types/");

    private Errors() {}

    /** The error that something is nested deeper than data may be. */
    static WorkflowError tooDeep(String what) {
        return WorkflowError.of(Kind.EXPRESSION, what + " is nested deeper than " + Limits.LEVELS + " levels");
    }

    /** The error that a raise task describes. */
    static WorkflowError read(JsonValue value) {
        if (value instanceof JsonObject object
                && object.get("type") instanceof JsonString type
                && object.get("status") instanceof JsonNumber status
                && status.isInteger()) {
            return new WorkflowError(
                    type.value(),
                    (int) status.doubleValue(),
                    text(object, "title"),
                    text(object, "detail"),
                    text(object, "instance"),
                    object.get("data"));
        }
        throw new Fault(WorkflowError.of(
                Kind.EXPRESSION,
                "An error must be an object with a text 'type' and an integer 'status'; it is "
                        + Texts.shorten(value)));
    }

    private static @Nullable String text(JsonObject object, String key) {
        JsonValue value = object.get(key);
        return switch (value) {
            case null -> null;
            case JsonString string -> string.value();
            default -> value.toString();
        };
    }

    /** Whether an error has every member that a filter asks for. */
    static boolean matches(@Nullable JsonObject filter, WorkflowError error) {
        if (filter == null) {
            return true;
        }
        JsonObject json = error.toJson();
        for (JsonObject.Member member : filter) {
            JsonValue actual = json.get(member.key());
            if (actual == null) {
                return false;
            }
            boolean equal = member.key().equals("type")
                    ? canonical(member.value()).equals(canonical(actual))
                    : member.value().equals(actual);
            if (!equal) {
                return false;
            }
        }
        return true;
    }

    /** A type with every form of a standard one made the same. */
    private static JsonValue canonical(JsonValue type) {
        if (type instanceof JsonString string) {
            for (String prefix : STANDARD) {
                if (string.value().startsWith(prefix)) {
                    return JsonString.of(WorkflowError.STANDARD + string.value().substring(prefix.length()));
                }
            }
        }
        return type;
    }
}
