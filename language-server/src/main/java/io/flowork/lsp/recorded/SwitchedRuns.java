package io.flowork.lsp.recorded;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Recorded runs that an author can do without. While they are off nothing is looked for. */
public final class SwitchedRuns implements RecordedRuns {
    private final RecordedRuns runs;
    private final BooleanSupplier on;

    /**
     * Runs that are shown to who wants them.
     *
     * @param on whether they are wanted now
     */
    public SwitchedRuns(RecordedRuns runs, BooleanSupplier on) {
        this.runs = runs;
        this.on = on;
    }

    @Override
    public Optional<RecordedWorkflow> of(String file, String namespace, String name) {
        return on.getAsBoolean() ? runs.of(file, namespace, name) : Optional.empty();
    }

    @Override
    public Listening listen(Runnable listener) {
        return runs.listen(() -> {
            if (on.getAsBoolean()) {
                listener.run();
            }
        });
    }
}
