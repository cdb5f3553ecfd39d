package io.flowork.core.machine;

/** Follows the steps of a run while it is folded. */
@FunctionalInterface
public interface Steps {
    /** Called after each step, in order. Must not throw. */
    void step(Step step);

    /** Whether {@link #evaluated} is to be called. */
    default boolean followsExpressions() {
        return false;
    }

    /**
     * Called after each expression and template that a task evaluates, before the step that it belongs to: the one with the
     * same number. Must not throw.
     */
    default void evaluated(Evaluation evaluation) {}

    /** Whether to rest now, before the next transition, though there is more to do. Asked after each. */
    default boolean isEnough() {
        return false;
    }
}
