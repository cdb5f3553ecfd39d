package io.flowork.core.history;

import io.flowork.core.history.Provenance.What;
import io.flowork.core.machine.Step;
import io.flowork.grammar.json.JsonValue;
import java.util.List;

/** What a task gives to the one after it. */
final class HandedOn {
    private HandedOn() {}

    /** Whether what a step hands on to the next task is this. */
    static boolean gives(Step step, long parent, JsonValue whole) {
        JsonValue given = switch (step) {
            case Step.Completed completed when completed.at().parent() == parent -> completed.output();
            case Step.Skipped skipped when skipped.at().parent() == parent -> skipped.input();
            case Step.Entered entered when entered.at().visit() == parent -> entered.input();
            case Step.Turn turn when turn.at().visit() == parent -> turn.data();
            case Step.Evaluated evaluated
            when evaluated.at().visit() == parent && evaluated.stage().equals("with") -> evaluated.result();
            default -> null;
        };
        return given != null && given.equals(whole);
    }

    /** What a task that has ended, or was skipped, hands on. */
    static List<Origin> by(Step step, List<JsonValue> path) {
        return switch (step) {
            case Step.Completed completed ->
                Origin.only(new Subject.Data(
                        What.OUTPUT, completed.at(), completed.at().t() + 1, path, completed.output()));
            case Step.Skipped skipped ->
                Origin.only(new Subject.Data(
                        What.RAW_INPUT, skipped.at(), skipped.at().t(), path, skipped.input()));
            default -> throw new IllegalStateException("nothing is handed on by " + step);
        };
    }
}
