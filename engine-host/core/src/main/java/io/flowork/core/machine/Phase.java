package io.flowork.core.machine;

/** How far a task has come. */
enum Phase {
    CONDITION,
    INPUT_SCHEMA,
    INPUT_FROM,
    ENTER,
    BEFORE,
    BODY,
    AFTER,
    OUTPUT_AS,
    OUTPUT_SCHEMA,
    EXPORT_AS,
    EXPORT_SCHEMA,
    DONE
}
