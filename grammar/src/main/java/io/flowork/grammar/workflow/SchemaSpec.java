package io.flowork.grammar.workflow;

import io.flowork.grammar.json.JsonValue;

/** A JSON Schema that data must satisfy. */
public sealed interface SchemaSpec {

    /**
     * A schema written in the workflow.
     *
     * @param document the schema: an object or a boolean
     */
    record Inline(JsonValue document) implements SchemaSpec {}

    /**
     * A schema kept elsewhere.
     *
     * @param resource where it is
     */
    record External(ExternalResource resource) implements SchemaSpec {}
}
