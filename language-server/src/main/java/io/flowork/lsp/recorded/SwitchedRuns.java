package io.flowork.lsp.recorded;

import java.util.Optional;

/** Recorded runs that an author can do without. While they are off nothing is looked for. */
public final class SwitchedRuns implements RecordedRuns {
    private final RecordedRuns runs;
    private volatile boolean on = true;

    /** Runs that are shown until somebody does not want them. */
    public SwitchedRuns(RecordedRuns runs) {
        this.runs = runs;
    }

    /** Shows them, or not. */
    public void show(boolean wanted) {
        on = wanted;
    }

    @Override
    public Optional<RecordedWorkflow> of(String file, String namespace, String name) {
        return on ? runs.of(file, namespace, name) : Optional.empty();
    }

    @Override
    public void listen(Runnable listener) {
        runs.listen(() -> {
            if (on) {
                listener.run();
            }
        });
    }
}
