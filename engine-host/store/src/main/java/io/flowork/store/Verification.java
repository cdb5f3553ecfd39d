package io.flowork.store;

import org.jspecify.annotations.Nullable;

/**
 * What checking the hash chain of a run has shown.
 *
 * @param run the run's id
 * @param entries how many entries, from the first on, are as they were written
 * @param erased how many of these have no payload any more
 * @param problem what is wrong with the entry after these, or null if there is nothing wrong
 */
public record Verification(
        String run, long entries, long erased, @Nullable String problem) {
    /** Whether the whole journal is as it was written. */
    public boolean intact() {
        return problem == null;
    }
}
