package io.flowork.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.grammar.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors: raised, filtered, retried, handled. */
class TryTest {
    private static final String CALL = "{c: {call: http, with: {method: get, endpoint: https://x.example}}}";

    private static Trial attempt(String handler) {
        return Trial.of("do: [{t: {try: [" + CALL + "], catch: " + handler + "}}]")
                .input("{'in': 1}");
    }

    private static Function<Effect.Call, Reply> failing(int times) {
        int[] calls = {0};
        return call -> calls[0]++ < times ? Reply.fail(Kind.COMMUNICATION, 503) : Reply.done("'made it'");
    }

    private static List<Long> delays(Trial trial) {
        return trial.steps(Step.Retrying.class).stream()
                .map(Step.Retrying::delay)
                .toList();
    }

    @Test
    void withoutErrorsTheOutputIsThatOfTheTasks() {
        attempt("{do: [{h: {set: handled}}]}").calls("5").run().completes("5").enters("t", "c");
    }

    @Test
    void theErrorIsCalledErrorUnlessItHasAName() {
        attempt("{do: [{h: {set: '${ $error.status }'}}]}")
                .calls(failing(1))
                .run()
                .completes("503");
        attempt("{as: oops, do: [{h: {set: '${ $oops.status }'}}]}")
                .calls(failing(1))
                .run()
                .completes("503");
    }

    @Test
    void theHandlerGetsTheInputOfTheTry() {
        attempt("{do: [{h: {set: '${ . }'}}]}").calls(failing(1)).run().completes("{'in': 1}");
    }

    @Test
    void withoutAHandlerTheErrorIsGoneAndTheInputGoesOn() {
        attempt("{}").calls(failing(1)).run().completes("{'in': 1}");
    }

    @Test
    void anErrorHasWhereItHappened() {
        attempt("{do: [{h: {set: '${ $error }'}}]}").calls(failing(1)).run().completes("""
                {"type": "https://serverlessworkflow.io/spec/1.0.0/errors/communication", "status": 503,
                 "title": "Communication error", "detail": "as the test says", "instance": "/do/0/t/try/0/c"}""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://serverlessworkflow.io/spec/1.0.0/errors/communication",
                "https://open-workflow-specification.org/spec/1.0.0/errors/communication",
                "https://serverlessworkflow.io/dsl/errors/types/communication",
                "https://open-workflow-specification.org/dsl/errors/types/communication"
            })
    void everyNameOfAStandardTypeIsTheSame(String type) {
        attempt("{errors: {with: {type: '" + type + "', status: 503}}}")
                .calls(failing(1))
                .run()
                .completes("{'in': 1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type: https://serverlessworkflow.io/spec/1.0.0/errors/timeout",
                "type: https://elsewhere.example/errors/communication",
                "status: 500",
                "title: Something else",
                "detail: something else",
                "instance: /do/0/t"
            })
    void anErrorThatTheFilterDoesNotNameIsNotCaught(String filter) {
        attempt("{errors: {with: {" + filter + "}}, do: [{h: {set: handled}}]}")
                .calls(failing(1))
                .run()
                .faults(Kind.COMMUNICATION, "/do/0/t/try/0/c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status: 503", "detail: as the test says", "instance: /do/0/t/try/0/c"})
    void aFilterNamesWhatItWants(String filter) {
        attempt("{errors: {with: {" + filter + "}}}").calls(failing(1)).run().completes("{'in': 1}");
    }

    @Test
    void whenAndExceptWhenDecideToo() {
        attempt("{when: $error.status == 503}").calls(failing(1)).run().completes("{'in': 1}");
        attempt("{when: $error.status == 1}").calls(failing(1)).run().faults(Kind.COMMUNICATION, "/do/0/t/try/0/c");
        attempt("{exceptWhen: $error.status == 503}")
                .calls(failing(1))
                .run()
                .faults(Kind.COMMUNICATION, "/do/0/t/try/0/c");
        attempt("{as: e, when: '.in == 1', exceptWhen: $e.status == 1}")
                .calls(failing(1))
                .run()
                .completes("{'in': 1}");
    }

    @Test
    void anErrorInAHandlerIsNotCaughtByItsOwnTry() {
        Trial trial = attempt("{do: [{h: {raise: {error: {type: 'https://x.example/e', status: 1}}}}]}")
                .calls(failing(1))
                .run();
        assertThat(trial.error().instance()).isEqualTo("/do/0/t/catch/do/0/h");
    }

    @Test
    void anErrorGoesOutwardsToTheFirstThatCatchesIt() {
        Trial.of("""
                do:
                  - outer:
                      try:
                        - inner:
                            try: [{r: {raise: {error: {type: 'https://x.example/e', status: 418}}}}]
                            catch: {errors: {with: {status: 404}}, do: [{no: {set: {done: true}}}]}
                      catch: {do: [{yes: {set: '${ $error.status }'}}]}
                """).run().completes("418").enters("outer", "inner", "r", "yes");
    }

    @Test
    void afterACatchTheWorkflowGoesWhereTheCatchSays() {
        String rest = ", {b: {set: b, then: end}}, {c: {set: c}}]";
        Trial.of("do: [{t: {try: [" + CALL + "], catch: {then: c}}}" + rest)
                .calls(failing(1))
                .run()
                .completes("'c'");
        Trial.of("do: [{t: {try: [" + CALL + "], catch: {then: c}}}" + rest)
                .calls("1")
                .run()
                .completes("'b'");
        Trial.of("do: [{t: {try: [" + CALL + "], catch: {then: end, do: [{h: {set: handled}}]}}}" + rest)
                .calls(failing(1))
                .run()
                .completes("'handled'");
        Trial.of("do: [{t: {try: [" + CALL + "], catch: {do: [{h: {set: handled}}]}, then: c}}" + rest)
                .calls(failing(1))
                .run()
                .enters("t", "c", "h", "c");
    }

    @Test
    void retriesUntilItWorks() {
        Trial trial = attempt("{retry: {delay: PT1S, backoff: {constant: {}}, limit: {attempt: {count: 5}}}}")
                .calls(failing(3))
                .run()
                .completes("'made it'");
        assertThat(delays(trial)).containsExactly(1_000L, 1_000L, 1_000L);
        assertThat(trial.elapsed()).isEqualTo(3_000);
    }

    @Test
    void linearAndExponentialBackoff() {
        assertThat(delays(attempt("{retry: {delay: PT2S, backoff: {linear: {}}}}")
                        .calls(failing(4))
                        .run()))
                .containsExactly(2_000L, 4_000L, 6_000L, 8_000L);
        assertThat(delays(attempt("{retry: {delay: PT2S, backoff: {exponential: {}}}}")
                        .calls(failing(4))
                        .run()))
                .containsExactly(2_000L, 4_000L, 8_000L, 16_000L);
    }

    @Test
    void whenTheAttemptsAreUsedUpTheErrorGoesOn() {
        Trial trial = attempt("{retry: {delay: PT1S, limit: {attempt: {count: 2}}}}")
                .calls(failing(9))
                .run();
        trial.faults(Kind.COMMUNICATION, "/do/0/t/try/0/c");
        assertThat(delays(trial)).hasSize(2);
    }

    @Test
    void theHandlerRunsOnceWhenTheAttemptsAreUsedUp() {
        Trial trial = attempt(
                        "{retry: {delay: PT1S, limit: {attempt: {count: 2}}}, do: [{h: {set: '${ $error.status }'}}]}")
                .calls(failing(9))
                .run()
                .completes("503");
        assertThat(trial.entered()).containsOnlyOnce("h");
        assertThat(trial.effects(Effect.Call.class)).hasSize(3);
    }

    @Test
    void aLimitOfTheWholeDuration() {
        Trial trial = attempt("{retry: {delay: PT4S, limit: {duration: PT10S}}}")
                .calls(failing(9))
                .run();
        trial.faults(Kind.COMMUNICATION, "/do/0/t/try/0/c");
        assertThat(trial.elapsed()).isEqualTo(8_000);
    }

    @Test
    void aLimitOfEachAttempt() {
        Trial trial = attempt("{retry: {delay: PT1S, limit: {attempt: {count: 1, duration: PT5S}}}}")
                .calls(call -> Reply.never())
                .run();
        trial.faults(Kind.TIMEOUT, "/do/0/t");
        assertThat(trial.error().status()).isEqualTo(408);
        assertThat(trial.elapsed()).isEqualTo(11_000);
        assertThat(trial.effects(Effect.Call.class)).hasSize(2);
        assertThat(trial.effects(Effect.Call.class).getFirst().key())
                .isNotEqualTo(trial.effects(Effect.Call.class).getLast().key());
    }

    @Test
    void theConditionsOfARetry() {
        Trial no = attempt("{retry: {when: $error.status == 1, delay: PT1S}, do: [{h: {set: handled}}]}")
                .calls(failing(1))
                .run()
                .completes("'handled'");
        assertThat(delays(no)).isEmpty();
        attempt("{retry: {exceptWhen: $error.status == 503, delay: PT1S}, do: [{h: {set: handled}}]}")
                .calls(failing(1))
                .run()
                .completes("'handled'");
        attempt("{retry: {when: $error.status == 503, delay: PT1S}}")
                .calls(failing(1))
                .run()
                .completes("'made it'");
    }

    @Test
    void jitterIsWithinItsBoundsAndTheSameInEveryReplay() {
        List<Long> delays = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            List<Long> all = delays(attempt("{retry: {delay: PT1S, jitter: {from: PT1S, to: PT3S}}}")
                    .calls(failing(20))
                    .run());
            assertThat(all).hasSize(20).allSatisfy(delay -> assertThat(delay).isBetween(2_000L, 4_000L));
            assertThat(all.stream().distinct().count()).isGreaterThan(10);
            assertThat(delays.isEmpty() || delays.equals(all)).isTrue();
            delays.addAll(all);
        }
    }

    @Test
    void aRetryWithoutDelayTriesAgainAtOnce() {
        Trial trial = attempt("{retry: {limit: {attempt: {count: 3}}}}")
                .calls(failing(3))
                .run();
        trial.completes("'made it'");
        assertThat(trial.elapsed()).isZero();
    }

    @Test
    void cancelledWhileItWaitsToTryAgain() {
        Trial trial = attempt("{retry: {delay: PT1H}}").calls(failing(9)).start();
        trial.advance(Long.MAX_VALUE);
        trial.give(new Input.Failed(
                trial.outstanding(Effect.Call.class).key(), WorkflowError.of(Kind.COMMUNICATION, "down")));
        trial.advance(Long.MAX_VALUE);
        trial.give(new Input.Cancel(null));
        trial.check();
        assertThat(trial.state().hasPending()).isFalse();
        assertThat(trial.effects(Effect.Cancel.class)).hasSize(1);
    }

    @Test
    void raiseSetsTheInstanceAndComputesItsMembers() {
        Trial trial = Trial.of("""
                do:
                  - a:
                      raise:
                        error: {type: 'https://x.example/e', status: 400, title: T, detail: '${ "for \\(.who)" }'}
                """).input("{'who': 'you'}").run();
        assertThat(trial.error().toJson()).isEqualTo(Trial.json("""
                {"type": "https://x.example/e", "status": 400, "title": "T", "detail": "for you",
                 "instance": "/do/0/a"}"""));
    }

    @Test
    void aRaisedErrorCanBeDefinedElsewhere() {
        Trial trial = Trial.of("""
                use: {errors: {mine: {type: 'https://x.example/e', status: 400}}}
                do: [{a: {raise: {error: mine}}}]
                """).run();
        assertThat(trial.error().type()).isEqualTo("https://x.example/e");
    }

    @Test
    void anErrorThatIsNoErrorIsAnExpressionError() {
        Trial.of("do: [{a: {raise: {error: {type: '${ 5 }', status: 400}}}}]")
                .run()
                .faults(Kind.EXPRESSION, "/do/0/a");
    }

    @Test
    void retriesCanBeDefinedElsewhere() {
        Trial trial = Trial.of("""
                use: {retries: {twice: {delay: PT1S, limit: {attempt: {count: 2}}}}}
                do: [{t: {try: [%s], catch: {retry: twice}}}]
                """.formatted(CALL)).calls(failing(2)).run();
        assertThat(trial.state().output()).isEqualTo(JsonString.of("made it"));
    }
}
