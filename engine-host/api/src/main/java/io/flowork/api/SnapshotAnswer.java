package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * A kept state of a run, from which to fold what follows. It is only a cache: without one the journal is folded from its
 * beginning.
 *
 * @param seq the number of the last entry that it has; null if no state was kept there
 * @param t the number of its next step
 * @param stateHash its hash, as 16 hexadecimal digits
 * @param state its encoding, compressed (RFC 1950) and then in Base64
 */
public record SnapshotAnswer(
        @Nullable Long seq,
        @Nullable Long t,
        @Nullable String stateHash,
        @Nullable String state) {}
