package io.flowork.runtime;

import org.jspecify.annotations.Nullable;

/** What is done in the turns of a run, or of a branch beside one. */
interface Turns {
    /** Does what there is to do now, and tells the run once that is durable. */
    void turn();

    /** Carries out the effects whose causes are durable by now; gives the result once there is nothing more to do. */
    @Nullable
    RunResult carryOut();

    /** Whether there is something to do without waiting for an input. */
    boolean hasMore();

    /** Whether something else was asked for by whoever controls the run, or nobody does any more. */
    boolean isHeldInVain();

    /** Whether everything about the run is in the store, and nothing of it is at work but what lives by itself. */
    boolean mayLeave();

    /** Whether calls are at work that will end by themselves. */
    boolean isCalling();

    /** Stops what is at work; what it gives is not taken any more. */
    void abandon();

    /** Keeps a snapshot, unless folding is quick enough without. Nothing waits for it, as it is only a cache. */
    void snapshot();
}
