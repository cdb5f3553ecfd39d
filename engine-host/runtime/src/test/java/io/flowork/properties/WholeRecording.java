package io.flowork.properties;

import io.flowork.core.history.Recording;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.State;
import io.flowork.core.program.Program;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run that is recorded and of which no states are kept. */
record WholeRecording(Recorded run) implements Recording {
    @Override
    public Program program() {
        return run.program();
    }

    @Override
    public List<JournalEntry> entries(long from) {
        return run.journal()
                .subList((int) from, (int) Math.min(from + 5, run.journal().size()));
    }

    @Override
    public List<Checkpoint> checkpoints() {
        return List.of();
    }

    @Override
    public @Nullable State state(Checkpoint checkpoint) {
        return null;
    }
}
