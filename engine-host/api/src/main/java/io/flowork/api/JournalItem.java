package io.flowork.api;

import io.flowork.grammar.json.JsonValue;
import java.time.Instant;

/**
 * One input of a run, as its journal keeps it.
 *
 * @param branch the branch it was read on; those before its fork are shared with another one
 * @param seq its number within the branch: 0, 1, 2, …
 * @param t the number of the step at which it was applied
 * @param time when it happened
 * @param kind what it is, such as {@code started} or {@code completed}
 * @param payload what it carries
 * @param stateHash the hash of the machine's state after it, as 16 hexadecimal digits
 * @param chain the hash over it and all entries before, as 64 hexadecimal digits: see {@link SubscribeRequest#chain}
 */
public record JournalItem(
        int branch, long seq, long t, Instant time, String kind, JsonValue payload, String stateHash, String chain) {}
