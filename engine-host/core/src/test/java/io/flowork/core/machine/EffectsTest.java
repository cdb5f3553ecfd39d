package io.flowork.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Calls, processes, other workflows, waits, timeouts, functions of the workflow's own. */
class EffectsTest {
    private static final String CALL = "{c: {call: http, with: {method: get, endpoint: https://x.example}}}";

    @Test
    void aCallGetsItsArgumentsComputed() {
        Trial trial = Trial.of("""
                do: [{c: {call: http, with: {method: get, endpoint: 'https://x.example/{id}?q={q}', query: {z: '${ .q }'}}}}]
                """)
                .input("{'id': 5, 'q': 'a b'}")
                .calls("{'pet': 1}")
                .run()
                .completes("{'pet': 1}");
        assertThat(trial.effects(Effect.Call.class).getFirst().arguments().toString())
                .contains("https://x.example/5?q=a%20b")
                .contains("\"z\":\"a b\"");
    }

    @Test
    void aCallThatFailsIsAnErrorOfItsTask() {
        Trial.of("do: [" + CALL + "]")
                .calls(call -> Reply.fail(Kind.AUTHENTICATION, 401))
                .run()
                .faults(Kind.AUTHENTICATION, "/do/0/c");
    }

    @Test
    void everyEffectHasAKeyOfItsOwnAndTheSameInEveryRun() {
        String workflow = "do: [{l: {for: {in: '[range(50)]'}, do: [" + CALL + "]}}]";
        Set<String> first = keys(Trial.of(workflow).calls("1").run());
        assertThat(first)
                .hasSize(50)
                .isEqualTo(keys(Trial.of(workflow).calls("2").run()));
    }

    private static Set<String> keys(Trial trial) {
        Set<String> keys = new HashSet<>();
        trial.effects(Effect.Call.class).forEach(call -> keys.add(call.key()));
        return keys;
    }

    @Test
    void aCompletionThatNobodyWaitsForIsDropped() {
        Trial trial = Trial.of("do: [" + CALL + "]").calls("1").run();
        String key = trial.effects(Effect.Call.class).getFirst().key();
        assertThat(trial.give(new Input.Completed(key, Trial.json("2")))).isFalse();
        assertThat(trial.give(new Input.Fired("unknown"))).isFalse();
        trial.completes("1");
    }

    @Test
    void waitsInEveryForm() {
        assertThat(Trial.of("do: [{w: {wait: {minutes: 1, seconds: 30}}}]")
                        .run()
                        .elapsed())
                .isEqualTo(90_000);
        assertThat(Trial.of("do: [{w: {wait: PT0.5S}}]").run().elapsed()).isEqualTo(500);
        assertThat(Trial.of("do: [{w: {wait: '${ \"PT\\(.n)S\" }'}}]")
                        .input("{'n': 7}")
                        .run()
                        .elapsed())
                .isEqualTo(7_000);
    }

    @Test
    void aWaitPassesItsInputOn() {
        Trial.of("do: [{w: {wait: PT1S}}]").input("{'x': 1}").run().completes("{'x': 1}");
    }

    @Test
    void aDurationThatIsNoneIsAnExpressionError() {
        Trial.of("do: [{w: {wait: '${ 5 }'}}]").run().faults(Kind.EXPRESSION, "/do/0/w");
        Trial.of("do: [{w: {wait: '${ \"soon\" }'}}]").run().faults(Kind.EXPRESSION, "/do/0/w");
    }

    @Test
    void aTaskThatTakesTooLongIsInterrupted() {
        Trial trial = Trial.of("""
                do: [{c: {timeout: {after: PT5S}, call: http, with: {method: get, endpoint: https://x.example}}}]
                """).run().faults(Kind.TIMEOUT, "/do/0/c");
        assertThat(trial.error().status()).isEqualTo(408);
        assertThat(trial.effects(Effect.Cancel.class))
                .extracting(Effect.Cancel::key)
                .containsExactly(trial.effects(Effect.Call.class).getFirst().key());
    }

    @Test
    void aTimeoutIsCaughtAround() {
        Trial.of("""
                do:
                  - t:
                      try: [{d: {timeout: {after: PT5S}, do: [{e: {do: [%s]}}]}}]
                      catch: {errors: {with: {status: 408}}, do: [{h: {set: '${ $error.instance }'}}]}
                """.formatted(CALL)).run().completes("'/do/0/t/try/0/d'");
    }

    @Test
    void theTimeoutOfATryIsNotCaughtByItself() {
        Trial.of("do: [{t: {timeout: {after: PT5S}, try: [" + CALL + "], catch: {do: [{h: {set: '${ 1 }'}}]}}}]")
                .run()
                .faults(Kind.TIMEOUT, "/do/0/t");
    }

    @Test
    void aTaskInTimeForgetsItsTimeout() {
        Trial trial = Trial.of("do: [{d: {timeout: {after: PT5S}, do: [{w: {wait: PT1S}}]}}, {w: {wait: PT9S}}]")
                .run();
        trial.completes("{}");
        assertThat(trial.elapsed()).isEqualTo(10_000);
        assertThat(trial.effects(Effect.Cancel.class)).hasSize(1);
    }

    @Test
    void theWorkflowsTimeoutFaultsTheRun() {
        Trial trial = Trial.of("timeout: {after: {hours: 1}}\ndo: [{w: {wait: PT2H}}]")
                .run();
        trial.faults(Kind.TIMEOUT, "/");
        assertThat(trial.elapsed()).isEqualTo(3_600_000);
    }

    @Test
    void aTimeoutCanBeDefinedElsewhereOrComputed() {
        Trial.of("use: {timeouts: {soon: {after: PT1S}}}\ndo: [{w: {timeout: soon, wait: PT2S}}]")
                .run()
                .faults(Kind.TIMEOUT, "/do/0/w");
        Trial.of("do: [{w: {timeout: {after: '${ .t }'}, wait: PT2S}}]")
                .input("{'t': 'PT1S'}")
                .run()
                .faults(Kind.TIMEOUT, "/do/0/w");
    }

    @Test
    void timersFireWhileSuspendedAndCountAfterwards() {
        Trial trial = Trial.of("do: [{w: {wait: PT1S}}]").start();
        trial.advance(Long.MAX_VALUE);
        trial.give(new Input.Suspend(null));
        trial.fire();
        trial.advance(Long.MAX_VALUE);
        assertThat(trial.state().status()).isEqualTo(Status.SUSPENDED);
        trial.give(new Input.Resume(null));
        trial.go().check().completes("{}");
    }

    @Test
    void anotherWorkflowsOutputIsTheTasksOutput() {
        Trial trial = Trial.of("""
                do: [{r: {run: {workflow: {namespace: n, name: child, version: 1.0.0, input: {x: '${ .y }'}}}}}]
                """)
                .input("{'y': 1}")
                .children(child -> Reply.done("'from the child'"))
                .run();
        trial.completes("'from the child'");
        assertThat(trial.effects(Effect.ChildRun.class).getFirst().input()).isEqualTo(Trial.json("{'x': 1}"));
    }

    @Test
    void anotherWorkflowThatIsNotAwaited() {
        Trial trial = Trial.of("""
                do: [{r: {run: {await: false, workflow: {namespace: n, name: child, version: 1.0.0}}}}]
                """).input("{'y': 1}").run().completes("{'y': 1}");
        String key = trial.effects(Effect.ChildRun.class).getFirst().key();
        assertThat(trial.give(new Input.Completed(key, Trial.json("null")))).isTrue();
        assertThat(trial.give(new Input.Closed())).isTrue();
        trial.check();
        assertThat(trial.state().hasPending()).isFalse();
    }

    @Test
    void aProcessIsACallWithWhatItReturns() {
        Trial trial = Trial.of("do: [{r: {run: {shell: {command: 'echo ${ 1 }', stdin: '${ .s }'}, return: all}}}]")
                .input("{'s': 'in'}")
                .calls("{'code': 0}")
                .run()
                .completes("{'code': 0}");
        Effect.Call call = trial.effects(Effect.Call.class).getFirst();
        assertThat(call.function()).isEqualTo("run:shell");
        assertThat(call.arguments().get("return")).isEqualTo(Trial.json("'all'"));
        assertThat(call.arguments().get("stdin")).isEqualTo(Trial.json("'in'"));
    }

    @Test
    void aDocumentIsFetchedOnceForAllCalls() {
        Trial trial = Trial.of("""
                do:
                  - a: {call: openapi, with: {document: {endpoint: https://x.example/api.json}, operationId: op}}
                  - b: {call: openapi, with: {document: {endpoint: https://x.example/api.json}, operationId: op}}
                """).calls("{'content': 'x'}").run();
        assertThat(trial.effects(Effect.Call.class))
                .extracting(Effect.Call::function)
                .containsExactly("resource", "openapi", "openapi");
    }

    @Test
    void aProtoDocumentIsFetchedWithWhatItImports() {
        Map<String, String> files = Map.of(
                "https://x.example/api/main.proto?v=1",
                "import \"google/protobuf/any.proto\"; /* import \"no.proto\"; */ import public \"a/b.proto\";",
                "https://x.example/api/a/b.proto",
                "// import \"no.proto\";\nimport 'c.proto'; import \"a/b.proto\";",
                "https://x.example/api/c.proto",
                "message C { string s = 1 [default = \"import 'no.proto';\"]; }");
        Trial trial = Trial.of("""
                do: [{c: {call: grpc, with: {proto: {endpoint: 'https://x.example/api/main.proto?v=1'},
                  service: {name: S, host: localhost}, method: M}}}]
                """)
                .calls(call -> call.function().equals("grpc")
                        ? Reply.done("{'ok': true}")
                        : new Reply.Done(JsonObject.of(
                                "content", JsonString.of(files.get(Fields.string(call.arguments(), "uri"))))))
                .run()
                .completes("{'ok': true}");
        List<Effect.Call> calls = trial.effects(Effect.Call.class);
        assertThat(calls).extracting(Effect.Call::function).containsExactly("resource", "resource", "resource", "grpc");
        assertThat(Fields.object(Fields.object(calls.getLast().arguments(), "proto"), "imports")
                        .keys())
                .containsExactly("a/b.proto", "c.proto");
    }

    @Test
    void theDeadlineOfAnEffectIsTheEarliestAroundIt() {
        Trial trial = Trial.of("""
                timeout: {after: PT1H}
                do: [{f: {timeout: {after: PT1M}, fork: {branches: [
                  {a: {timeout: {after: PT2M}, do: [%1$s]}}, {b: {timeout: {after: PT5S}, do: [%1$s]}}]}}}]
                """.formatted(CALL)).calls(call -> Reply.never()).start();
        List<Long> left = new ArrayList<>();
        while (trial.effects(Effect.Call.class).size() < 2 && trial.state().isReady()) {
            trial.advance(trial.state().t() + 1);
        }
        for (Effect.Call call : trial.effects(Effect.Call.class)) {
            left.add(trial.state().deadline(call.key()) - trial.state().startedAt());
        }
        assertThat(left).containsExactly(60_000L, 5_000L);
        assertThat(trial.state().deadline("unknown")).isEqualTo(-1);
    }

    @Test
    void functionsOfTheWorkflowItself() {
        Trial.of("""
                use:
                  functions:
                    add: {input: {schema: {document: {required: [a, b]}}}, set: '${ .a + .b }'}
                do: [{x: {call: add, with: {a: 1, b: '${ .n }'}}}, {y: {call: add, with: {a: '${ . }', b: 1}, output: {as: '{sum: .}'}}}]
                """).input("{'n': 2}").run().completes("{'sum': 4}");
    }

    @Test
    void aFunctionThatCallsItselfForeverIsStopped() {
        Trial.of("use: {functions: {f: {do: [{again: {call: f}}]}}}\ndo: [{x: {call: f}}]")
                .run();
        Trial trial = Trial.of("use: {functions: {f: {do: [{again: {call: f}}]}}}\ndo: [{x: {call: f}}]")
                .run();
        assertThat(trial.error().type()).isEqualTo(Kind.RUNTIME.uri());
    }

    @Test
    void aFunctionThatForksItselfForeverIsStopped() {
        Trial trial = Trial.of("""
                use: {functions: {f: {fork: {branches: [{again: {call: f}}]}}}}
                do: [{x: {call: f}}]
                """).start();
        trial.advance(1_000_000);
        assertThat(trial.error().type()).isEqualTo(Kind.RUNTIME.uri());
    }

    @Test
    void errorsInsideAFunctionNameTheirPlaceInIt() {
        Trial.of("use: {functions: {f: {do: [{bad: {set: '${ error(\"x\") }'}}]}}}\ndo: [{x: {call: f}}]")
                .run()
                .faults(Kind.EXPRESSION, "/use/functions/f/do/0/bad");
    }

    @Test
    void commandsMeanNothingToARunThatHasEnded() {
        Trial trial = Trial.of("do: [{a: {set: '${ 1 }'}}]").run();
        assertThat(trial.give(new Input.Cancel(null))).isFalse();
        assertThat(trial.give(new Input.Suspend(null))).isFalse();
        assertThat(trial.give(new Input.Resume(null))).isFalse();
        assertThat(trial.give(new Input.Closed())).isTrue();
        trial.check().completes("1");
    }
}
