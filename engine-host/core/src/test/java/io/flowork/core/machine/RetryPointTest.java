package io.flowork.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.journal.RetryPoint;
import io.flowork.core.program.Program;
import io.flowork.grammar.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** Where a run that has ended goes on, and what it does again. */
class RetryPointTest {
    private static String call(String name) {
        return "{%s: {call: http, with: {method: get, endpoint: https://%s.example}}}".formatted(name, name);
    }

    /** A call fails when its host is in the list. */
    private static Trial run(String yaml, String failing) {
        return Trial.of(yaml)
                .calls(call -> call.arguments().toString().contains(failing + ".example")
                        ? Reply.fail(Kind.COMMUNICATION, 503)
                        : Reply.done("'" + Trial.name(call.reference()) + "'"))
                .run();
    }

    private static LongFunction<List<JournalEntry>> pages(List<JournalEntry> journal) {
        return from -> journal.subList((int) from, (int) Math.min(from + 2, journal.size()));
    }

    private static Retried retry(String yaml, Trial before) {
        Program program = Trial.program(yaml);
        return new Retried(program, RetryPoint.atEnd(Trial.machine(), program, pages(before.journal())), before);
    }

    private static Retried retry(String yaml, Trial before, String task) {
        Program program = Trial.program(yaml);
        RetryPoint point = RetryPoint.at(Trial.machine(), program, pages(before.journal()), task)
                .orElseThrow();
        return new Retried(program, point, before);
    }

    /** A branch on which every call succeeds with its task's name. */
    private static final class Retried {
        private final Machine machine = Trial.machine();
        private final List<JournalEntry> journal;
        private final List<Effect> asked = new ArrayList<>();
        private final List<Effect> open = new ArrayList<>();
        private final Program program;
        private State state;

        Retried(Program program, RetryPoint point, Trial before) {
            this.program = program;
            this.journal = new ArrayList<>(before.journal().subList(0, (int) point.seq() + 1));
            this.state = point.state();
            open.addAll(state.pendingEffects());
            give(new Input.Forked(1, point.visit(), "again"));
            assertThat(state.isPending(open.isEmpty() ? "" : open.getFirst().key()))
                    .isEqualTo(!open.isEmpty());
            advance();
            while (!open.isEmpty() && !state.status().ended()) {
                Effect next = open.removeFirst();
                give(new Input.Completed(
                        next.key(), Trial.json("'" + Trial.name(((Effect.Call) next).reference()) + "'")));
                advance();
            }
            folds();
        }

        private void give(Input input) {
            assertThat(machine.accepts(state, input)).as("%s", input).isTrue();
            Fold.Applied applied = Fold.apply(machine, state, journal.size(), state.now(), input, null);
            journal.add(applied.entry());
            take(applied.outcome());
        }

        private void advance() {
            take(machine.advance(state, Long.MAX_VALUE, null));
        }

        private void take(Outcome outcome) {
            state = outcome.state();
            for (Effect effect : outcome.effects()) {
                if (effect instanceof Effect.Cancel) {
                    open.removeIf(each -> each.key().equals(effect.key()));
                } else {
                    asked.add(effect);
                    open.add(effect);
                }
            }
        }

        private void folds() {
            Fold fold = new Fold(Trial.machine(), State.initial(program), null);
            journal.forEach(entry -> assertThat(fold.add(entry)).as("%s", entry).isNull());
            fold.advance(state.t());
            assertThat(fold.state().toJson()).isEqualTo(state.toJson());
        }

        Retried completes(String output) {
            assertThat(state.status()).as("%s", state.error()).isEqualTo(Status.COMPLETED);
            assertThat(state.output()).isEqualTo(Trial.json(output));
            return this;
        }

        Retried asks(String... tasks) {
            assertThat(asked.stream().map(effect -> Trial.name(((Effect.Call) effect).reference())))
                    .containsExactly(tasks);
            return this;
        }
    }

    @Test
    void onlyTheTaskThatFailedBeginsAnew() {
        String yaml = "do: [%s, %s, %s]".formatted(call("a"), call("b"), call("c"));
        Trial before = run(yaml, "b").faults(Kind.COMMUNICATION, "/do/1/b");
        Retried after = retry(yaml, before).asks("b", "c").completes("'c'");
        assertThat(before.effects(Effect.Call.class).stream().map(Effect::key))
                .doesNotContain(after.asked.getFirst().key());
    }

    @Test
    void whatBranchesBesideItHaveDoneStays() {
        String yaml = "do: [{f: {fork: {branches: [%s, {y: {do: [%s, %s]}}]}}}, %s]"
                .formatted(call("x"), call("y1"), call("y2"), call("z"));
        Trial slow = Trial.of(yaml)
                .calls(call -> switch (Trial.name(call.reference())) {
                    case "x" -> Reply.never();
                    case "y2" -> Reply.never();
                    default -> Reply.done("'" + Trial.name(call.reference()) + "'");
                })
                .start()
                .settle();
        Effect.Call x = slow.effects(Effect.Call.class).stream()
                .filter(call -> Trial.name(call.reference()).equals("x"))
                .findFirst()
                .orElseThrow();
        slow.give(new Input.Failed(x.key(), io.flowork.core.error.WorkflowError.of(Kind.COMMUNICATION, "away")));
        slow.advance(Long.MAX_VALUE).faults(Kind.COMMUNICATION, "/do/0/f/fork/branches/0/x");
        Retried after = retry(yaml, slow).asks("x", "z").completes("'z'");
        assertThat(after.journal.stream().map(JournalEntry::kind))
                .containsExactly("started", "completed", "failed", "forked", "completed", "completed", "completed");
    }

    @Test
    void anErrorOfAnExpressionMakesItsTaskCallAgain() {
        String yaml =
                "do: [%s, {b: {call: http, with: {method: get, endpoint: https://b.example}, output: {as: '${ if . == \"b\" then error(\"no\") else . end }'}}}]"
                        .formatted(call("a"));
        Trial before = run(yaml, "-").faults(Kind.EXPRESSION, "/do/1/b");
        assertThat(retry(yaml, before).asks("b").state.status()).isEqualTo(Status.FAULTED);
    }

    @Test
    void theErrorOfAnInnerTaskIsFollowedToWhereItCameFrom() {
        String yaml = "do: [{o: {for: {in: '[1, 2]'}, do: [%s, {i: {do: [%s]}}]}}]".formatted(call("p"), call("q"));
        int[] calls = {0};
        Trial before = Trial.of(yaml)
                .calls(call -> ++calls[0] == 4 ? Reply.fail(Kind.COMMUNICATION, 500) : Reply.done("1"))
                .run()
                .faults(Kind.COMMUNICATION, "/do/0/o/do/1/i/do/0/q");
        retry(yaml, before).asks("q").completes("'q'");
    }

    @Test
    void aCancelledRunGoesOnAsIfItHadNotBeen() {
        String yaml = "do: [%s, %s]".formatted(call("a"), call("b"));
        Trial before = Trial.of(yaml)
                .calls(call -> Trial.name(call.reference()).equals("a") ? Reply.done("1") : Reply.never())
                .start()
                .settle();
        String key = before.outstanding(Effect.Call.class).key();
        assertThat(before.give(new Input.Cancel("by mistake"))).isTrue();
        before.give(new Input.Closed());
        Retried after = retry(yaml, before).completes("'b'");
        assertThat(after.journal.get(3).payload().get("key").toString()).contains(key);
    }

    @Test
    void fromAnyTask() {
        String yaml = "do: [%s, {b: {do: [%s, %s]}}]".formatted(call("a"), call("c"), call("d"));
        Trial before = run(yaml, "-").completes("'d'");
        retry(yaml, before, "/do/0/a").asks("a", "c", "d").completes("'d'");
        retry(yaml, before, "b").asks("c", "d").completes("'d'");
        retry(yaml, before, "d").asks("d").completes("'d'");
        assertThat(RetryPoint.at(Trial.machine(), Trial.program(yaml), pages(before.journal()), "e"))
                .isEmpty();
    }

    @Test
    void fromATaskOfARunThatWasSuspended() {
        String yaml = "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]";
        Trial before = Trial.of(yaml).start().settle();
        before.give(new Input.Suspend("lunch"));
        before.give(new Input.Resume(null));
        before.settle();
        before.give(new Input.Cancel(null));
        before.give(new Input.Closed());
        Program program = Trial.program(yaml);
        RetryPoint point = RetryPoint.at(Trial.machine(), program, pages(before.journal()), "a")
                .orElseThrow();
        assertThat(point.state().isActive(point.visit())).isTrue();
    }

    @Test
    void fromTheWorkflowItself() {
        String yaml = "do: [%s, %s]".formatted(call("a"), call("b"));
        retry(yaml, run(yaml, "b"), "/").asks("a", "b").completes("'b'");
    }

    @Test
    void theTaskInsideATryThatGaveUp() {
        String yaml = "do: [{t: {try: [%s], catch: {retry: {limit: {attempt: {count: 2}}}}}}]".formatted(call("a"));
        Trial before = run(yaml, "a").faults(Kind.COMMUNICATION, "/do/0/t/try/0/a");
        assertThat(before.effects(Effect.Call.class)).hasSize(3);
        retry(yaml, before).asks("a").completes("'a'");
    }

    @Test
    void aRaisedErrorIsRaisedAgain() {
        String yaml = "do: [%s, {r: {raise: {error: {type: https://x.example/e, status: 400}}}}]".formatted(call("a"));
        Trial before = run(yaml, "-");
        assertThat(retry(yaml, before).asks().state.error())
                .isEqualTo(before.state().error());
        retry(yaml, before, "a").asks("a");
    }

    @Test
    void aRunThatCompletedHasNothingToRetry() {
        String yaml = "do: [%s]".formatted(call("a"));
        Trial before = run(yaml, "-");
        assertThatThrownBy(() -> RetryPoint.atEnd(Trial.machine(), Trial.program(yaml), pages(before.journal())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBranchHasANumberOfItsOwn() {
        Trial trial = Trial.of("do: [%s]".formatted(call("a"))).start().settle();
        assertThat(trial.give(new Input.Forked(0, -1, null))).isFalse();
        assertThat(trial.give(new Input.Forked(1, 99, null))).isFalse();
        assertThat(trial.give(new Input.Forked(2, -1, null))).isTrue();
        assertThat(trial.give(new Input.Forked(2, -1, null))).isFalse();
        JsonObject last = trial.journal().getLast().payload();
        assertThat(Objects.requireNonNull(InputJson.read("forked", last))).isEqualTo(new Input.Forked(2, -1, null));
    }
}
