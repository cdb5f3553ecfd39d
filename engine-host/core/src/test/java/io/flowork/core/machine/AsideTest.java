package io.flowork.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.history.fork.Answers;
import io.flowork.core.history.fork.Branch;
import io.flowork.core.history.fork.ForkPoint;
import io.flowork.core.history.fork.Recorded;
import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.EffectPolicy.Action;
import io.flowork.core.machine.EffectPolicy.Does;
import io.flowork.core.machine.EffectPolicy.Rule;
import io.flowork.core.program.Program;
import io.flowork.core.program.ProgramSource;
import io.flowork.grammar.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Branches beside a run: from any position, with other values, results and programs. */
class AsideTest {
    private static final String SHOP = """
            do:
              - ask: {call: http, with: {method: get, endpoint: 'https://price.example'}, export: {as: '{asked: .}'}}
              - each:
                  for: {in: '[1, 2, 3]', each: n}
                  do:
                    - add: {set: {sum: '${ .sum + $n }'}, input: {from: '{sum: (.sum // .price)}'}}
              - pause: {wait: PT5S}
              - pay:
                  call: http
                  with: {method: post, endpoint: 'https://pay.example', body: {amount: '${ .sum }'}}
              - done: {set: {paid: '${ . }', asked: '${ $context.asked }'}}
            """;

    private static Trial shop() {
        return Trial.of(SHOP)
                .calls(call -> Reply.done(call.reference().endsWith("ask") ? "{'price': 10}" : "'ok'"))
                .run()
                .completes("{'paid': 'ok', 'asked': {'price': 10}}");
    }

    /** A fork that is described, made, and then folded again from its entries alone. */
    private static final class Side {
        private final Trial parent;
        private final Program program;
        private final Machine machine;
        private final @Nullable Program edited;
        private final List<Edit> edits = new ArrayList<>();
        private EffectPolicy policy = EffectPolicy.REUSE;
        private final List<Step> steps = new ArrayList<>();
        private Branch branch;
        private ForkPoint point;

        Side(Trial parent, String yaml, @Nullable String other) {
            this.parent = parent;
            this.program = Trial.program(yaml);
            this.edited = other == null ? null : Trial.program(other);
            ProgramSource programs = hash -> edited != null && edited.hash().equals(hash) ? edited : null;
            this.machine = new Machine(new JqMachine(JqLimits.DEFAULT, new Interrupt()), programs);
        }

        Side policy(EffectPolicy given) {
            policy = given;
            return this;
        }

        Side set(String path, String value) {
            return set(path, -1, value);
        }

        Side set(String path, long visit, String value) {
            edits.add(Edit.at(path, visit, Trial.json(value)));
            return this;
        }

        private LongFunction<List<JournalEntry>> journal() {
            List<JournalEntry> all = parent.journal();
            return from -> all.subList((int) Math.min(from, all.size()), (int) Math.min(from + 2, all.size()));
        }

        Branch.Rest at(long t) throws ForkPoint.NoSuchPointException {
            return at(ForkPoint.at(machine, State.initial(program), 0, journal(), t, Long.MAX_VALUE));
        }

        Branch.Rest at(ForkPoint from, Input... given) {
            point = from;
            branch = new Branch(machine, point, steps::add);
            Aside aside = new Aside(0, "me", edits, policy, edited == null ? null : edited.hash());
            branch.begin(new Input.Forked(1, -1, "to see", aside));
            for (Input input : given) {
                assertThat(branch.give(input)).as("%s", input).isTrue();
            }
            Branch.Rest rest = branch.run(aside, Recorded.after(machine, point, journal()), () -> false);
            foldsAgain();
            return rest;
        }

        private void foldsAgain() {
            List<JournalEntry> line = new ArrayList<>(parent.journal().subList(0, (int) point.seq() + 1));
            line.addAll(branch.entries());
            Fold fold = new Fold(machine, State.initial(program), null);
            for (JournalEntry entry : line) {
                Input input = InputJson.read(entry.kind(), entry.payload());
                assertThat(InputJson.payload(input)).isEqualTo(entry.payload());
                assertThat(fold.add(entry)).isNull();
                JsonObject json = fold.state().toJson();
                ProgramSource programs = hash -> edited;
                assertThat(State.fromJson(program, programs, json).toJson()).isEqualTo(json);
            }
            fold.advance(branch.state().t());
            assertThat(fold.state().toJson()).isEqualTo(branch.state().toJson());
        }

        void completes(String output) {
            assertThat(branch.state().status()).as("%s", branch.state().error()).isEqualTo(Status.COMPLETED);
            assertThat(branch.state().output()).isEqualTo(Trial.json(output));
        }
    }

    private static long entered(Trial run, String task, int nth) {
        return run.steps(Step.Entered.class).stream()
                .filter(step -> Trial.name(step.at().reference()).equals(task))
                .skip(nth)
                .findFirst()
                .orElseThrow()
                .at()
                .t();
    }

    private static long visit(Trial run, String task, int nth) {
        return run.steps(Step.Entered.class).stream()
                .filter(step -> Trial.name(step.at().reference()).equals(task))
                .skip(nth)
                .findFirst()
                .orElseThrow()
                .at()
                .visit();
    }

    private static List<String> told(List<Step> steps) {
        return steps.stream()
                .map(step -> step.kind() + " " + step.at().t() + " " + step.at().time() + " "
                        + step.at().strand() + " " + step.at().reference() + " "
                        + step.at().visit())
                .toList();
    }

    @Test
    void anUnchangedForkMakesTheSameStepsFromEveryPosition() throws ForkPoint.NoSuchPointException {
        Trial run = shop();
        for (long t = 0; t < run.state().t(); t++) {
            Side side = new Side(run, SHOP, null);
            assertThat(side.at(t)).isEqualTo(Branch.Rest.ENDED);
            side.completes("{'paid': 'ok', 'asked': {'price': 10}}");
            long from = side.point.state().t();
            assertThat(told(side.steps))
                    .isEqualTo(told(run.steps().subList((int) from, run.steps().size())));
        }
    }

    @Test
    void thereIsNoForkAfterTheEndOrBeyondIt() {
        Trial run = shop();
        Side end = new Side(run, SHOP, null);
        assertThatThrownBy(() -> end.at(run.state().t())).hasMessageContaining("the run is completed there");
        assertThatThrownBy(() -> new Side(run, SHOP, null).at(run.state().t() + 1))
                .hasMessageContaining("there is no step " + (run.state().t() + 1));
    }

    @Test
    void aChangedValueIsUsedAndWhatItChangesIsAskedFor() throws ForkPoint.NoSuchPointException {
        Trial run = shop();
        Side side = new Side(run, SHOP, null).set("$context.asked.note", "'changed'");
        assertThat(side.at(entered(run, "pause", 0) + 1)).isEqualTo(Branch.Rest.ENDED);
        side.completes("{'paid': 'ok', 'asked': {'price': 10, 'note': 'changed'}}");

        Side loop = new Side(run, SHOP, null).set("$n", visit(run, "add", 1), "200");
        assertThat(loop.at(entered(run, "add", 1) + 1)).isEqualTo(Branch.Rest.WAITS);
        assertThat(loop.branch.wanted()).singleElement().satisfies(wanted -> {
            assertThat(wanted.live()).isFalse();
            assertThat(wanted.effect().request(0).toString()).contains("\"amount\":214");
        });
    }

    @Test
    void inputsAndOutputsOfTasksAndTheRunsInputCanBeChanged() throws ForkPoint.NoSuchPointException {
        Trial run = Trial.of("do: [{a: {set: {x: '${ .in }'}, output: {as: '.x'}}}, {b: {set: {y: '${ . }'}}}]")
                .input("{'in': 1}")
                .run()
                .completes("{'y': 1}");
        String yaml = "do: [{a: {set: {x: '${ .in }'}, output: {as: '.x'}}}, {b: {set: {y: '${ . }'}}}]";
        Side input = new Side(run, yaml, null).set("$workflow.input.in", "5");
        input.at(0);
        input.completes("{'y': 5}");
        Side task = new Side(run, yaml, null).set("$input.in", visit(run, "a", 0), "6");
        task.at(entered(run, "a", 0) + 1);
        task.completes("{'y': 6}");
        Side raw = new Side(run, yaml, null).set("$task.input", visit(run, "b", 0), "7");
        raw.at(entered(run, "b", 0));
        raw.completes("{'y': 7}");
        Side output = new Side(run, yaml, null).set("$output.x", visit(run, "a", 0), "8");
        output.at(entered(run, "a", 0) + 2);
        output.completes("{'y': 8}");
        assertThatThrownBy(() ->
                        new Side(run, yaml, null).set("$workflow.input", "1").at(3))
                .hasMessageContaining("fork at step 0");
        assertThatThrownBy(() -> new Side(run, yaml, null)
                        .set("$no", visit(run, "a", 0), "1")
                        .at(2))
                .hasMessageContaining("sees no variable $no");
        assertThatThrownBy(
                        () -> new Side(run, yaml, null).set("$context[0]", "1").at(1))
                .hasMessageContaining("there is no place $context[0]");
    }

    @Test
    void anEffectCanHaveAnotherResult() throws ForkPoint.NoSuchPointException {
        Trial run = shop();
        Side side = new Side(run, SHOP, null)
                .policy(new EffectPolicy(
                        List.of(Action.REUSE), List.of(new Rule("pay", new Does.Mock(Trial.json("'mocked'"))))));
        ForkPoint point = ForkPoint.at(
                side.machine,
                State.initial(side.program),
                0,
                side.journal(),
                run.state().t(),
                effect -> effect.reference().endsWith("/ask"));
        String key = point.state().pendingEffects().getFirst().key();
        side.at(point, new Input.Completed(key, Trial.json("{'price': 90}")));
        side.completes("{'paid': 'mocked', 'asked': {'price': 90}}");
    }

    @Test
    void policiesDenyMockFailAndLeaveLive() throws ForkPoint.NoSuchPointException {
        Trial run = shop();
        Side denied = new Side(run, SHOP, null).policy(new EffectPolicy(List.of(Action.DENY), List.of()));
        denied.at(0);
        assertThat(denied.branch.state().error()).isNotNull().satisfies(error -> {
            assertThat(error.type()).isEqualTo(Kind.AUTHORIZATION.uri());
            assertThat(error.status()).isEqualTo(403);
        });
        Side failing = new Side(run, SHOP, null)
                .policy(new EffectPolicy(
                        List.of(Action.REUSE),
                        List.of(new Rule(
                                "pay",
                                new Does.Fail(EffectPolicy.denied(
                                        run.effects(Effect.Call.class).getLast()))))));
        failing.at(0);
        assertThat(failing.branch.state().status()).isEqualTo(Status.FAULTED);
        Side live = new Side(run, SHOP, null)
                .policy(new EffectPolicy(
                        List.of(Action.REUSE), List.of(new Rule("pay", new Does.Try(List.of(Action.LIVE))))));
        assertThat(live.at(0)).isEqualTo(Branch.Rest.WAITS);
        assertThat(live.branch.wanted())
                .singleElement()
                .matches(Answers.Wanted::live)
                .matches(wanted -> wanted.effect().reference().endsWith("/pay"));
    }

    @Test
    void anEditedProgramGoesOnAtTheSameTasksOrSaysWhyNot() throws ForkPoint.NoSuchPointException {
        Trial run = shop();
        Side better = new Side(run, SHOP, SHOP.replace("paid: '${ . }'", "paid: '${ . + \"!\" }'"));
        assertThat(better.at(entered(run, "add", 2) + 1)).isEqualTo(Branch.Rest.ENDED);
        better.completes("{'paid': 'ok!', 'asked': {'price': 10}}");
        Side whole = new Side(
                run,
                SHOP,
                "input: {from: '. + {more: 1}}'}\n".replace("}}'", "}'")
                        + SHOP.replace("asked: '${ $context.asked }'", "more: '${ $workflow.input | length }'"));
        assertThat(whole.at(0)).isEqualTo(Branch.Rest.ENDED);
        whole.completes("{'paid': 'ok', 'more': 0}");
        Side other = new Side(
                run, SHOP, SHOP.replace("set: {sum: '${ .sum + $n }'}", "raise: {error: {type: x, status: 1}}"));
        assertThatThrownBy(() -> other.at(entered(run, "add", 2) + 1))
                .hasMessageContaining("/add is at work there, and is of another kind in the edited program")
                .hasMessageContaining("fork before it began");
        Side gone = new Side(run, SHOP, SHOP.replace("- each:", "- all:"));
        assertThatThrownBy(() -> gone.at(entered(run, "add", 2) + 1))
                .hasMessageContaining("/each is at work there, and the edited program has no such task");
        assertThat(gone.at(entered(run, "ask", 0))).isEqualTo(Branch.Rest.ENDED);
    }

    @Test
    void aForkOfAForkWithItsOwnProgramKeepsThatProgram() throws ForkPoint.NoSuchPointException {
        Trial run = shop();
        Side better = new Side(run, SHOP, SHOP.replace("paid: '${ . }'", "paid: '${ . + \"!\" }'"));
        better.at(2);
        List<JournalEntry> line = new ArrayList<>(run.journal().subList(0, (int) better.point.seq() + 1));
        line.addAll(better.branch.entries());
        LongFunction<List<JournalEntry>> journal = from -> line.subList((int) from, line.size());
        ForkPoint point = ForkPoint.at(
                better.machine,
                State.initial(better.program),
                0,
                journal,
                better.point.state().t() + 5,
                Long.MAX_VALUE);
        Branch again = new Branch(better.machine, point, null);
        Aside aside = new Aside(1, null, List.of(), EffectPolicy.REUSE, null);
        again.begin(new Input.Forked(2, -1, null, aside));
        assertThat(again.run(aside, Recorded.after(better.machine, point, journal), () -> false))
                .isEqualTo(Branch.Rest.ENDED);
        assertThat(String.valueOf(again.state().output())).contains("ok!");
        assertThat(Trial.machine()
                        .accepts(
                                better.point.state(),
                                new Input.Forked(
                                        1, -1, null, new Aside(0, null, List.of(), EffectPolicy.REUSE, "0000"))))
                .isFalse();
    }

    @Test
    void eventsAndRacesComeInTheRecordedOrder() throws ForkPoint.NoSuchPointException {
        String yaml = """
                do:
                  - race:
                      fork:
                        compete: true
                        branches:
                          - slow: {call: http, with: {method: get, endpoint: 'https://slow.example'}}
                          - heard: {listen: {to: {one: {with: {type: x}}}}}
                  - end: {set: {won: '${ . }'}}
                """;
        Trial run = Trial.of(yaml).event("{'type': 'x', 'data': 1}").run();
        assertThat(run.state().status()).isEqualTo(Status.COMPLETED);
        for (long t = 0; t < run.state().t(); t++) {
            Side side = new Side(run, yaml, null);
            assertThat(side.at(t)).isEqualTo(Branch.Rest.ENDED);
            assertThat(side.branch.state().output()).isEqualTo(run.state().output());
        }
    }
}
