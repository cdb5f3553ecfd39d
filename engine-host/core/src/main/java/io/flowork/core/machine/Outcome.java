package io.flowork.core.machine;

import java.util.List;

/**
 * What came of an input or of an advance.
 *
 * @param state the state after it
 * @param effects what the run wants from the world now, in order
 */
public record Outcome(State state, List<Effect> effects) {
    /** Copies the effects. */
    public Outcome {
        effects = List.copyOf(effects);
    }
}
