package io.flowork.dap.shell;

import io.flowork.core.history.Stop;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.dap.session.Session;
import io.flowork.dap.session.StepTargets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.lsp4j.debug.StepInTarget;
import org.eclipse.lsp4j.debug.StepInTargetsResponse;
import org.jspecify.annotations.Nullable;

/** What a client was told that it can step into, by numbers. */
final class StepTargetTable {
    private @Nullable Stop from;
    private List<StepTargets.Target> targets = List.of();

    /** What can be stepped into from a frame: only the innermost one where the session stands leads somewhere. */
    StepInTargetsResponse of(Session session, ActiveFrame frame, ActiveFrame innermost) {
        from = session.at();
        targets = frame.visit() == innermost.visit() && frame.run().equals(innermost.run())
                ? session.stepTargets()
                : List.of();
        List<StepInTarget> told = new ArrayList<>();
        for (StepTargets.Target each : targets) {
            StepInTarget target = new StepInTarget();
            target.setId(told.size() + 1);
            target.setLabel(each.label());
            told.add(target);
        }
        StepInTargetsResponse response = new StepInTargetsResponse();
        response.setTargets(told.toArray(StepInTarget[]::new));
        return response;
    }

    /** The one with a number. */
    StepTargets.Target numbered(int number, Session session) {
        if (!session.at().equals(from) || number < 1 || number > targets.size()) {
            throw Failures.refused(
                    "There is nothing to step into with the number " + number + " here; 'stepInTargets' lists it");
        }
        return targets.get(number - 1);
    }
}
