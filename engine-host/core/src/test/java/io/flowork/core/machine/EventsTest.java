package io.flowork.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.grammar.json.JsonObject;
import org.junit.jupiter.api.Test;

/** {@code emit} and {@code listen}. */
class EventsTest {
    private static Trial listen(String to, String rest) {
        return Trial.of("do: [{l: {listen: {to: " + to + rest + "}}}]");
    }

    private static String event(String type, String data) {
        return "{'specversion': '1.0', 'id': '1', 'source': '/s', 'type': '" + type + "', 'data': " + data + "}";
    }

    @Test
    void theOutputOfEmitIsTheWholeEvent() {
        Trial trial = Trial.of("""
                do: [{e: {emit: {event: {with: {source: 'https://s.example', type: t, data: {x: '${ .x }'}}}}}}]
                """).input("{'x': 1}").run();
        JsonObject event = (JsonObject) trial.state().output();
        assertThat(event.keys()).containsExactlyInAnyOrder("source", "type", "data", "specversion", "id", "time");
        assertThat(event.get("time")).isEqualTo(Trial.json("'2026-01-01T00:00:00Z'"));
        assertThat(event.get("data")).isEqualTo(Trial.json("{'x': 1}"));
        assertThat(trial.effects(Effect.Publish.class).getFirst().event()).isEqualTo(event);
    }

    @Test
    void emitNeedsATypeOnly() {
        Trial trial = Trial.of("do: [{e: {emit: {event: {with: {type: t}}}}}]").run();
        assertThat(((JsonObject) trial.state().output()).get("source")).isEqualTo(Trial.json("'/test/trial/1.0.0'"));
    }

    @Test
    void everyEventHasAnIdOfItsOwn() {
        Trial trial = Trial.of("do: [{l: {for: {in: '[1, 2]'}, do: [{e: {emit: {event: {with: {type: t}}}}}]}}]")
                .run();
        assertThat(trial.effects(Effect.Publish.class).stream()
                        .map(effect -> effect.event().get("id"))
                        .distinct())
                .hasSize(2);
    }

    @Test
    void oneEventIsAnArrayOfOne() {
        listen("{one: {with: {type: t}}}", "")
                .event(event("other", "0"))
                .event(event("t", "{'x': 1}"))
                .run()
                .completes("[{'x': 1}]");
    }

    @Test
    void readTheEnvelopeOrTheRawData() {
        listen("{one: {with: {type: t}}}", ", read: envelope")
                .event(event("t", "5"))
                .run()
                .completes("[" + event("t", "5") + "]");
        listen("{one: {with: {type: t}}}", ", read: raw")
                .event(event("t", "{'x': 1}"))
                .run()
                .completes("[\"{\\\"x\\\":1}\"]".replace("\\\"", "\\u0022"));
    }

    @Test
    void anyEvent() {
        listen("{any: []}", "").event(event("whatever", "1")).run().completes("[1]");
        listen("{any: [{with: {type: a}}, {with: {type: b}}]}", "")
                .event(event("c", "0"))
                .event(event("b", "2"))
                .run()
                .completes("[2]");
    }

    @Test
    void allEventsInTheOrderTheyCame() {
        listen("{all: [{with: {type: a}}, {with: {type: b}}]}", "")
                .event(event("b", "1"))
                .event(event("b", "2"))
                .event(event("a", "3"))
                .run()
                .completes("[1, 3]");
    }

    @Test
    void anyUntilACondition() {
        listen("{any: [{with: {type: a}}], until: 'length >= 3'}", "")
                .event(event("a", "1"))
                .event(event("b", "0"))
                .event(event("a", "2"))
                .event(event("a", "3"))
                .event(event("a", "4"))
                .run()
                .completes("[1, 2, 3]");
    }

    @Test
    void anyUntilAnotherEvent() {
        listen("{any: [{with: {type: a}}], until: {one: {with: {type: stop}}}}", "")
                .event(event("a", "1"))
                .event(event("a", "2"))
                .event(event("stop", "0"))
                .event(event("a", "3"))
                .run()
                .completes("[1, 2]");
    }

    @Test
    void aFilterMayBeACondition() {
        listen("{one: {with: {type: t, data: '${ .n > 5 }'}}}", "")
                .event(event("t", "{'n': 1}"))
                .event(event("t", "{'n': 9}"))
                .run()
                .completes("[{'n': 9}]");
    }

    @Test
    void correlatesWithTheFirstValue() {
        listen("""
                {all: [{with: {type: a}, correlate: {room: {from: .data.room}}},
                       {with: {type: b}, correlate: {room: {from: .data.room}}}]}""", "")
                .event(event("a", "{'room': 1}"))
                .event(event("b", "{'room': 2}"))
                .event(event("b", "{'room': 1}"))
                .run()
                .completes("[{'room': 1}, {'room': 1}]");
    }

    @Test
    void correlatesWithAnExpectedValue() {
        Trial.of("""
                do:
                  - l:
                      listen:
                        to: {one: {with: {type: a}, correlate: {room: {from: .data.room, expect: '${ .room }'}}}}
                """)
                .input("{'room': 2}")
                .event(event("a", "{'room': 1}"))
                .event(event("a", "{'room': 2}"))
                .run()
                .completes("[{'room': 2}]");
    }

    @Test
    void foreachHandlesOneEventAfterTheOther() {
        Trial trial = Trial.of("""
                do:
                  - l:
                      listen: {to: {any: [{with: {type: a}}], until: 'length >= 3'}}
                      foreach:
                        item: e
                        at: i
                        do: [{w: {wait: PT1S}}, {s: {set: '${ [$e, $i] }'}}]
                        output: {as: '{turn: ., last: $e}'}
                        export: {as: '($context // []) + [.turn]'}
                """)
                .input("null")
                .event(event("a", "10"))
                .event(event("a", "20"))
                .event(event("a", "30"))
                .run();
        trial.completes(
                "[{'turn': [10, 0], 'last': 10}, {'turn': [20, 1], 'last': 20}, {'turn': [30, 2], 'last': 30}]");
        trial.context("[[10, 0], [20, 1], [30, 2]]");
        assertThat(trial.elapsed()).isEqualTo(3_000);
        assertThat(trial.entered()).containsExactly("l", "w", "s", "w", "s", "w", "s");
    }

    @Test
    void anEventThatNobodyWaitsForIsNotTaken() {
        Trial trial = listen("{one: {with: {type: t}}}", "").start().go();
        long entries = trial.journal().size();
        assertThat(trial.publish(Trial.object(event("other", "1")))).isZero();
        assertThat(trial.journal()).hasSize((int) entries);
        assertThat(trial.publish(Trial.object(event("t", "1")))).isEqualTo(1);
        trial.go().check().completes("[1]");
        assertThat(trial.publish(Trial.object(event("t", "1")))).isZero();
    }

    @Test
    void aTurnThatFailsFailsTheTaskAndEndsItsSubscription() {
        Trial trial = Trial.of("""
                do:
                  - l:
                      listen: {to: {any: [], until: 'false'}}
                      foreach: {do: [{r: {raise: {error: {type: 'https://x.example/e', status: 1}}}}]}
                """).event(event("a", "1")).run();
        assertThat(trial.error().type()).isEqualTo("https://x.example/e");
        assertThat(trial.state().hasPending()).isFalse();
    }

    @Test
    void anUntilThatFailsFailsTheTaskAndEndsItsSubscription() {
        Trial trial = listen("{any: [], until: '.[0].x.y.z'}", "")
                .event(event("a", "{'x': 1}"))
                .run();
        trial.faults(Kind.EXPRESSION, "/do/0/l");
        assertThat(trial.state().hasPending()).isFalse();
    }

    @Test
    void aTurnsOutputThatFailsFailsTheTaskAndEndsItsSubscription() {
        Trial trial = Trial.of("""
                do:
                  - l:
                      listen: {to: {any: [], until: 'false'}}
                      foreach: {do: [{s: {set: '${ 1 }'}}], output: {as: .x}}
                """).event(event("a", "1")).run().faults(Kind.EXPRESSION, "/do/0/l");
        assertThat(trial.state().hasPending()).isFalse();
    }

    @Test
    void listeningCanTimeOutWithATurnInside() {
        Trial trial = Trial.of("""
                do:
                  - t:
                      try:
                        - l:
                            timeout: {after: PT5S}
                            listen: {to: {any: [], until: 'false'}}
                            foreach: {do: [{w: {wait: PT1H}}]}
                      catch: {do: [{h: {set: '${ $error.status }'}}]}
                """).event(event("a", "1")).run().completes("408");
        assertThat(trial.elapsed()).isEqualTo(5_000);
        assertThat(trial.state().hasPending()).isFalse();
    }

    @Test
    void twoBranchesListenToTheSameEvent() {
        Trial.of("""
                do:
                  - f:
                      fork:
                        branches:
                          - a: {listen: {to: {one: {with: {type: t}}}}}
                          - b: {listen: {to: {one: {with: {type: t}}}}}
                """).event(event("t", "1")).run().completes("[[1], [1]]");
    }

    @Test
    void eventsThatComeWhileASchemaIsFetchedAreNotLost() {
        Trial trial = Trial.of("""
                do:
                  - l:
                      listen: {to: {any: [], until: 'length >= 2'}}
                      foreach:
                        do: [{s: {set: '${ $item }'}}]
                        output: {as: ., schema: {resource: {endpoint: https://x.example/s.json}}}
                """).start();
        trial.advance(Long.MAX_VALUE);
        assertThat(trial.publish(Trial.object(event("a", "1")))).isEqualTo(1);
        trial.advance(Long.MAX_VALUE);
        assertThat(trial.outstanding(Effect.Call.class).function()).isEqualTo("resource");
        assertThat(trial.publish(Trial.object(event("a", "2")))).isEqualTo(1);
        trial.calls("{'uri': 'https://x.example/s.json', 'content': 'true'}")
                .go()
                .check()
                .completes("[1, 2]");
    }

    @Test
    void cancelledWhileASchemaIsFetchedForATurn() {
        Trial trial = Trial.of("""
                do:
                  - l:
                      listen: {to: {any: [], until: 'length >= 2'}}
                      foreach: {output: {as: ., schema: {resource: {endpoint: https://x.example/s.json}}}}
                """).start();
        trial.advance(Long.MAX_VALUE);
        trial.publish(Trial.object(event("a", "1")));
        trial.advance(Long.MAX_VALUE);
        trial.give(new Input.Cancel(null));
        trial.check();
        assertThat(trial.state().hasPending()).isFalse();
    }
}
