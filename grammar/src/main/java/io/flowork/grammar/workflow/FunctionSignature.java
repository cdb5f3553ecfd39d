package io.flowork.grammar.workflow;

import io.flowork.grammar.json.JsonObject;

/**
 * What is known of a function that an engine has besides those of the standard.
 *
 * @param name its name, as in {@code call: name}
 * @param summary one sentence on what it does
 * @param input the JSON Schema of what {@code with} gives it
 * @param output the JSON Schema of its result
 */
public record FunctionSignature(String name, String summary, JsonObject input, JsonObject output) {}
