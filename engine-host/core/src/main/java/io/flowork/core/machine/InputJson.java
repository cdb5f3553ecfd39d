package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;

/** Inputs as journal entries keep them: a kind and a payload. */
public final class InputJson {
    private static final String ASIDE = "aside";

    private InputJson() {}

    /** Whether an input of a kind begins a branch beside a run. */
    public static boolean isAside(String kind) {
        return kind.equals(ASIDE);
    }

    /** The kind of an input. */
    public static String kind(Input input) {
        return switch (input) {
            case Input.Started i -> "started";
            case Input.Completed i -> "completed";
            case Input.Failed i -> "failed";
            case Input.Fired i -> "fired";
            case Input.Event i -> "event";
            case Input.Suspend i -> "suspend";
            case Input.Resume i -> "resume";
            case Input.Cancel i -> "cancel";
            case Input.Stopped i -> "stopped";
            case Input.Broken i -> "broken";
            case Input.Forked i -> i.aside() == null ? "forked" : ASIDE;
            case Input.Closed i -> "closed";
        };
    }

    /** What an input carries. */
    public static JsonObject payload(Input input) {
        return switch (input) {
            case Input.Started i -> {
                JsonObject.Builder json = new JsonObject.Builder()
                        .put("runId", i.runId())
                        .put("input", i.input())
                        .put("runtime", i.runtime());
                Limits limits = i.limits();
                yield (limits == null ? json : json.put("limits", limits.toJson())).build();
            }
            case Input.Completed i ->
                new JsonObject.Builder()
                        .put("key", i.key())
                        .put("output", i.output())
                        .build();
            case Input.Failed i ->
                new JsonObject.Builder()
                        .put("key", i.key())
                        .put("error", i.error().toJson())
                        .build();
            case Input.Fired i -> new JsonObject.Builder().put("key", i.key()).build();
            case Input.Event i ->
                new JsonObject.Builder()
                        .put("key", i.key())
                        .put("event", i.event())
                        .build();
            case Input.Suspend i -> JsonObject.of("by", StateJson.orNull(i.by()));
            case Input.Resume i -> JsonObject.of("by", StateJson.orNull(i.by()));
            case Input.Cancel i -> JsonObject.of("reason", StateJson.orNull(i.reason()));
            case Input.Stopped i -> JsonObject.of("millis", JsonNumber.of(i.millis()));
            case Input.Broken i -> JsonObject.of("error", i.error().toJson());
            case Input.Forked i -> {
                JsonObject.Builder json = new JsonObject.Builder()
                        .put("branch", JsonNumber.of(i.branch()))
                        .put("visit", JsonNumber.of(i.visit()))
                        .put("reason", StateJson.orNull(i.reason()));
                Aside aside = i.aside();
                if (aside != null) {
                    aside.write(json);
                }
                yield json.build();
            }
            case Input.Closed i -> JsonObject.EMPTY;
        };
    }

    /**
     * The input of a kind with a payload.
     *
     * @throws IllegalArgumentException if there is no such input
     */
    public static Input read(String kind, JsonObject payload) {
        return switch (kind) {
            case "started" ->
                new Input.Started(
                        Fields.string(payload, "runId"),
                        Fields.value(payload, "input"),
                        Fields.object(payload, "runtime"),
                        payload.has("limits") ? Limits.fromJson(Fields.object(payload, "limits")) : null);
            case "completed" -> new Input.Completed(Fields.string(payload, "key"), Fields.value(payload, "output"));
            case "failed" ->
                new Input.Failed(
                        Fields.string(payload, "key"), WorkflowError.fromJson(Fields.object(payload, "error")));
            case "fired" -> new Input.Fired(Fields.string(payload, "key"));
            case "event" -> new Input.Event(Fields.string(payload, "key"), Fields.object(payload, "event"));
            case "suspend" -> new Input.Suspend(Fields.optionalString(payload, "by"));
            case "resume" -> new Input.Resume(Fields.optionalString(payload, "by"));
            case "cancel" -> new Input.Cancel(Fields.optionalString(payload, "reason"));
            case "stopped" -> new Input.Stopped(Fields.integer(payload, "millis"));
            case "broken" -> new Input.Broken(WorkflowError.fromJson(Fields.object(payload, "error")));
            case "forked" ->
                new Input.Forked(
                        Fields.number(payload, "branch"),
                        Fields.integer(payload, "visit"),
                        Fields.optionalString(payload, "reason"));
            case ASIDE ->
                new Input.Forked(
                        Fields.number(payload, "branch"),
                        Fields.integer(payload, "visit"),
                        Fields.optionalString(payload, "reason"),
                        Aside.read(payload));
            case "closed" -> new Input.Closed();
            default -> throw new IllegalArgumentException("there is no input of the kind '" + kind + "'");
        };
    }
}
