package io.flowork.core.program;

import io.flowork.grammar.workflow.SchemaSpec;
import org.jspecify.annotations.Nullable;

/**
 * A compiled data stage.
 *
 * @param schema what the data must satisfy, if anything
 * @param externalSchema where that schema is, when it is kept elsewhere
 * @param transform how the data is transformed, if at all
 */
public record Stage(
        @Nullable SchemaSpec schema,
        @Nullable Evaluable externalSchema,
        @Nullable Evaluable transform) {
    /** Neither checks nor transforms. */
    public static final Stage NONE = new Stage(null, null, null);

    /** Whether it neither checks nor transforms. */
    public boolean isEmpty() {
        return schema == null && transform == null;
    }
}
