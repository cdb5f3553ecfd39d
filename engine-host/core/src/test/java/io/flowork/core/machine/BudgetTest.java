package io.flowork.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.core.error.WorkflowError;
import io.flowork.grammar.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits are recorded with the run, and decide it wherever it is folded. */
class BudgetTest {
    private static Trial with(String limit, long value, String tasks) {
        return Trial.of("do: " + tasks).limits(Limits.DEFAULT.with(limit, value));
    }

    private static String detail(Trial trial) {
        List<Step.Raised> raised = trial.steps(Step.Raised.class);
        assertThat(raised).isNotEmpty();
        return String.valueOf(raised.getFirst().error().detail());
    }

    @Test
    void eachLimitDecidesAndSaysSo() {
        String loop = "[{a: {set: '${ last(range(10000)) }'}}]";
        assertThat(detail(with("expression-steps", 1_000, loop).run())).contains("more than 1000 steps");
        assertThat(detail(with("expression-bytes", 1_000, "[{a: {set: '${ [range(10000)] }'}}]")
                        .run()))
                .contains("more than 1000 bytes");
        assertThat(detail(with("expression-depth", 10, "[{a: {set: '${ def f: 1 + f; f }'}}]")
                        .run()))
                .contains("more than 10 deep");
        assertThat(detail(with("value-bytes", 100, "[{a: {set: '${ [range(100)] }'}}]")
                        .run()))
                .contains("larger than the limit of 100 bytes");
    }

    @Test
    void theExpressionsOfARunHaveABudgetTogether() {
        String twice = "[{a: {set: '${ last(range(2000)) }'}}, {b: {set: '${ last(range(2000)) }'}}]";
        with("run-steps", 1_000_000, twice).run().completes("1999");
        Trial stopped = with("run-steps", 12_000, twice).run();
        assertThat(detail(stopped))
                .contains("used up the 12000 steps that the limit 'run-steps' gives them together")
                .contains("raise it where the run is started");
        assertThat(stopped.steps(Step.Raised.class).getFirst().at().reference()).isEqualTo("/do/1/b");
        assertThat(detail(with("run-bytes", 3_000, "[{a: {set: '${ [range(100)] }'}}, {b: {set: '${ [range(100)] }'}}]")
                        .run()))
                .contains("used up the 3000 bytes that the limit 'run-bytes' gives them together");
    }

    @Test
    void anEvaluationThatWasStoppedFailsItsTransitionOnce() {
        Trial trial = Trial.of(
                        "do: [{t: {try: [{a: {set: '${ 1 + 1 }'}}], catch: {do: [{h: {set: '${ $error.detail }'}}]}}}]")
                .start();
        assertThat(trial.give(new Input.Stopped(10_000))).isTrue();
        trial.go();
        trial.check().completes("'An expression was still running after 10000 ms and was stopped'");
    }

    @Test
    void limitsComeBackFromJournalsAsTheyWere() {
        Limits limits = Limits.DEFAULT.with("run-steps", 7).with("expression-bytes", 8);
        Input.Started started = new Input.Started("r", Trial.json("1"), JsonObject.EMPTY, limits);
        assertThat(InputJson.read("started", InputJson.payload(started))).isEqualTo(started);
        Input.Started old = new Input.Started("r", Trial.json("1"), JsonObject.EMPTY, null);
        assertThat(InputJson.payload(old).has("limits")).isFalse();
        assertThat(InputJson.read("started", InputJson.payload(old))).isEqualTo(old);
        assertThat(InputJson.read("stopped", InputJson.payload(new Input.Stopped(5))))
                .isEqualTo(new Input.Stopped(5));
    }

    @Test
    void limitsAreNamedAndChecked() {
        assertThat(Limits.names()).hasSize(8).contains("expression-steps", "run-bytes", "task-depth");
        assertThatThrownBy(() -> Limits.DEFAULT.with("steps", 1)).hasMessageContaining("no limit 'steps'");
        assertThatThrownBy(() -> Limits.DEFAULT.with("expression-depth", Long.MAX_VALUE))
                .hasMessageContaining("from 1 to 10000000");
    }

    @Test
    void aListenerLearnsWhichPartFailed() {
        Trial trial = Trial.of("do: [{a: {set: '${ .x | {a: (1 + \"b\")} }'}}]").run();
        Step.Raised raised = trial.steps(Step.Raised.class).getFirst();
        Step.Spot spot = raised.spot();
        assertThat(spot).isNotNull();
        assertThat(spot.expression()
                        .text()
                        .substring(spot.part().start(), spot.part().end()))
                .isEqualTo("1 + \"b\"");
        WorkflowError error = raised.error();
        assertThat(error.detail()).startsWith("number (1) and string (\"b\") cannot be added");
    }
}
