package io.flowork.runtime.history;

import io.flowork.api.RunStatus;
import io.flowork.api.ShownValue;
import io.flowork.api.StateAt;
import io.flowork.core.error.WorkflowError;
import io.flowork.core.history.Moment;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.core.program.Node;
import io.flowork.core.program.Program;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.runtime.LoadedWorkflow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person sees at a step. */
final class Moments {
    private static final int MOST_PENDING = 100;

    private Moments() {}

    static StateAt of(String run, LoadedWorkflow workflow, Picture picture, Moment moment) {
        Step step = moment.step();
        Step.At at = step.at();
        List<JsonObject> frames = frames(moment.after().toJson(), at);
        if (frames.isEmpty()) {
            frames = frames(moment.before().toJson(), at);
        }
        JsonObject frame = frames.isEmpty() ? JsonObject.EMPTY : frames.getLast();
        JsonValue rawInput = frame.get("rawInput");
        JsonValue input = transformed(frame);
        if (step instanceof Step.Entered entered) {
            rawInput = entered.rawInput();
            input = entered.input();
        }
        List<StateAt.Place> stack = new ArrayList<>();
        frames.forEach(each -> stack.add(place(workflow, text(each, "task"))));
        if (stack.isEmpty()) {
            stack.add(place(workflow, at.reference()));
        }
        Step.Completed last = moment.last();
        List<StateAt.PendingEffect> pending = moment.after().pendingEffects().stream()
                .limit(MOST_PENDING)
                .map(Moments::pending)
                .toList();
        return new StateAt(
                run,
                StepLine.of(step),
                RunStatus.valueOf(moment.after().status().name()),
                line(workflow, at.reference()),
                stack,
                Shown.orNull(rawInput),
                Shown.orNull(input),
                last == null ? null : Shown.of(last.output()),
                last == null ? null : last.at().reference(),
                Shown.of(moment.after().context()),
                pending,
                error(step, moment.after(), frame),
                picture.visited(at.t()),
                picture.faulted(at.t()));
    }

    /** The frames of a step's strand down to its visit of the task; none if the task is not at work. */
    private static List<JsonObject> frames(JsonObject state, Step.At at) {
        List<JsonObject> found = new ArrayList<>();
        for (JsonValue each : array(state, "strands")) {
            if (!(each instanceof JsonObject strand) || number(strand, "id") != at.strand()) {
                continue;
            }
            for (JsonValue frame : array(strand, "frames")) {
                if (frame instanceof JsonObject object) {
                    found.add(object);
                    if (number(object, "visit") == at.visit()) {
                        return found;
                    }
                }
            }
        }
        return List.of();
    }

    /** The input as the task has it; null before it was transformed. */
    private static @Nullable JsonValue transformed(JsonObject frame) {
        return switch (text(frame, "phase")) {
            case "CONDITION", "INPUT_SCHEMA", "INPUT_FROM", "" -> null;
            default -> frame.get("input");
        };
    }

    private static @Nullable ShownValue error(Step step, State after, JsonObject frame) {
        WorkflowError error = switch (step) {
            case Step.Raised s -> s.error();
            case Step.Retrying s -> s.error();
            case Step.Caught s -> s.error();
            case Step.Entered s -> after.error();
            case Step.Skipped s -> after.error();
            case Step.Evaluated s -> after.error();
            case Step.Scheduled s -> after.error();
            case Step.Turn s -> after.error();
            case Step.BranchStarted s -> after.error();
            case Step.BranchJoined s -> after.error();
            case Step.Consumed s -> after.error();
            case Step.Waiting s -> after.error();
            case Step.Completed s -> after.error();
            case Step.Cancelled s -> after.error();
        };
        if (error != null) {
            return Shown.of(error.toJson());
        }
        // A failing task, and one that looks whether to try again, remember the error they deal with.
        return frame.get("detail") instanceof JsonObject detail ? Shown.orNull(detail.get("error")) : null;
    }

    private static StateAt.PendingEffect pending(Effect effect) {
        return switch (effect) {
            case Effect.Call call ->
                pending(
                        "call",
                        effect,
                        JsonObject.of("function", JsonString.of(call.function()), "arguments", call.arguments()));
            case Effect.Timer timer -> pending("timer", effect, JsonObject.of("due", JsonNumber.of(timer.due())));
            case Effect.ChildRun run ->
                pending(
                        "run",
                        effect,
                        new JsonObject.Builder()
                                .put("namespace", run.namespace())
                                .put("name", run.name())
                                .put("version", run.version())
                                .put("input", run.input())
                                .build());
            case Effect.Subscribe subscribe -> pending("subscribe", effect, JsonObject.of("types", subscribe.types()));
            case Effect.Publish publish -> pending("publish", effect, publish.event());
            case Effect.Cancel cancel -> pending("cancel", effect, JsonObject.EMPTY);
        };
    }

    private static StateAt.PendingEffect pending(String kind, Effect effect, JsonObject request) {
        return new StateAt.PendingEffect(kind, effect.reference(), Shown.of(request));
    }

    private static StateAt.Place place(LoadedWorkflow workflow, String reference) {
        return new StateAt.Place(
                reference,
                reference.equals("/") ? workflow.source().name() : StepLine.name(reference),
                line(workflow, reference));
    }

    /** The line of a task in the workflow's text; null for the workflow itself, and for a task in another file. */
    private static @Nullable Integer line(LoadedWorkflow workflow, String reference) {
        if (reference.equals("/") || !Program.place(reference).isEmpty()) {
            return null;
        }
        Node node = workflow.program().node(reference);
        return Outline.line(workflow, node);
    }

    private static JsonArray array(JsonObject json, String key) {
        return json.get(key) instanceof JsonArray array ? array : JsonArray.EMPTY;
    }

    private static long number(JsonObject json, String key) {
        return json.get(key) instanceof JsonInteger number ? number.value() : -1;
    }

    private static String text(JsonObject json, String key) {
        return json.get(key) instanceof JsonString text ? text.value() : "";
    }
}
