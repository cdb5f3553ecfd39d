package io.flowork.store;

/**
 * A machine's state after an entry: a cache that saves folding, and can be dropped.
 *
 * @param run the run's id
 * @param branch the number of the branch, 0 for the run itself
 * @param seq the number of the entry after which the state was taken
 * @param t the number of the step the state is at
 * @param state the encoded state; not to be changed
 * @param stateHash the hash of the state
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy of a large state would cost
public record Snapshot(String run, int branch, long seq, long t, byte[] state, long stateHash) {}
