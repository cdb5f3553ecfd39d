package io.flowork.core.journal;

import io.flowork.grammar.json.JsonObject;

/**
 * One input of a run as the journal keeps it.
 *
 * @param seq its number within the branch, 0, 1, 2, …
 * @param t the number of the step at which it was applied
 * @param time when it happened: milliseconds since 1970-01-01 UTC
 * @param kind what it is, such as {@code started} or {@code completed}
 * @param payload what it carries
 * @param stateHash the hash of the machine's state after it
 */
public record JournalEntry(long seq, long t, long time, String kind, JsonObject payload, long stateHash) {}
