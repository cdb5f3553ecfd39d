package io.flowork.runtime;

import io.flowork.core.program.Program;
import io.flowork.store.StoredProgram;

/**
 * A workflow that can run.
 *
 * @param program the compiled workflow
 * @param source its text as the store keeps it
 */
public record LoadedWorkflow(Program program, StoredProgram source) {}
