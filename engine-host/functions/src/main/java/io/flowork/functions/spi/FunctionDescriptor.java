package io.flowork.functions.spi;

import io.flowork.grammar.json.JsonObject;
import java.util.Objects;

/**
 * What a function is called and what goes in and comes out. The schemas are JSON Schema, draft 2020-12, without references to
 * other documents; an empty one allows everything. {@code flowork check} and editors hold a workflow's {@code with} against
 * the first, and know the type of the task's output by the second.
 *
 * @param name its name, as in {@code call: name}; processes of {@code run} are called {@code run:shell} and so on
 * @param summary one sentence on what it does
 * @param input the JSON Schema of its arguments
 * @param output the JSON Schema of its result
 */
public record FunctionDescriptor(String name, String summary, JsonObject input, JsonObject output) {
    /** Wants everything. */
    public FunctionDescriptor {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(output, "output");
    }
}
