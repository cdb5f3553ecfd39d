package io.flowork.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.history.Happening;
import io.flowork.core.history.Inside;
import io.flowork.core.history.Stop;
import io.flowork.core.journal.Cursor.DivergedException;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.Trace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class InsideTest {
    /** What happens from the stop at a task on, as lines. */
    private static List<String> inside(Trial trial, String task) throws DivergedException {
        Step.Entered stop = trial.steps(Step.Entered.class).stream()
                .filter(step -> Trial.name(step.at().reference()).equals(task))
                .findFirst()
                .orElseThrow();
        State state = JournalReplay.after(trial, stop.at().t());
        List<String> lines = new ArrayList<>();
        Step.At at = stop.at();
        Stop there = new Stop(Stop.Kind.TASK, at.t(), at.strand(), at.visit(), at.parent(), 1, at.reference());
        for (Inside.Point point : Inside.of(JournalReplay.past(trial), there, state)) {
            lines.add(
                    switch (point) {
                        case Inside.Expression expression -> line(expression.happening());
                        case Inside.Request request ->
                            request.step().effect().getClass().getSimpleName() + " answered "
                                    + (request.answer() == null
                                            ? "nothing"
                                            : request.answer().payload().get("output") + " at "
                                                    + (request.answer().time() - Trial.START));
                        case Inside.Other other ->
                            other.step().kind() + " "
                                    + Trial.name(other.step().at().reference())
                                    + (other.step() instanceof Step.Raised raised && raised.spot() != null
                                            ? " at " + raised.spot().part().start()
                                            : "");
                    });
        }
        return lines;
    }

    private static String line(Happening.Evaluated happening) {
        Evaluation evaluation = happening.evaluation();
        StringBuilder line =
                new StringBuilder(happening.stage() + " of " + evaluation.data() + ": " + evaluation.result());
        for (Evaluation.Program program : evaluation.programs()) {
            Trace trace = evaluation.trace(program, new Interrupt());
            assertThat(trace.end().value()).isEqualTo(program.result());
            line.append(" [").append(program.expression().text()).append(" -> ");
            line.append(trace.event(trace.size() - 1).value()).append(']');
        }
        return line.toString();
    }

    @Test
    void listsExpressionsRequestsAndSteps() throws DivergedException {
        Trial trial = Trial.of("""
                do:
                - ask:
                    input: {from: '${ {id: .n} }'}
                    call: http
                    with: {method: get, endpoint: 'https://a.example/{id}', query: {twice: '${ .id * 2 }', one: '1'}}
                    output: {as: .name}
                    export: {as: '${ $context + {name: .} }'}
                - use: {set: '${ $context.name }'}
                """).input("{'n': 4}").calls("{'name': 'a'}").run();
        trial.completes("'a'");
        assertThat(inside(trial, "ask"))
                .containsExactly(
                        "with of {\"id\":4}: "
                                + trial.steps(Step.Evaluated.class).get(1).result() + " [.id * 2 -> 8]",
                        "Call answered {\"name\":\"a\"} at 0",
                        "output.as of {\"name\":\"a\"}: \"a\" [.name -> \"a\"]",
                        "export.as of \"a\": {\"n\":4,\"name\":\"a\"} [$context + {name: .} -> {\"n\":4,\"name\":\"a\"}]",
                        "completed ask");
        assertThat(inside(trial, "")).containsExactly("input.from of {\"n\":4}: {\"id\":4} [{id: .n} -> {\"id\":4}]");
    }

    @Test
    void showsWhereAnExpressionFailed() throws DivergedException {
        Trial trial = Trial.of("""
                do:
                - wrong: {set: {fine: '${ .a }', bad: '${ .a | .b.c }'}}
                """).input("{'a': 1}").run();
        assertThat(inside(trial, "wrong"))
                .containsExactly(
                        "null of {\"a\":1}: null [.a -> 1] [.a | .b.c -> \"Cannot index number with \\\"b\\\"\"]"
                                .replace("with \\\"b\\\"", "with string (\\\"b\\\")"),
                        "raised wrong at 5",
                        "raised ");
    }

    @Test
    void aBranchEndsWhereItEnds() throws DivergedException {
        Trial trial = Trial.of("""
                do:
                - both:
                    fork:
                      branches:
                      - left: {set: '${ .n + 1 }'}
                      - right: {set: '${ .n + 2 }'}
                - after: {set: '${ add }'}
                """).input("{'n': 1}").run();
        trial.completes("5");
        assertThat(inside(trial, "left")).containsExactly("set of {\"n\":1}: 2 [.n + 1 -> 2]", "completed left");
    }

    @Test
    void secretsStayHandles() throws DivergedException {
        Trial trial = Trial.of("""
                use: {secrets: [key]}
                do:
                - ask: {set: {token: '${ "Bearer " + $secrets.key }', all: '${ $secrets }'}}
                """).run();
        assertThat(inside(trial, "ask"))
                .containsExactly(
                        "set of {}: {\"token\":\"••••\",\"all\":{\"key\":\"••••\"}}"
                                + " [\"Bearer \" + $secrets.key -> \"••••\"] [$secrets -> {\"key\":\"••••\"}]",
                        "completed ask",
                        "completed ");
    }
}
