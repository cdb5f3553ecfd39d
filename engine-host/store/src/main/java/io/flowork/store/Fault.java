package io.flowork.store;

/**
 * What a faulted run has in common with others, and its error in a line.
 *
 * @param fingerprint the error's {@linkplain io.flowork.core.error.Fingerprint fingerprint}
 * @param summary the error's title and detail, shortened
 */
public record Fault(String fingerprint, String summary) {}
