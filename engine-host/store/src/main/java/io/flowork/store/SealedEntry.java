package io.flowork.store;

import io.flowork.core.journal.Chain;
import org.jspecify.annotations.Nullable;

/**
 * A journal entry as it is stored, with its proof.
 *
 * @param seq its number within the branch
 * @param t the number of the step at which it was applied
 * @param time when it happened: milliseconds since 1970-01-01 UTC
 * @param kind what it is
 * @param stateHash the hash of the machine's state after it
 * @param payload the encoded payload, or null once it was erased
 * @param salt the salt of the commitment, or null once it was erased
 * @param commitment the commitment to the payload: made from it and its salt where they are there, never stored beside them, so
 *     whoever checks the chain checks the payload
 * @param chain the hash of the chain up to and including this entry
 */
@SuppressWarnings("ArrayRecordComponent") // compared field by field where it matters
public record SealedEntry(
        long seq,
        long t,
        long time,
        String kind,
        long stateHash,
        byte @Nullable [] payload,
        byte @Nullable [] salt,
        byte[] commitment,
        byte[] chain) {

    /** The hash this entry ought to have after another. */
    public byte[] chainAfter(byte[] previous) {
        return Chain.next(previous, seq, t, time, kind, stateHash, commitment);
    }
}
