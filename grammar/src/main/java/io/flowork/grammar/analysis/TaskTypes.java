package io.flowork.grammar.analysis;

import io.flowork.grammar.types.Type;

/**
 * What is known of a task's data.
 *
 * @param rawInput what reaches the task
 * @param input after {@code input.from}
 * @param rawOutput what its body gives; no value when it never ends
 * @param output after {@code output.as}
 * @param context {@code $context} after it
 */
public record TaskTypes(Type rawInput, Type input, Type rawOutput, Type output, Type context) {}
