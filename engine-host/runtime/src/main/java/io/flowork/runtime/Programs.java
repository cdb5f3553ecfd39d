package io.flowork.runtime;

/** Gives the programs of stored runs. */
@FunctionalInterface
public interface Programs {
    /**
     * The program of a hash.
     *
     * @throws UnusableWorkflowException if there is none, or it has errors by this version of Flowork
     */
    LoadedWorkflow load(String hash);
}
