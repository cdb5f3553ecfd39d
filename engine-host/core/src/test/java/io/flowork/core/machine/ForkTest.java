package io.flowork.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.error.WorkflowError.Kind;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code fork}, with and without competition. */
class ForkTest {
    private static final String WAITS = """
            do:
              - f:
                  fork:
                    branches:
                      - slow: {do: [{w: {wait: PT3S}}, {s: {set: slow}}]}
                      - quick: {do: [{w: {wait: PT1S}}, {s: {set: quick}}]}
                      - none: {set: none}
            """;

    @Test
    void theOutputIsAnArrayInTheOrderOfTheFile() {
        Trial trial = Trial.of(WAITS).run().completes("['slow', 'quick', 'none']");
        assertThat(trial.elapsed()).isEqualTo(3_000);
        assertThat(trial.steps(Step.BranchJoined.class))
                .extracting(Step.BranchJoined::branch)
                .containsExactly(2, 1, 0);
    }

    @Test
    void everyBranchGetsTheInput() {
        Trial.of("do: [{f: {fork: {branches: [{a: {set: '${ . + 1 }'}}, {b: {set: '${ . + 2 }'}}]}}}]")
                .input("1")
                .run()
                .completes("[2, 3]");
    }

    @Test
    void branchesSeeTheVariablesAround() {
        Trial.of("""
                do:
                  - l:
                      for: {in: '[1, 2]'}
                      do: [{f: {fork: {branches: [{a: {set: '${ $item }'}}, {b: {set: '${ $index }'}}]}}}]
                """).run().completes("[2, 1]");
    }

    @Test
    void ofExportsAtTheSameTimeTheLastInTheJournalCounts() {
        Trial.of("""
                do:
                  - f:
                      fork:
                        branches:
                          - slow: {wait: PT2S, export: {as: '$context + {by: "slow", slow: true}'}}
                          - quick: {wait: PT1S, export: {as: '$context + {by: "quick", quick: true}'}}
                """).run().context("{'by': 'slow', 'quick': true, 'slow': true}");
    }

    @Test
    void theFirstToCompleteWinsAndTheOthersAreCancelledAtOnce() {
        Trial trial = Trial.of(
                        WAITS.replace("fork:", "fork:\n        compete: true").replace("      - none: {set: none}", ""))
                .run()
                .completes("'quick'");
        assertThat(trial.elapsed()).isEqualTo(1_000);
        assertThat(trial.effects(Effect.Cancel.class)).hasSize(1);
    }

    @Test
    void aBranchThatFailsFaultsTheForkAndCancelsTheOthers() {
        Trial trial = Trial.of("""
                do:
                  - f:
                      fork:
                        branches:
                          - slow: {call: http, with: {method: get, endpoint: https://x.example}}
                          - bad: {do: [{w: {wait: PT1S}}, {r: {raise: {error: {type: 'https://x.example/e', status: 418}}}}]}
                """).run();
        assertThat(trial.error().instance()).isEqualTo("/do/0/f/fork/branches/1/bad/do/1/r");
        assertThat(trial.effects(Effect.Cancel.class)).hasSize(1);
        assertThat(trial.state().hasPending()).isFalse();
    }

    @Test
    void theErrorOfABranchIsCaughtAroundTheFork() {
        Trial.of("""
                do:
                  - t:
                      try:
                        - f:
                            fork:
                              branches:
                                - waits: {wait: PT1H}
                                - bad: {raise: {error: {type: 'https://x.example/e', status: 418}}}
                      catch: {do: [{c: {set: '${ $error.status }'}}]}
                """).run().completes("418");
    }

    @Test
    void whoCompetesAndFailsDoesNotWin() {
        Trial.of("""
                do:
                  - f:
                      fork:
                        compete: true
                        branches:
                          - bad: {raise: {error: {type: 'https://x.example/e', status: 418}}}
                          - good: {do: [{w: {wait: PT1S}}, {s: {set: good}}]}
                """).run().completes("'good'");
    }

    @Test
    void aCompetitionThatAllLoseFaultsWithTheLastError() {
        Trial trial = Trial.of("""
                do:
                  - f:
                      fork:
                        compete: true
                        branches:
                          - late: {do: [{w: {wait: PT1S}}, {r: {raise: {error: {type: 'https://x.example/late', status: 2}}}}]}
                          - soon: {raise: {error: {type: 'https://x.example/soon', status: 1}}}
                """).run();
        assertThat(trial.error().type()).isEqualTo("https://x.example/late");
    }

    @Test
    void forksInsideForks() {
        Trial.of("""
                do:
                  - f:
                      fork:
                        branches:
                          - a: {fork: {branches: [{x: {set: '${ 1 }'}}, {y: {wait: PT1S}}]}}
                          - b: {fork: {compete: true, branches: [{x: {wait: PT5S}}, {y: {set: '${ 2 }'}}]}}
                """).input("0").run().completes("[[1, 0], 2]");
    }

    @Test
    void cancellingABranchCancelsTheForkInside() {
        Trial trial = Trial.of("""
                do:
                  - f:
                      fork:
                        compete: true
                        branches:
                          - a: {fork: {branches: [{x: {wait: PT1H}}, {y: {wait: PT2H}}]}}
                          - b: {wait: PT1S}
                """).input("7").run().completes("7");
        assertThat(trial.elapsed()).isEqualTo(1_000);
        assertThat(trial.effects(Effect.Cancel.class)).hasSize(2);
    }

    @Test
    void everyVisitHasANumberOfItsOwn() {
        Trial trial = Trial.of("""
                do:
                  - f:
                      fork:
                        branches:
                          - a: {do: [{x: {set: '${ 1 }'}}, {y: {set: '${ 2 }'}}]}
                          - b: {do: [{x: {fork: {branches: [{p: {set: '${ 1 }'}}, {q: {set: '${ 2 }'}}]}}}, {y: {set: '${ 2 }'}}]}
                          - c: {for: {in: '[1, 2, 3]'}, do: [{x: {set: '${ 1 }'}}, {y: {set: '${ 2 }'}}]}
                """).run();
        Set<Long> visits = new HashSet<>();
        for (Step.Entered step : trial.steps(Step.Entered.class)) {
            assertThat(visits.add(step.at().visit()))
                    .as("the visit of %s is new", step)
                    .isTrue();
        }
    }

    @Test
    void aTimeoutAroundAForkCancelsItsBranches() {
        Trial trial = Trial.of("""
                do:
                  - f:
                      timeout: {after: PT1S}
                      fork: {branches: [{x: {wait: PT1H}}, {y: {fork: {branches: [{z: {wait: PT2H}}]}}}]}
                """).run().faults(Kind.TIMEOUT, "/do/0/f");
        assertThat(trial.state().hasPending()).isFalse();
        assertThat(trial.elapsed()).isEqualTo(1_000);
    }
}
