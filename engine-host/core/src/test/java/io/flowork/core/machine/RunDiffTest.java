package io.flowork.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.history.diff.RunDiff;
import io.flowork.core.history.diff.RunDiff.Change;
import io.flowork.core.history.diff.RunDiff.Difference;
import io.flowork.core.history.diff.ValueDiff;
import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.grammar.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs are compared visit by visit. */
class RunDiffTest {
    private static final String LOOP = """
            do:
              - each:
                  for: {in: '.items', each: n}
                  do: [{add: {set: {sum: '${ (.sum // 0) + $n }'}}}, {keep: {set: {sum: '${ .sum }'}, export: {as: '.'}}}]
              - last: {set: {total: '${ .sum }'}}
            """;

    private static RunDiff.Side side(String yaml, Trial run) {
        return steps -> {
            Fold fold = new Fold(Trial.machine(), State.initial(Trial.program(yaml)), steps);
            for (JournalEntry entry : run.journal()) {
                assertThat(fold.add(entry)).isNull();
            }
            fold.advance(Long.MAX_VALUE);
            return fold.state();
        };
    }

    private static RunDiff diff(String one, Trial first, String other, Trial second) {
        return RunDiff.of(side(one, first), side(other, second), 10);
    }

    @Test
    void aRunIsTheSameAsItself() {
        Trial run = Trial.of(LOOP).input("{'items': [1, 2, 3]}").run();
        RunDiff diff = diff(LOOP, run, LOOP, run);
        assertThat(diff.isSame()).isTrue();
        assertThat(diff.visits()).isEqualTo(9);
        assertThat(diff.differences()).isEmpty();
    }

    @Test
    void visitsAreComparedByTaskAndTurn() {
        Trial first = Trial.of(LOOP).input("{'items': [1, 2, 3]}").run();
        String other = LOOP.replace("+ $n", "+ (if $n == 2 then 20 else $n end)");
        Trial second = Trial.of(other).input("{'items': [1, 2, 3]}").run();
        RunDiff diff = diff(LOOP, first, other, second);
        assertThat(diff.isSame()).isFalse();
        Difference start = diff.differences().getFirst();
        assertThat(start.reference()).isEqualTo("/do/0/each/do/0/add");
        assertThat(start.turn()).isEqualTo(1);
        assertThat(start.changes())
                .containsExactly(new Change("output", new ValueDiff.Place("/sum", Trial.json("3"), Trial.json("21"))));
        assertThat(diff.differences().stream().map(Difference::reference)).endsWith("/do/1/last", "/");
        assertThat(diff.differences().get(1).changes()).extracting(Change::of).contains("context");
        assertThat(diff.end().changes())
                .containsExactly(
                        new Change("output", new ValueDiff.Place("/total", Trial.json("6"), Trial.json("24"))));
    }

    @Test
    void whatOnlyOneHasIsToldOnceAndNotWhatIsInside() {
        Trial first = Trial.of(LOOP).input("{'items': [1]}").run();
        Trial second = Trial.of(LOOP).input("{'items': [1, 0]}").run();
        RunDiff diff = diff(LOOP, first, LOOP, second);
        assertThat(diff.differences().stream().filter(each -> each.first() == null))
                .extracting(Difference::turn)
                .containsExactly(1, 1);
        assertThat(RunDiff.of(side(LOOP, second), side(LOOP, first), 10).differences().stream()
                        .filter(each -> each.second() == null))
                .hasSize(2);
        assertThat(RunDiff.of(side(LOOP, first), side(LOOP, second), 1).differences())
                .hasSize(1);
        assertThat(RunDiff.of(side(LOOP, first), side(LOOP, second), 1).count()).isEqualTo(diff.count());
    }

    @Test
    void theEndsAreCompared() {
        String yaml = "do: [{ask: {call: http, with: {method: get, endpoint: 'https://a.example'}}}]";
        Trial good = Trial.of(yaml).calls("{'a': [1, 2]}").run();
        Trial bad = Trial.of(yaml)
                .calls(call -> Reply.fail(Kind.COMMUNICATION, 503))
                .run();
        RunDiff diff = diff(yaml, good, yaml, bad);
        assertThat(diff.end().first()).isEqualTo(Status.COMPLETED);
        assertThat(diff.end().second()).isEqualTo(Status.FAULTED);
        assertThat(diff.end().changes()).extracting(Change::of).containsExactly("status", "output", "error");
        assertThat(diff.differences().getFirst().reference()).isEqualTo("/do/0/ask");
    }

    @Test
    void valuesAreComparedPlaceByPlace() {
        JsonValue one = Trial.json("{'a': [1, {'b': 2}], 'c': 'x', 'd/e': 1}");
        JsonValue other = Trial.json("{'a': [1, {'b': 3}, 4], 'c': 'x', 'd/e': 2}");
        assertThat(ValueDiff.of(one, other, 10))
                .extracting(ValueDiff.Place::pointer)
                .containsExactly("/a/1/b", "/a/2", "/d~1e");
        assertThat(ValueDiff.of(one, other, 1)).hasSize(1);
        assertThat(ValueDiff.of(one, one, 1)).isEmpty();
        assertThat(ValueDiff.of(null, one, 1))
                .extracting(ValueDiff.Place::pointer)
                .isEqualTo(List.of(""));
    }
}
