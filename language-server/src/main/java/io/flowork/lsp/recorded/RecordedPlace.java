package io.flowork.lsp.recorded;

/**
 * What was seen at a place of a workflow's text: a task, or something of one that is evaluated.
 *
 * @param visits how often the last runs came there
 * @param input of a task its transformed input; of what is evaluated, what {@code .} was
 * @param output of a task its transformed output; of what is evaluated, what came out
 */
public record RecordedPlace(long visits, RecordedValues input, RecordedValues output) {}
