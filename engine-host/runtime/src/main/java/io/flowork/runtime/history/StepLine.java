package io.flowork.runtime.history;

import io.flowork.api.StepItem;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Step;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.json.JsonValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Steps in a line each. */
final class StepLine {
    private static final int LONGEST = 160;

    private StepLine() {}

    static StepItem of(Step step) {
        Step.At at = step.at();
        String note = note(step);
        return new StepItem(
                at.t(),
                step.kind(),
                at.reference(),
                name(at.reference()),
                at.strand(),
                Instant.ofEpochMilli(at.time()),
                status(step),
                note == null ? null : shortened(note));
    }

    /** A task's name is the last part of its reference. */
    static String name(String reference) {
        String name = JsonPointer.last(reference);
        return name.isEmpty() ? reference : name;
    }

    private static String status(Step step) {
        return switch (step) {
            case Step.Skipped s -> "skipped";
            case Step.Completed s -> "completed";
            case Step.Raised s -> "faulted";
            case Step.Cancelled s -> "cancelled";
            case Step.Scheduled s -> "waiting";
            case Step.Waiting s -> "waiting";
            case Step.Retrying s -> "waiting";
            case Step.Entered s -> "running";
            case Step.Evaluated s -> "running";
            case Step.Turn s -> "running";
            case Step.BranchStarted s -> "running";
            case Step.BranchJoined s -> "running";
            case Step.Consumed s -> "running";
            case Step.Caught s -> "running";
        };
    }

    private static @Nullable String note(Step step) {
        return switch (step) {
            case Step.Evaluated s -> s.stage() + " → " + text(s.result());
            case Step.Scheduled s -> effect(s.effect(), s.at().time());
            case Step.Turn s -> "item " + (s.index() + 1L) + ": " + text(s.item());
            case Step.BranchStarted s -> "branch " + (s.branch() + 1);
            case Step.BranchJoined s -> "branch " + (s.branch() + 1);
            case Step.Raised s -> s.error().summary();
            case Step.Retrying s ->
                "attempt " + s.attempt() + " after " + s.delay() + " ms: "
                        + s.error().summary();
            case Step.Caught s -> s.error().summary();
            case Step.Entered s -> null;
            case Step.Skipped s -> null;
            case Step.Consumed s -> null;
            case Step.Waiting s -> null;
            case Step.Completed s -> null;
            case Step.Cancelled s -> null;
        };
    }

    /** What an effect is, and what it is about. */
    static String effect(Effect effect, long now) {
        return switch (effect) {
            case Effect.Call call -> "call " + call.function();
            case Effect.Timer timer -> "timer in " + Math.max(0, timer.due() - now) + " ms";
            case Effect.ChildRun run -> "run " + run.namespace() + "/" + run.name();
            case Effect.Subscribe subscribe -> "listen";
            case Effect.Publish publish -> "emit";
            case Effect.Cancel cancel -> "cancel";
        };
    }

    /** The beginning of a value's text; a large one is not written at all. */
    private static String text(JsonValue value) {
        return value.weight() > 20L * LONGEST ? "a large " + value.typeName() : value.toString();
    }

    private static String shortened(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
        return text.substring(0, end) + "…";
    }
}
