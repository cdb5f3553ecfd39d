package io.flowork.runtime;

import io.flowork.core.program.ProgramSource;

/** Gives the programs of stored runs. */
@FunctionalInterface
public interface Programs {
    /**
     * The program of a hash.
     *
     * @throws UnusableWorkflowException if there is none, or it has errors by this version of Flowork
     */
    LoadedWorkflow load(String hash);

    /** The same for machines, to whom a program that cannot be used is none. */
    default ProgramSource source() {
        return hash -> {
            try {
                return load(hash).program();
            } catch (UnusableWorkflowException e) {
                return null;
            }
        };
    }
}
