package io.flowork.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.error.WorkflowError.Kind;
import org.junit.jupiter.api.Test;

/** {@code for}. */
class LoopTest {
    @Test
    void oneTurnsOutputIsTheNextTurnsInput() {
        Trial.of("do: [{l: {for: {each: n, in: '[1, 2, 3]'}, do: [{a: {set: '${ . + $n }'}}]}}]")
                .input("0")
                .run()
                .completes("6");
    }

    @Test
    void itemAndIndexAreTheDefaultNames() {
        Trial.of("do: [{l: {for: {in: '[\"a\", \"b\"]'}, do: [{a: {set: '${ . + [[$item, $index]] }'}}]}}]")
                .input("[]")
                .run()
                .completes("[['a', 0], ['b', 1]]");
    }

    @Test
    void innerVariablesHideOuterOnes() {
        Trial.of("""
                do:
                  - outer:
                      for: {each: n, in: '[1, 2]', at: i}
                      do:
                        - inner:
                            for: {each: n, in: '[10, 20]'}
                            do: [{a: {set: '${ . + [[$n, $i, $index]] }'}}]
                        - after: {set: '${ . + [$n] }'}
                """).input("[]").run().completes("[[10,0,0],[20,0,1],1,[10,1,0],[20,1,1],2]");
    }

    @Test
    void whileSeesTheVariablesAndTheDataSoFar() {
        Trial trial = Trial.of("""
                do:
                  - l:
                      for: {each: n, in: '[1, 2, 3, 4]'}
                      while: . < 3 and $n < 4 and $index < 9
                      do: [{a: {set: '${ . + $n }'}}]
                """).input("0").run().completes("3");
        assertThat(trial.steps(Step.Turn.class)).hasSize(2);
    }

    @Test
    void anEmptyArrayHasNoTurns() {
        Trial.of("do: [{l: {for: {in: '[]'}, do: [{a: {set: '${ 1 }'}}]}}]")
                .input("{'x': 1}")
                .run()
                .completes("{'x': 1}");
    }

    @Test
    void anArrayInTheFileIsALoopToo() {
        Trial.of("do: [{l: {for: {in: [{y: 1}, {y: '${ .x }'}]}, do: [{a: {set: {x: 0, l: '${ .l + [$item] }'}}}]}}]")
                .input("{'x': 7}")
                .run()
                .completes("{'x': 0, 'l': [{'y': 1}, {'y': 7}]}");
    }

    @Test
    void whatIsNoArrayIsAnExpressionError() {
        Trial.of("do: [{l: {for: {in: '.x'}, do: [{a: {set: '${ 1 }'}}]}}]")
                .input("{'x': 5}")
                .run()
                .faults(Kind.EXPRESSION, "/do/0/l");
    }

    @Test
    void exitEndsTheTurnOnly() {
        Trial.of("""
                do:
                  - l:
                      for: {in: '[1, 2, 3]'}
                      do:
                        - a: {set: '${ . + [$item] }', then: exit}
                        - b: {set: never}
                """).input("[]").run().completes("[1, 2, 3]");
    }

    @Test
    void aMillionTurnsNeedNoStack() {
        Trial trial = Trial.of("do: [{l: {for: {in: '[range(1000000)]'}, do: [{a: {set: '${ . + 1 }'}}]}}]")
                .input("0")
                .start()
                .go();
        trial.completes("1000000");
        assertThat(trial.state().toJson().weight()).isLessThan(10_000);
    }

    @Test
    void dataThatIsNestedEverDeeperIsAnErrorBeforeTheStateCannotHoldIt() {
        String deep = "[".repeat(Limits.LEVELS - 50) + "]".repeat(Limits.LEVELS - 50);
        Trial.of("do: [{l: {for: {in: '[range(100)]'}, do: [{a: {set: '${ [.] }'}}]}}]")
                .input(deep)
                .run()
                .faults(Kind.EXPRESSION, "/do/0/l/do/0/a");
        Trial.of("do: [{l: {for: {in: '[range(100)]'}, do: [{f: {fork: {branches: [{a: {wait: PT1S}}]}}}]}}]")
                .input(deep)
                .run()
                .faults(Kind.EXPRESSION, "/do/0/l/do/0/f");
    }

    @Test
    void aLoopThatIsSuspendedGoesOnWhereItWas() {
        Trial trial = Trial.of("do: [{l: {for: {in: '[range(100)]'}, do: [{a: {set: '${ . + 1 }'}}]}}]")
                .input("0")
                .start()
                .advance(50);
        trial.give(new Input.Suspend("me"));
        long before = trial.state().t();
        trial.advance(Long.MAX_VALUE);
        assertThat(trial.state().t()).isEqualTo(before);
        assertThat(trial.state().status()).isEqualTo(Status.SUSPENDED);
        trial.give(new Input.Resume("me"));
        trial.go().check().completes("100");
    }

    @Test
    void aLoopThatIsCancelledEndsThere() {
        Trial trial = Trial.of("do: [{l: {for: {in: '[range(100)]'}, do: [{a: {set: '${ . + 1 }'}}]}}]")
                .input("0")
                .start()
                .advance(50);
        trial.give(new Input.Cancel("enough"));
        trial.go().check();
        assertThat(trial.state().status()).isEqualTo(Status.CANCELLED);
        assertThat(trial.give(new Input.Resume(null))).isFalse();
        assertThat(trial.steps(Step.Cancelled.class))
                .extracting(step -> step.at().reference())
                .contains("/", "/do/0/l");
    }
}
