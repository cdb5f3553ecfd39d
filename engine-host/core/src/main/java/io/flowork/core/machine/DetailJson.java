package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.program.Flow;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonObject;

/** Details as values. */
final class DetailJson {
    private DetailJson() {}

    static JsonObject write(Detail detail) {
        JsonObject.Builder json = new JsonObject.Builder();
        switch (detail) {
            case Detail.Fresh d -> json.put("is", "fresh");
            case Detail.Inside d -> json.put("is", "inside");
            case Detail.Skipped d -> json.put("is", "skipped");
            case Detail.Extending d ->
                json.put("is", "extending").put("place", d.place()).put("inside", JsonBoolean.of(d.inside()));
            case Detail.Failing d ->
                json.put("is", "failing").put("error", d.error().toJson());
            case Detail.Computed d -> json.put("is", "computed").put("value", d.value());
            case Detail.Authorized d -> json.put("is", "authorized").put("authorization", d.authorization());
            case Detail.Waiting d ->
                json.put("is", "waiting").put("key", d.key()).put("after", write(d.after()));
            case Detail.Loop d ->
                json.put("is", "loop")
                        .put("items", d.items())
                        .put("index", d.index())
                        .put("data", d.data())
                        .put("stage", d.stage().name());
            case Detail.Forked d ->
                json.put("is", "forked")
                        .put("results", d.results())
                        .put("started", d.started())
                        .put("left", d.left());
            case Detail.Choosing d -> json.put("is", "choosing").put("next", d.next());
            case Detail.Trying d ->
                json.put("is", "trying")
                        .put("attempt", d.attempt())
                        .put("since", d.since())
                        .put("key", StateJson.orNull(d.key()));
            case Detail.Deciding d ->
                json.put("is", "deciding")
                        .put("attempt", d.attempt())
                        .put("since", d.since())
                        .put("error", d.error().toJson())
                        .put("stage", d.stage().name());
            case Detail.BackingOff d ->
                json.put("is", "backingOff")
                        .put("attempt", d.attempt())
                        .put("since", d.since())
                        .put("error", d.error().toJson())
                        .put("key", d.key());
            case Detail.Handling d ->
                json.put("is", "handling").put("error", d.error().toJson());
            case Detail.Listening d ->
                json.put("is", "listening")
                        .put("key", d.key())
                        .put("consumed", d.consumed())
                        .put("results", d.results())
                        .put("matched", d.matched())
                        .put("ended", d.ended())
                        .put("bindings", d.bindings())
                        .put("turn", d.turn())
                        .put("stage", d.stage().name())
                        .put("closed", JsonBoolean.of(d.closed()));
            case Detail.Consuming d -> {
                json.put("is", "consuming")
                        .put("key", d.key())
                        .put("consumed", d.consumed())
                        .put("results", d.results())
                        .put("turn", d.turn())
                        .put("stage", d.stage().name())
                        .put("closed", JsonBoolean.of(d.closed()));
                if (d.timer() != null) {
                    json.put("timer", d.timer());
                }
            }
            case Detail.Redirected d -> json.put("is", "redirected").put("then", flow(d.then()));
        }
        return json.build();
    }

    static Detail read(JsonObject json) {
        return switch (Fields.string(json, "is")) {
            case "fresh" -> Detail.Fresh.FRESH;
            case "inside" -> Detail.Inside.INSIDE;
            case "skipped" -> Detail.Skipped.SKIPPED;
            case "extending" -> new Detail.Extending(Fields.number(json, "place"), Fields.bool(json, "inside"));
            case "failing" -> new Detail.Failing(error(json));
            case "computed" -> new Detail.Computed(Fields.value(json, "value"));
            case "authorized" -> new Detail.Authorized(Fields.object(json, "authorization"));
            case "waiting" -> new Detail.Waiting(Fields.string(json, "key"), read(Fields.object(json, "after")));
            case "loop" ->
                new Detail.Loop(
                        Fields.array(json, "items"),
                        Fields.number(json, "index"),
                        Fields.value(json, "data"),
                        Detail.LoopStage.valueOf(Fields.string(json, "stage")));
            case "forked" ->
                new Detail.Forked(
                        Fields.array(json, "results"), Fields.number(json, "started"), Fields.number(json, "left"));
            case "choosing" -> new Detail.Choosing(Fields.number(json, "next"));
            case "trying" ->
                new Detail.Trying(
                        Fields.number(json, "attempt"),
                        Fields.integer(json, "since"),
                        Fields.optionalString(json, "key"));
            case "deciding" ->
                new Detail.Deciding(
                        Fields.number(json, "attempt"),
                        Fields.integer(json, "since"),
                        error(json),
                        Detail.DecidingStage.valueOf(Fields.string(json, "stage")));
            case "backingOff" ->
                new Detail.BackingOff(
                        Fields.number(json, "attempt"),
                        Fields.integer(json, "since"),
                        error(json),
                        Fields.string(json, "key"));
            case "handling" -> new Detail.Handling(error(json));
            case "listening" ->
                new Detail.Listening(
                        Fields.string(json, "key"),
                        Fields.array(json, "consumed"),
                        Fields.array(json, "results"),
                        Fields.array(json, "matched"),
                        Fields.array(json, "ended"),
                        Fields.object(json, "bindings"),
                        Fields.number(json, "turn"),
                        Detail.ListenStage.valueOf(Fields.string(json, "stage")),
                        Fields.bool(json, "closed"));
            case "consuming" ->
                new Detail.Consuming(
                        Fields.string(json, "key"),
                        Fields.optionalString(json, "timer"),
                        Fields.array(json, "consumed"),
                        Fields.array(json, "results"),
                        Fields.number(json, "turn"),
                        Detail.ListenStage.valueOf(Fields.string(json, "stage")),
                        Fields.bool(json, "closed"));
            case "redirected" -> new Detail.Redirected(flow(Fields.string(json, "then")));
            default -> throw new IllegalArgumentException("no detail: " + json);
        };
    }

    private static WorkflowError error(JsonObject json) {
        return WorkflowError.fromJson(Fields.object(json, "error"));
    }

    private static String flow(Flow flow) {
        return switch (flow) {
            case Flow.Continue f -> "continue";
            case Flow.Exit f -> "exit";
            case Flow.End f -> "end";
            case Flow.Goto f -> Integer.toString(f.index());
        };
    }

    private static Flow flow(String text) {
        return switch (text) {
            case "continue" -> Flow.CONTINUE;
            case "exit" -> Flow.EXIT;
            case "end" -> Flow.END;
            default -> new Flow.Goto(Integer.parseInt(text));
        };
    }
}
