package io.flowork.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.grammar.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Calls that consume messages: how many, how long, which, and what is done for each. */
class MessagesTest {
    private static Trial consuming(String subscription) {
        return Trial.of("""
                do:
                  - c:
                      call: asyncapi
                      with:
                        document: {endpoint: 'https://d.example/a.json'}
                        operation: receive
                        subscription: %s
                """.formatted(subscription))
                .calls(call -> call.function().equals("resource")
                        ? Reply.done("{'uri': 'https://d.example/a.json', 'content': '{}'}")
                        : Reply.never());
    }

    private static void send(Trial trial, String... payloads) {
        for (String payload : payloads) {
            Effect.Call call = trial.outstanding(Effect.Call.class);
            trial.give(new Input.Event(call.key(), (JsonObject) Trial.json("{'payload': " + payload + "}")));
            trial.advance(Long.MAX_VALUE);
        }
    }

    private static Trial started(String subscription) {
        Trial trial = consuming(subscription).start();
        trial.go();
        return trial;
    }

    /** Like {@link #started}, but time stands still. */
    private static Trial waiting(String subscription) {
        return consuming(subscription).start().settle();
    }

    private static void arrive(Trial trial, String payload) {
        Effect.Call call = trial.effects(Effect.Call.class).getLast();
        trial.give(new Input.Event(call.key(), (JsonObject) Trial.json("{'payload': " + payload + "}")));
        trial.advance(Long.MAX_VALUE);
    }

    @Test
    void asManyMessagesAsAreAskedForAreConsumed() {
        Trial trial = started("{consume: {amount: 2}}");
        send(trial, "1", "2");
        trial.completes("[{'payload': 1}, {'payload': 2}]").check();
        assertThat(trial.effects(Effect.Cancel.class)).hasSize(1);
        assertThat(trial.effects(Effect.Call.class).getLast().arguments().has("subscription"))
                .isFalse();
    }

    @Test
    void onlyMessagesThatPassTheFilterCount() {
        Trial trial = started("{filter: '${ .payload > 5 }', consume: {amount: 1}}");
        send(trial, "1", "'text is greater'");
        trial.completes("[{'payload': 'text is greater'}]").check();
        assertThat(trial.steps(Step.Consumed.class)).hasSize(1);
    }

    @Test
    void whileIsLookedAtAfterEachMessageAndUntilBefore() {
        Trial goesOn = started("{consume: {while: '${ .[-1].payload < 2 }'}}");
        send(goesOn, "1", "2");
        goesOn.completes("[{'payload': 1}, {'payload': 2}]").check();
        Trial until = started("{consume: {until: '${ length == 2 }'}}");
        send(until, "1", "2");
        until.completes("[{'payload': 1}, {'payload': 2}]").check();
        started("{consume: {until: '${ true }'}}").completes("[]").check();
    }

    @Test
    void theTimeEndsItWithWhatIsThere() {
        Trial trial = waiting("{consume: {for: PT10S, amount: 5}}");
        arrive(trial, "1");
        trial.go().completes("[{'payload': 1}]").check();
        assertThat(trial.elapsed()).isEqualTo(10_000);
    }

    @Test
    void eachMessageIsATurnWithItsOutputAndExport() {
        Trial trial = started("""
                {consume: {until: '${ ($context.seen | length) == 2 }'}, foreach: {item: m, at: i,
                 do: [{s: {set: {got: '${ $m.payload }', at: '${ $i }'}}}], output: {as: '${ .got * 10 }'},
                 export: {as: '${ {seen: ($context.seen // []) + [.]} }'}}}""");
        send(trial, "1", "2");
        trial.completes("[10, 20]").context("{'seen': [10, 20]}").check();
        assertThat(trial.entered()).containsExactly("c", "s", "s");
    }

    @Test
    void messagesThatComeDuringATurnWaitForTheirs() {
        Trial trial = waiting(
                "{consume: {amount: 3}, foreach: {do: [{w: {wait: PT1S}}, {s: {set: {x: '${ $item.payload }'}}}],"
                        + " output: {as: .x}}}");
        arrive(trial, "1");
        arrive(trial, "2");
        arrive(trial, "3");
        arrive(trial, "4");
        trial.go().completes("[1, 2, 3]").check();
        assertThat(trial.elapsed()).isEqualTo(3_000);
        assertThat(trial.steps(Step.Consumed.class)).hasSize(3);
    }

    @Test
    void aConnectionThatBreaksIsAnErrorAlsoDuringATurn() {
        Trial trial = waiting("{consume: {amount: 3}, foreach: {do: [{w: {wait: PT1H}}]}}");
        arrive(trial, "1");
        Effect.Call call = trial.effects(Effect.Call.class).getLast();
        trial.give(new Input.Failed(call.key(), WorkflowError.of(Kind.COMMUNICATION, "gone")));
        trial.advance(Long.MAX_VALUE);
        trial.faults(Kind.COMMUNICATION, "/do/0/c").check();
        assertThat(trial.steps(Step.Cancelled.class)).hasSize(1);
    }

    @Test
    void theEndOfTheOtherSideIsTheEndOfTheMessages() {
        Trial trial = started("{consume: {amount: 3}}");
        send(trial, "1");
        trial.give(new Input.Completed(trial.outstanding(Effect.Call.class).key(), Trial.json("null")));
        trial.advance(Long.MAX_VALUE);
        trial.completes("[{'payload': 1}]").check();
    }
}
