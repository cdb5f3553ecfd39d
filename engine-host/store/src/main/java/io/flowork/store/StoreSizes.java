package io.flowork.store;

/**
 * How much a store holds.
 *
 * @param bytes its size on disk, in bytes
 * @param runs the number of runs
 * @param entries the number of journal entries
 * @param chunks the number of payload chunks
 * @param snapshots the number of snapshots
 */
public record StoreSizes(long bytes, long runs, long entries, long chunks, long snapshots) {}
