package io.flowork.store;

import io.flowork.grammar.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What went into a run and what came out of it.
 *
 * @param input its input
 * @param output its output, or null if it has none
 * @param error the error that ended it, or null if there was none
 */
public record RunData(
        JsonValue input,
        @Nullable JsonValue output,
        @Nullable JsonValue error) {}
