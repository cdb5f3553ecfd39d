package io.flowork.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.journal.Fold;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqCompileException;
import io.flowork.core.jq.JqException;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InspectorTest {
    private static final JqLimits LIMITS = new JqLimits(1_000_000, 16 << 20, 10_000, 10_000);

    private final JqMachine jq = new JqMachine(LIMITS, new Interrupt());

    @Test
    void showsALoopWithItsVariables() {
        Trial trial = Trial.of("""
                do:
                  - over:
                      for: {each: pet, in: '${ .pets }'}
                      do:
                        - show:
                            input: {from: '${ {name: $pet, place: $index} }'}
                            set: {seen: '${ .name }'}
                """).input("{'pets': ['Rex', 'Tom']}").run();

        ActiveFrame frame = stop(trial, "show", 1);
        assertThat(all(frame, "., $input, $pet, $index, $context.pets[0], $output"))
                .containsExactly(
                        Trial.json("{'name': 'Tom', 'place': 1}"),
                        Trial.json("{'name': 'Tom', 'place': 1}"),
                        Trial.json("'Tom'"),
                        Trial.json("1"),
                        Trial.json("'Rex'"),
                        Trial.json("null"));
        assertThat(frame.rawInput()).isEqualTo(Trial.json("{'seen': 'Rex'}"));
        assertThat(frame.locals())
                .containsExactly(
                        new ActiveFrame.Local("pet", Trial.json("'Tom'")),
                        new ActiveFrame.Local("index", Trial.json("1")));

        List<ActiveFrame> stack = inspect(trial, "show", 1).stack(0);
        assertThat(stack)
                .extracting(each -> each.node().reference())
                .containsExactly("/do/0/over/do/0/show", "/do/0/over", "/");
        assertThat(stack.get(1).loop()).isEqualTo(new ActiveFrame.Loop(1, 2, Trial.json("'Tom'")));
        assertThat(all(stack.get(1), ".pets | length")).containsExactly(Trial.json("2"));
    }

    @Test
    void showsTheStackOfABranchThroughItsFork() {
        Trial trial = Trial.of("""
                do:
                  - both:
                      fork:
                        branches:
                          - left: {do: [{a: {set: {a: 1}}}]}
                          - right: {set: {b: 2}}
                """).run();

        Inspector inspector = inspect(trial, "a", 0);
        assertThat(inspector.lines()).extracting(Inspector.Line::parent).containsExactly(-1, 0, 0);
        assertThat(inspector.stack(1))
                .extracting(each -> each.node().name())
                .containsExactly("a", "left", "both", "trial");
        assertThat(inspector.stack(7)).isEmpty();
    }

    @Test
    void showsAttemptsErrorsAndWhatIsPending() {
        Trial trial = Trial.of("""
                do:
                  - safe:
                      try:
                        - ask: {call: http, with: {method: get, endpoint: 'http://localhost'}}
                      catch:
                        as: problem
                        retry: {limit: {attempt: {count: 1}}}
                        do:
                          - log: {set: {code: '${ $problem.status }'}}
                """)
                .calls(call -> Reply.fail(WorkflowError.Kind.COMMUNICATION, 503))
                .run();

        assertThat(inspect(trial, "ask", 0).stack(0).get(1).attempt()).isEqualTo(1);
        ActiveFrame handler = stop(trial, "log", 0);
        assertThat(all(handler, "$problem.status")).containsExactly(Trial.json("503"));
        ActiveFrame attempt = inspect(trial, "log", 0).stack(0).get(1);
        assertThat(attempt.error()).isNotNull();

        Trial waiting = Trial.of("do: [{ask: {call: http, with: {method: get, endpoint: 'http://localhost'}}}]")
                .start()
                .settle();
        assertThat(new Inspector(waiting.state()).stack(0).getFirst().pending())
                .singleElement()
                .isInstanceOf(Effect.Call.class);
    }

    @Test
    void knowsTheTaskAndTheWorkflow() {
        Trial trial = Trial.of("do: [{one: {input: {from: '${ .n }'}, set: {x: 1}}}]")
                .input("{'n': 4}")
                .run();

        ActiveFrame frame = stop(trial, "one", 0);
        assertThat(all(
                        frame,
                        "$task.name, $task.input, $workflow.input, $workflow.definition.document.name, $runtime.name"))
                .containsExactly(
                        Trial.json("'one'"),
                        Trial.json("{'n': 4}"),
                        Trial.json("{'n': 4}"),
                        Trial.json("'trial'"),
                        Trial.json("'flowork'"));
    }

    @Test
    void masksSecrets() {
        Trial trial = Trial.of("""
                use: {secrets: [token]}
                do: [{one: {set: {x: 1}}}]
                """).run();

        ActiveFrame frame = stop(trial, "one", 0);
        assertThat(all(frame, "$secrets").toString()).isEqualTo("[{\"token\":\"••••\"}]");
        assertThatThrownBy(() -> all(frame, "$secrets.token | length")).isInstanceOf(JqException.class);
    }

    @Test
    void staysWithinItsBudget() {
        Trial trial = Trial.of("do: [{one: {set: {x: 1}}}]").run();
        ActiveFrame frame = stop(trial, "one", 0);
        long before = trial.state().hash();

        assertThatThrownBy(() -> all(frame, "[range(1e12)] | length"))
                .isInstanceOf(JqException.class)
                .hasMessageContaining("step");
        assertThatThrownBy(() -> all(frame, "$nobody")).isInstanceOf(JqCompileException.class);
        jq.interrupt().raise();
        assertThatThrownBy(() -> all(frame, "[range(1e9)] | length")).isInstanceOf(JqException.class);
        jq.interrupt().clear();
        assertThat(trial.state().hash()).isEqualTo(before);
    }

    private List<JsonValue> all(ActiveFrame frame, String filter) {
        return frame.evaluate(frame.compile(JqParser.parse(filter).filter()), frame.data(), jq, LIMITS);
    }

    /** The state at a visit of a task: after it was entered, before anything of its body. */
    private static Inspector inspect(Trial trial, String task, int visit) {
        Step.Entered entered = trial.steps(Step.Entered.class).stream()
                .filter(step -> Trial.name(step.at().reference()).equals(task))
                .skip(visit)
                .findFirst()
                .orElseThrow();
        long t = entered.at().t() + 1;
        Fold fold = new Fold(Trial.machine(), State.initial(trial.state().program()), null);
        for (var entry : trial.journal()) {
            if (entry.t() >= t) {
                break;
            }
            assertThat(fold.add(entry)).isNull();
        }
        fold.advance(t);
        assertThat(fold.state().t()).isEqualTo(t);
        return new Inspector(fold.state());
    }

    private static ActiveFrame stop(Trial trial, String task, int visit) {
        Inspector inspector = inspect(trial, task, visit);
        for (Inspector.Line line : inspector.lines()) {
            for (ActiveFrame frame : inspector.stack(line.id())) {
                if (frame.node().name().equals(task)) {
                    return frame;
                }
            }
        }
        throw new AssertionError(task + " is not active");
    }
}
