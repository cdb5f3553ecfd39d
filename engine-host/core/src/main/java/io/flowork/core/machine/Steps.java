package io.flowork.core.machine;

/** Follows the steps of a run while it is folded. */
@FunctionalInterface
public interface Steps {
    /** Called after each step, in order. Must not throw. */
    void step(Step step);

    /** Whether to rest now, before the next transition, though there is more to do. Asked after each. */
    default boolean isEnough() {
        return false;
    }
}
