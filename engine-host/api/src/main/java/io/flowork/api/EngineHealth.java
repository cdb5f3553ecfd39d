package io.flowork.api;

import java.util.Map;

/**
 * How an engine is.
 *
 * @param state {@code ready}, or {@code stopping}
 * @param active how many runs have not ended
 * @param away how many of them have their state in the store only
 * @param recovered how many runs an earlier process had left
 * @param recovering whether some of those are not known yet
 * @param unfinished how many runs in the store stand where, of those that have not ended
 * @param ended how many runs ended how, since the engine started
 * @param commits how many times something of a run became durable, since the engine started
 * @param entries how many journal entries were recorded, since the engine started
 * @param steps how many steps were made, since the engine started
 * @param counters what else is counted since the engine started, by name in the words of metrics: {@code runs_pruned}
 * @param calls how the calls of functions are
 */
public record EngineHealth(
        String state,
        long active,
        long away,
        long recovered,
        boolean recovering,
        Map<String, Long> unfinished,
        Map<String, Long> ended,
        long commits,
        long entries,
        long steps,
        Map<String, Long> counters,
        CallHealth calls) {
    /** The state of an engine that takes work. */
    public static final String READY = "ready";

    /** The state of an engine that takes no more work. */
    public static final String STOPPING = "stopping";

    /** Copies the maps. */
    public EngineHealth {
        unfinished = unfinished == null ? Map.of() : Map.copyOf(unfinished);
        ended = ended == null ? Map.of() : Map.copyOf(ended);
        counters = counters == null ? Map.of() : Map.copyOf(counters);
        calls = calls == null ? CallHealth.NONE : calls;
    }
}
