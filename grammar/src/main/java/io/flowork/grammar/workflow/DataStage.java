package io.flowork.grammar.workflow;

import org.jspecify.annotations.Nullable;

/**
 * How data is checked and transformed at one point: {@code input}, {@code output} or {@code export}.
 *
 * @param schema what the data must satisfy, if anything; {@code input.schema} checks the raw input, the others the
 *     transformed data
 * @param transform {@code input.from}, {@code output.as} or {@code export.as}, if any
 */
public record DataStage(
        @Nullable SchemaSpec schema, @Nullable Template transform) {
    /** Neither checks nor transforms. */
    public static final DataStage NONE = new DataStage(null, null);
}
