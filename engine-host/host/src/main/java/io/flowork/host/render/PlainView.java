package io.flowork.host.render;

import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import io.flowork.core.program.Body;
import io.flowork.core.program.Node;
import io.flowork.core.program.Program;
import io.flowork.host.terminal.Times;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes what takes time or goes wrong as plain lines, for logs: the first visit of each task that calls, waits or
 * listens, every retry, every error where it arose. No more than {@value #MOST} lines.
 */
public final class PlainView implements Steps {
    private static final int MOST = 200;

    private final Program program;
    private final PrintStream err;
    private final Set<String> told = new HashSet<>();
    private String lastError = "";
    private int lines;

    /**
     * A view without lines.
     *
     * @param program the program that runs
     * @param err where to write
     */
    public PlainView(Program program, PrintStream err) {
        this.program = program;
        this.err = err;
    }

    @Override
    public void step(Step step) {
        switch (step) {
            case Step.Scheduled s -> scheduled(s);
            case Step.Retrying s ->
                line(
                        s.at(),
                        "attempt " + s.attempt() + " in " + Times.duration(s.delay()) + ": "
                                + ErrorText.summary(s.error()));
            case Step.Raised s -> {
                String error = ErrorText.summary(s.error()) + s.error().instance();
                if (!error.equals(lastError)) {
                    lastError = error;
                    line(s.at(), ErrorText.summary(s.error()));
                }
            }
            case Step.Entered s -> {}
            case Step.Skipped s -> {}
            case Step.Evaluated s -> {}
            case Step.Turn s -> {}
            case Step.BranchStarted s -> {}
            case Step.BranchJoined s -> {}
            case Step.Consumed s -> {}
            case Step.Waiting s -> {}
            case Step.Completed s -> {}
            case Step.Caught s -> {}
            case Step.Cancelled s -> {}
        }
    }

    private void scheduled(Step.Scheduled step) {
        String what = TaskText.effect(step.effect());
        if (step.effect() instanceof Effect.Timer timer) {
            Node node = TaskText.node(program, step.at().reference());
            if (node == null || !(node.body() instanceof Body.Wait)) {
                return;
            }
            what = "waiting " + Times.duration(timer.due() - step.at().time());
        }
        if (!what.isEmpty() && told.add(step.at().reference())) {
            line(step.at(), what);
        }
    }

    private void line(Step.At at, String text) {
        if (lines++ < MOST) {
            err.println("flowork: " + TaskText.name(at.reference()) + ": " + text);
        } else if (lines == MOST + 1) {
            err.println("flowork: further steps are not listed; 'flowork runs show' lists them all");
        }
    }
}
