package io.flowork.grammar.workflow;

import org.jspecify.annotations.Nullable;

/**
 * A document outside the workflow.
 *
 * @param name what the author calls it, if anything
 * @param endpoint produces a URI, or an object with {@code uri} and {@code authentication}
 */
public record ExternalResource(@Nullable String name, Template endpoint) {}
