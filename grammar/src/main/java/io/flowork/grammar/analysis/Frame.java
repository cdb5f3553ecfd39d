package io.flowork.grammar.analysis;

import io.flowork.grammar.types.Type;
import io.flowork.grammar.workflow.TaskHead;
import org.jspecify.annotations.Nullable;

/**
 * The types of what an expression's variables stand for.
 *
 * @param head the task; null for the workflow itself
 * @param raw the raw input
 * @param input {@code $input}
 * @param output {@code $output}
 * @param context {@code $context}
 * @param locals the variables of the tasks around
 */
record Frame(
        @Nullable TaskHead head,
        Type raw,
        Type input,
        Type output,
        Type context,
        @Nullable Local locals) {}
