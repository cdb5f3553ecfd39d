package io.flowork.host.trace;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that took time. It has names and places of the workflow, never data.
 *
 * @param trace the trace it is part of: 32 hexadecimal digits
 * @param id its own id: 16 hexadecimal digits
 * @param parent the span around it, or null
 * @param linked the trace and span in another trace that led to it, or null
 * @param name what it is
 * @param call whether it is a call of something else
 * @param from when it began: milliseconds since 1970-01-01 UTC
 * @param to when it ended
 * @param error the type of the error it ended with, or null
 * @param attributes what else is known
 */
record Span(
        String trace,
        String id,
        @Nullable String parent,
        @Nullable Link linked,
        String name,
        boolean call,
        long from,
        long to,
        @Nullable String error,
        Map<String, String> attributes) {
    /** A span in another trace. */
    record Link(String trace, String span) {}
}
