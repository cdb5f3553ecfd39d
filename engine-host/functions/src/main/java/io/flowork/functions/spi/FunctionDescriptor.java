package io.flowork.functions.spi;

import io.flowork.grammar.json.JsonObject;

/**
 * What a function is called and what goes in and comes out.
 *
 * @param name its name, as in {@code call: name}; processes of {@code run} are called {@code run:shell} and so on
 * @param summary one sentence on what it does
 * @param input the JSON Schema of its arguments
 * @param output the JSON Schema of its result
 */
public record FunctionDescriptor(String name, String summary, JsonObject input, JsonObject output) {}
