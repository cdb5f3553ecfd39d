package io.flowork.runtime;

import io.flowork.core.program.Program;
import io.flowork.store.StoredProgram;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A workflow that can run.
 *
 * @param program the compiled workflow
 * @param source its text as the store keeps it
 * @param folder the folder its file is in, which the files it names are relative to; null when it is in none
 */
public record LoadedWorkflow(
        Program program, StoredProgram source, @Nullable Path folder) {
    /** A workflow that is in no folder. */
    public LoadedWorkflow(Program program, StoredProgram source) {
        this(program, source, null);
    }
}
