package io.flowork.store;

/**
 * Faulted runs whose errors have one fingerprint.
 *
 * @param fingerprint the fingerprint
 * @param count how many they are
 * @param first when the first of them ended: milliseconds since 1970-01-01 UTC
 * @param last when the last of them ended: milliseconds since 1970-01-01 UTC
 * @param example the newest of them
 */
public record FaultGroup(String fingerprint, long count, long first, long last, RunRecord example) {}
