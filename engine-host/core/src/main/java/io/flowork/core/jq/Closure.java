package io.flowork.core.jq;

import org.jspecify.annotations.Nullable;

/**
 * An argument of a call: a filter with the frame whose names it sees.
 *
 * @param filter the filter
 * @param frame the frame
 */
record Closure(Argument filter, Frame frame) {
    static final Closure[] NONE = {};
    static final @Nullable Object[] NO_EXTRAS = {};
}
