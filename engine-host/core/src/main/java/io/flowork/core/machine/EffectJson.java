package io.flowork.core.machine;

import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonObject;

/** Effects as values. */
final class EffectJson {
    private EffectJson() {}

    static JsonObject write(Effect effect) {
        JsonObject.Builder json = new JsonObject.Builder();
        switch (effect) {
            case Effect.Call call ->
                json.put("kind", "call").put("function", call.function()).put("arguments", call.arguments());
            case Effect.Timer timer -> json.put("kind", "timer").put("due", timer.due());
            case Effect.ChildRun run ->
                json.put("kind", "run")
                        .put("namespace", run.namespace())
                        .put("name", run.name())
                        .put("version", run.version())
                        .put("input", run.input())
                        .put("await", JsonBoolean.of(run.await()));
            case Effect.Subscribe subscribe -> json.put("kind", "subscribe").put("types", subscribe.types());
            case Effect.Publish publish -> json.put("kind", "publish").put("event", publish.event());
            case Effect.Cancel cancel -> json.put("kind", "cancel");
        }
        return json.put("reference", effect.reference()).build();
    }

    static Effect read(String key, JsonObject json) {
        String reference = Fields.string(json, "reference");
        return switch (Fields.string(json, "kind")) {
            case "call" ->
                new Effect.Call(key, reference, Fields.string(json, "function"), Fields.object(json, "arguments"));
            case "timer" -> new Effect.Timer(key, reference, Fields.integer(json, "due"));
            case "run" ->
                new Effect.ChildRun(
                        key,
                        reference,
                        Fields.string(json, "namespace"),
                        Fields.string(json, "name"),
                        Fields.string(json, "version"),
                        Fields.value(json, "input"),
                        Fields.bool(json, "await"));
            case "subscribe" -> new Effect.Subscribe(key, reference, Fields.array(json, "types"));
            case "publish" -> new Effect.Publish(key, reference, Fields.object(json, "event"));
            case "cancel" -> new Effect.Cancel(key, reference);
            default -> throw new IllegalArgumentException("no effect: " + json);
        };
    }
}
