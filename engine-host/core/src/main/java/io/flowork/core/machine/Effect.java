package io.flowork.core.machine;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;

/**
 * What a run wants from the world. Its key is derived from the run and the position, so an effect that is carried out
 * again after a crash has the same one.
 */
public sealed interface Effect {
    /** Identifies the effect; its completion carries the same key. */
    String key();

    /** The reference of the task that wants it. */
    String reference();

    /** What it is as a value, without its key: its {@code kind}, its {@code reference} and what is asked of the world. */
    default JsonObject toJson() {
        return EffectJson.write(this);
    }

    /** What it is in one word: the function of a call, or {@code timer}, {@code run}, {@code subscribe}, {@code publish}. */
    default String what() {
        return switch (this) {
            case Call call -> call.function();
            case Timer timer -> "timer";
            case ChildRun run -> "run";
            case Subscribe subscribe -> "subscribe";
            case Publish publish -> "publish";
            case Cancel cancel -> "cancel";
        };
    }

    /**
     * What it asks for, whoever asks: two effects with equal requests can have the same result.
     *
     * @param now the run's time as it was scheduled, which a timer counts from, in milliseconds since 1970-01-01 UTC
     */
    default JsonObject request(long now) {
        JsonObject request = EffectJson.write(this).without("reference");
        return this instanceof Timer timer
                ? request.without("due").with("delay", JsonNumber.of(timer.due() - now))
                : this instanceof Publish publish
                        ? request.with("event", publish.event().without("id").without("time"))
                        : request;
    }

    /**
     * A call of a function.
     *
     * @param key identifies the effect
     * @param reference the task
     * @param function the function's name
     * @param arguments its arguments
     */
    record Call(String key, String reference, String function, JsonObject arguments) implements Effect {}

    /**
     * A timer.
     *
     * @param key identifies the effect
     * @param reference the task
     * @param due when it fires: milliseconds since 1970-01-01 UTC
     */
    record Timer(String key, String reference, long due) implements Effect {}

    /**
     * A run of another workflow.
     *
     * @param key identifies the effect
     * @param reference the task
     * @param namespace the workflow's namespace
     * @param name the workflow's name
     * @param version the workflow's version, or {@code latest}
     * @param input its input
     * @param await whether the result is waited for; if not, it completes as soon as the run has started
     */
    record ChildRun(
            String key, String reference, String namespace, String name, String version, JsonValue input, boolean await)
            implements Effect {}

    /**
     * A subscription to events, until it is cancelled.
     *
     * @param key identifies the effect
     * @param reference the task
     * @param types the event types that can match; empty when any can
     */
    record Subscribe(String key, String reference, JsonArray types) implements Effect {}

    /**
     * The publication of an event.
     *
     * @param key identifies the effect
     * @param reference the task
     * @param event the CloudEvent
     */
    record Publish(String key, String reference, JsonObject event) implements Effect {}

    /**
     * The end of another effect that is no longer wanted; what it still produces is dropped.
     *
     * @param key identifies the effect that ends
     * @param reference the task that wanted it
     */
    record Cancel(String key, String reference) implements Effect {}
}
