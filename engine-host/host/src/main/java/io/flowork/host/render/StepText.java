package io.flowork.host.render;

import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Step;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.host.terminal.Paint;
import io.flowork.host.terminal.Times;

/** A step for people and for programs. */
public final class StepText {
    private StepText() {}

    /** What a step is about, on one line. */
    public static String about(Step step) {
        return switch (step) {
            case Step.Entered s -> TaskText.shorten(s.input());
            case Step.Skipped s -> "";
            case Step.Evaluated s -> s.stage() + " → " + TaskText.shorten(s.result());
            case Step.Scheduled s -> effect(s.effect(), s.at().time());
            case Step.Turn s -> "item " + Times.count(s.index() + 1L) + ": " + TaskText.shorten(s.item());
            case Step.BranchStarted s -> "branch " + (s.branch() + 1);
            case Step.BranchJoined s -> "branch " + (s.branch() + 1) + " → " + TaskText.shorten(s.output());
            case Step.Consumed s -> TaskText.shorten(s.event());
            case Step.Waiting s -> "";
            case Step.Completed s -> TaskText.shorten(s.output());
            case Step.Raised s -> ErrorText.summary(s.error());
            case Step.Retrying s ->
                "attempt " + s.attempt() + " after " + Times.duration(s.delay()) + ": " + ErrorText.summary(s.error());
            case Step.Caught s -> ErrorText.summary(s.error());
            case Step.Cancelled s -> "";
        };
    }

    private static String effect(Effect effect, long now) {
        return effect instanceof Effect.Timer timer
                ? "timer in " + Times.duration(timer.due() - now)
                : TaskText.effect(effect);
    }

    /** What kind of a step it is, in its colour. */
    public static String painted(Step step, Paint paint) {
        String kind = step.kind();
        return switch (step) {
            case Step.Raised s -> paint.red(kind);
            case Step.Completed s -> paint.green(kind);
            case Step.Scheduled s -> paint.cyan(kind);
            case Step.Retrying s -> paint.yellow(kind);
            default -> kind;
        };
    }

    /** A step as {@code runs show --steps --json} prints it. */
    public static JsonObject json(Step step) {
        Step.At at = step.at();
        JsonObject.Builder json = new JsonObject.Builder()
                .put("t", at.t())
                .put("time", Times.utc(at.time()))
                .put("kind", step.kind())
                .put("reference", at.reference())
                .put("strand", at.strand())
                .put("visit", at.visit());
        switch (step) {
            case Step.Entered s -> json.put("rawInput", s.rawInput()).put("input", s.input());
            case Step.Skipped s -> json.put("input", s.input());
            case Step.Evaluated s -> json.put("stage", s.stage()).put("result", s.result());
            case Step.Scheduled s -> effect(json, s.effect());
            case Step.Turn s -> json.put("index", s.index()).put("item", s.item());
            case Step.BranchStarted s -> json.put("branch", s.branch());
            case Step.BranchJoined s -> json.put("branch", s.branch()).put("output", s.output());
            case Step.Consumed s -> json.put("event", s.event());
            case Step.Waiting s -> {}
            case Step.Completed s -> json.put("output", s.output());
            case Step.Raised s -> json.put("error", s.error().toJson());
            case Step.Retrying s ->
                json.put("error", s.error().toJson())
                        .put("attempt", s.attempt())
                        .put("delay", s.delay());
            case Step.Caught s -> json.put("error", s.error().toJson());
            case Step.Cancelled s -> {}
        }
        return json.build();
    }

    private static void effect(JsonObject.Builder json, Effect effect) {
        json.put("key", effect.key());
        switch (effect) {
            case Effect.Call call ->
                json.put("effect", "call").put("function", call.function()).put("arguments", (JsonValue)
                        call.arguments());
            case Effect.Timer timer -> json.put("effect", "timer").put("due", Times.utc(timer.due()));
            case Effect.ChildRun child ->
                json.put("effect", "workflow")
                        .put("workflow", child.namespace() + "/" + child.name() + ":" + child.version())
                        .put("input", child.input());
            case Effect.Subscribe subscribe ->
                json.put("effect", "subscribe").put("types", (JsonValue) subscribe.types());
            case Effect.Publish publish -> json.put("effect", "publish").put("event", (JsonValue) publish.event());
            case Effect.Cancel cancel -> json.put("effect", "cancel");
        }
    }
}
