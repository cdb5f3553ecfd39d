package io.flowork.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.history.History;
import io.flowork.core.history.Recording;
import io.flowork.core.history.Writes;
import io.flowork.core.history.Writes.Of;
import io.flowork.core.journal.Cursor.DivergedException;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.program.Program;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonValue;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class WritesTest {
    /** What is recorded of a trial, without states on the way. */
    private record Whole(Program program, List<JournalEntry> journal) implements Recording {
        @Override
        public List<JournalEntry> entries(long from) {
            return from >= journal.size() ? List.of() : journal.subList((int) from, journal.size());
        }

        @Override
        public List<Checkpoint> checkpoints() {
            return List.of();
        }

        @Override
        public @Nullable State state(Checkpoint checkpoint) {
            return null;
        }
    }

    private static Writes writes(Trial trial) {
        return new Writes(
                new History(new Whole(trial.state().program(), List.copyOf(trial.journal())), Trial.machine()));
    }

    private static List<JsonValue> path(String path) {
        return List.of(((JsonArray) Trial.json(path)).toArray());
    }

    @Test
    void knowsWhatSomebodyEditedOnABranch() throws DivergedException {
        Trial trial = Trial.of("""
                do:
                - tell: {set: '${ .n }', export: {as: '${ {a: {b: 1}, c: 2} }'}}
                - pause: {wait: {seconds: 1}}
                - use: {set: {d: 1}, export: {as: '${ $context | .c = 3 }'}}
                """).input("{'n': 4}").start().advance(Long.MAX_VALUE);
        long forked = trial.state().t();
        Edit edit = Edit.at("$context.a.b", -1, Trial.json("9"));
        Aside aside = new Aside(0, "me", List.of(edit), EffectPolicy.REUSE, null);
        assertThat(trial.give(new Input.Forked(1, -1, null, aside))).isTrue();
        trial.go();
        long end = trial.state().t();
        Writes writes = writes(trial);

        Writes.Write edited = Objects.requireNonNull(writes.last(Of.CONTEXT, "", path("['a', 'b']"), end, () -> false));
        assertThat(edited).isEqualTo(new Writes.Write(forked, null, Trial.json("1"), Trial.json("9")));
        Writes.Write around = Objects.requireNonNull(writes.last(Of.CONTEXT, "", path("['a']"), end, () -> false));
        assertThat(around.at()).isNull();
        Writes.Write later = Objects.requireNonNull(writes.last(Of.CONTEXT, "", path("['c']"), end, () -> false));
        assertThat(later.before()).hasToString("2");
        assertThat(later.at()).isNotNull();
        assertThat(Trial.name(later.at().reference())).isEqualTo("use");
        Writes.Write all = Objects.requireNonNull(writes.last(Of.CONTEXT, "", List.of(), end, () -> false));
        assertThat(all.before()).hasToString("{\"a\":{\"b\":9},\"c\":2}");

        Writes.Write first =
                Objects.requireNonNull(writes.last(Of.CONTEXT, "", path("['a', 'b']"), forked, () -> false));
        assertThat(first.at()).isNotNull();
        assertThat(Trial.name(first.at().reference())).isEqualTo("tell");
        assertThat(writes(trial).last(Of.CONTEXT, "", path("['a', 'b']"), forked, () -> false))
                .isEqualTo(first);
    }

    @Test
    void tellsTheVisitsOfATaskFromThoseOfOthers() throws DivergedException {
        Trial trial = Trial.of("""
                do:
                - over:
                    for: {each: x, in: '[1, 1, 2]'}
                    do:
                    - one: {set: {v: '${ $x }'}}
                    - other: {set: {v: 7}}
                """).run();
        long end = trial.state().t();
        List<Step.Completed> ones = trial.steps(Step.Completed.class).stream()
                .filter(step -> step.at().reference().endsWith("/one"))
                .toList();
        Writes writes = writes(trial);
        String one = ones.getFirst().at().reference();
        Writes.Write last = Objects.requireNonNull(writes.last(Of.OUTPUT, one, path("['v']"), end, () -> false));
        assertThat(last.t()).isEqualTo(ones.get(2).at().t());
        assertThat(last.before()).hasToString("1");
        Writes.Write before = Objects.requireNonNull(writes.last(Of.OUTPUT, one, path("['v']"), last.t(), () -> false));
        assertThat(before.t()).isEqualTo(ones.getFirst().at().t());
        assertThat(writes.last(Of.OUTPUT, one, path("['v']"), before.t(), () -> false))
                .isNull();
        assertThat(writes.last(Of.OUTPUT, "/do/9/none", List.of(), end, () -> false))
                .isNull();
    }
}
