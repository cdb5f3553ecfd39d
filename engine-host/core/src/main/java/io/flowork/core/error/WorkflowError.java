package io.flowork.core.error;

import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * An error as the Open Workflow Specification describes it (RFC 9457 problem details): a value, never an exception's
 * text.
 *
 * @param type a URI that names the kind of error
 * @param status the status code, as in HTTP
 * @param title a short summary, if any
 * @param detail an explanation of this occurrence, if any
 * @param instance the reference of the task that raised it; null until the machine sets it
 * @param data further details as a value (for HTTP the response's body), or null
 */
public record WorkflowError(
        String type,
        int status,
        @Nullable String title,
        @Nullable String detail,
        @Nullable String instance,
        @Nullable JsonValue data) {

    /** What the URIs of the standard's error types start with. */
    public static final String STANDARD = "https://serverlessworkflow.io/spec/1.0.0/errors/";

    /** The standard error types. */
    public enum Kind {
        CONFIGURATION("configuration", 400, "Configuration error"),
        VALIDATION("validation", 400, "Validation error"),
        EXPRESSION("expression", 400, "Expression error"),
        AUTHENTICATION("authentication", 401, "Authentication error"),
        AUTHORIZATION("authorization", 403, "Authorization error"),
        TIMEOUT("timeout", 408, "Timeout"),
        COMMUNICATION("communication", 500, "Communication error"),
        RUNTIME("runtime", 500, "Runtime error");

        private final String suffix;
        private final int status;
        private final String title;

        Kind(String suffix, int status, String title) {
            this.suffix = suffix;
            this.status = status;
            this.title = title;
        }

        /** The URI of this type. */
        public String uri() {
            return STANDARD + suffix;
        }
    }

    /** An error of a standard type with its usual status and title. */
    public static WorkflowError of(Kind kind, String detail) {
        return new WorkflowError(kind.uri(), kind.status, kind.title, detail, null, null);
    }

    /** An error of a standard type with a status of its own. */
    public static WorkflowError of(Kind kind, int status, String detail) {
        return new WorkflowError(kind.uri(), status, kind.title, detail, null, null);
    }

    /** What it is called: its title, or its type if it has none. */
    public String name() {
        return title == null ? type : title;
    }

    /** All that it says in words: status, name and detail. */
    public String summary() {
        return status + " " + name() + (detail == null ? "" : ": " + detail);
    }

    /** This error with the reference of the task that raised it. */
    public WorkflowError at(String reference) {
        return new WorkflowError(type, status, title, detail, reference, data);
    }

    /** This error with further details. */
    public WorkflowError with(JsonValue details) {
        return new WorkflowError(type, status, title, detail, instance, details);
    }

    /**
     * The error that a value describes.
     *
     * @throws IllegalArgumentException if it describes none
     */
    public static WorkflowError fromJson(JsonObject json) {
        if (json.get("type") instanceof JsonString type && json.get("status") instanceof JsonInteger status) {
            return new WorkflowError(
                    type.value(),
                    (int) status.value(),
                    text(json, "title"),
                    text(json, "detail"),
                    text(json, "instance"),
                    json.get("data"));
        }
        throw new IllegalArgumentException("not an error: " + json);
    }

    private static @Nullable String text(JsonObject json, String key) {
        return json.get(key) instanceof JsonString string ? string.value() : null;
    }

    /** This error as an expression sees it, without the members that are absent. */
    public JsonObject toJson() {
        JsonObject.Builder json = new JsonObject.Builder().put("type", type).put("status", status);
        if (title != null) {
            json.put("title", title);
        }
        if (detail != null) {
            json.put("detail", detail);
        }
        if (instance != null) {
            json.put("instance", instance);
        }
        if (data != null) {
            json.put("data", data);
        }
        return json.build();
    }
}
