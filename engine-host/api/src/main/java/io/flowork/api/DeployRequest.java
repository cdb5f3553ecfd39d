package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * A workflow to keep.
 *
 * @param text its text
 * @param format what the text is written in: {@code yaml} or {@code json}; yaml if null
 * @param replace whether to take the place of another text with the same version
 */
public record DeployRequest(String text, @Nullable String format, boolean replace) {}
