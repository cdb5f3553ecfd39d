package io.flowork.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.error.WorkflowError.Kind;
import org.junit.jupiter.api.Test;

/** Conditions, flow directives and switches. */
class FlowTest {
    @Test
    void tasksRunInTheOrderOfTheFile() {
        Trial.of("""
                do:
                  - a: {set: {n: 1}}
                  - b: {set: {n: '${ .n + 1 }'}}
                  - c: {do: [{d: {set: {n: '${ .n * 10 }'}}}]}
                """).run().enters("a", "b", "c", "d").completes("{'n': 20}");
    }

    @Test
    void aWorkflowThatSkipsEverythingReturnsItsInput() {
        Trial.of("do: [{a: {if: 'false', set: {x: 1}}}]")
                .input("[1]")
                .run()
                .enters()
                .completes("[1]");
    }

    @Test
    void theConditionSeesTheRawInput() {
        Trial.of("""
                do:
                  - a:
                      if: .raw
                      input: {from: '{raw: false}'}
                      set: {seen: '${ .raw }'}
                """).input("{'raw': true}").run().completes("{'seen': false}");
    }

    @Test
    void theConditionComesBeforeTheInputSchema() {
        Trial.of("""
                do:
                  - a:
                      if: .go
                      input: {schema: {document: {type: array}}}
                      set: {x: 1}
                """).input("{'go': false}").run().completes("{'go': false}");
    }

    @Test
    void aSkippedTaskPassesItsRawInputOnExportsNothingAndStillGoesWhereItSays() {
        Trial.of("""
                do:
                  - a: {if: 'false', set: {x: 1}, export: {as: '{exported: true}'}, output: {as: '99'}, then: c}
                  - b: {set: {b: 1}}
                  - c: {set: {c: '${ . }', context: '${ $context }'}}
                """).input("{'i': 1}").run().enters("c").completes("{'c': {'i': 1}, 'context': {'i': 1}}");
    }

    @Test
    void onlyFalseAndNullDoNotHold() {
        Trial.of("""
                do:
                  - zero: {if: '0', set: {done: true}}
                  - text: {if: '""', set: {done: true}}
                  - empty: {if: '[]', set: {done: true}}
                  - none: {if: 'null', set: {done: true}}
                  - no: {if: 'false', set: {done: true}}
                """).run().enters("zero", "text", "empty");
    }

    @Test
    void aConditionThatFailsIsAnExpressionErrorOfTheTask() {
        Trial.of("do: [{a: {if: '.x.y.z', set: {done: true}}}]")
                .input("{'x': 1}")
                .run()
                .faults(Kind.EXPRESSION, "/do/0/a")
                .enters();
    }

    @Test
    void exitLeavesItsListOnly() {
        Trial.of("""
                do:
                  - outer:
                      do:
                        - a: {set: {a: 1}, then: exit}
                        - b: {set: {b: 1}}
                  - c: {set: {c: '${ .a }'}}
                """).run().enters("outer", "a", "c").completes("{'c': 1}");
    }

    @Test
    void exitInTheMainListEndsTheWorkflow() {
        Trial.of("do: [{a: {set: {a: 1}, then: exit}}, {b: {set: {done: true}}}]")
                .run()
                .enters("a")
                .completes("{'a': 1}");
    }

    @Test
    void endEndsTheWorkflowFromAnyDepth() {
        Trial.of("""
                output: {as: '{result: .}'}
                do:
                  - one:
                      output: {as: '"the way out of an enclosing task is not gone"'}
                      do:
                        - two:
                            for: {in: '[1, 2, 3]'}
                            do:
                              - three: {try: [{deep: {set: {x: 1}, then: end}}], catch: {}}
                              - after: {set: {done: true}}
                  - last: {set: {done: true}}
                """).run().enters("one", "two", "three", "deep").completes("{'result': {'x': 1}}");
    }

    @Test
    void endFromABranchOfAForkCancelsTheOthers() {
        Trial trial = Trial.of("""
                do:
                  - both:
                      fork:
                        branches:
                          - slow: {call: http, with: {method: get, endpoint: https://x.example}}
                          - quick: {do: [{stop: {set: {x: 1}, then: end}}]}
                  - never: {set: {done: true}}
                """).run().completes("{'x': 1}");
        assertThat(trial.effects(Effect.Cancel.class)).hasSize(1);
        assertThat(trial.entered()).doesNotContain("never");
        assertThat(trial.steps(Step.Cancelled.class))
                .extracting(step -> Trial.name(step.at().reference()))
                .contains("slow");
    }

    @Test
    void endInAForkThatCompetesInsideAForkEndsEverything() {
        Trial.of("""
                do:
                  - outer:
                      fork:
                        branches:
                          - waits: {wait: PT1H}
                          - inner:
                              fork:
                                compete: true
                                branches:
                                  - waitsToo: {wait: PT1H}
                                  - ends: {set: {x: 1}, then: end}
                """).run().completes("{'x': 1}");
    }

    @Test
    void thenGoesForwards() {
        Trial.of("do: [{a: {set: {a: 1}, then: c}}, {b: {set: {done: true}}}, {c: {set: {c: '${ .a }'}}}]")
                .run()
                .enters("a", "c")
                .completes("{'c': 1}");
    }

    @Test
    void aMillionJumpsBackwardsNeedNoStack() {
        Trial trial = Trial.of("""
                do:
                  - count: {set: '${ . + 1 }'}
                  - again: {switch: [{more: {when: '. < 1000000', then: count}}]}
                """).input("0").start().go();
        trial.completes("1000000");
        assertThat(trial.state().t()).isGreaterThan(4_000_000);
        assertThat(trial.state().toJson().weight()).isLessThan(10_000);
    }

    @Test
    void theFirstCaseThatHoldsIsTaken() {
        Trial.of("""
                do:
                  - choose:
                      switch:
                        - no: {when: '. > 5', then: a}
                        - yes: {when: '. > 1', then: b}
                        - also: {when: '. > 0', then: c}
                  - a: {set: a, then: end}
                  - b: {set: b, then: end}
                  - c: {set: c}
                """).input("2").run().enters("choose", "b").completes("'b'");
    }

    @Test
    void theCaseWithoutConditionIsTheDefault() {
        Trial.of("""
                do:
                  - choose: {switch: [{no: {when: 'false', then: end}}, {other: {then: b}}]}
                  - a: {set: a}
                  - b: {set: b}
                """).run().enters("choose", "b").completes("'b'");
    }

    @Test
    void aDefaultBeforeOtherCasesDoesNotHideThem() {
        Trial.of("""
                do:
                  - choose: {switch: [{other: {then: a}}, {yes: {when: 'true', then: b}}]}
                  - a: {set: a, then: end}
                  - b: {set: b}
                """).run().completes("'b'");
    }

    @Test
    void withoutAMatchTheSwitchGoesWhereItSays() {
        Trial.of("""
                do:
                  - choose: {switch: [{no: {when: 'false', then: a}}], then: b}
                  - a: {set: a}
                  - b: {set: b}
                """).run().enters("choose", "b").completes("'b'");
    }

    @Test
    void aSwitchPassesItsInputOn() {
        Trial.of("do: [{choose: {switch: [{yes: {when: 'true', then: continue}}]}}]")
                .input("{'x': 1}")
                .run()
                .completes("{'x': 1}");
    }

    @Test
    void aCaseCanEndAndExit() {
        Trial.of("do: [{a: {do: [{s: {switch: [{x: {then: exit}}]}}, {b: {set: {done: true}}}]}}, {c: {set: c}}]")
                .run()
                .enters("a", "s", "c")
                .completes("'c'");
        Trial.of("do: [{a: {do: [{s: {switch: [{x: {then: end}}]}}, {b: {set: {done: true}}}]}}, {c: {set: c}}]")
                .input("7")
                .run()
                .enters("a", "s")
                .completes("7");
    }
}
