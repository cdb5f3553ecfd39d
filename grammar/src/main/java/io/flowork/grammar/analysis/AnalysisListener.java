package io.flowork.grammar.analysis;

import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.types.Type;
import org.jspecify.annotations.Nullable;

/** Takes what the analysis of one expression comes across; ranges are relative to the expression's text. */
interface AnalysisListener {
    /** Wants nothing. */
    AnalysisListener NONE = new AnalysisListener() {};

    /**
     * Something that is surely wrong.
     *
     * @param replacement what to write in the place, if that is known
     */
    default void found(DiagnosticCode code, Range range, String message, @Nullable String replacement) {}

    /** Whether it wants to see all filters: also those whose outputs make no difference to what the whole gives. */
    default boolean everywhere() {
        return false;
    }

    /** A filter is about to be looked at. */
    default void entered(Filter filter, Type input, Inference.@Nullable Env env) {}

    /** A filter with the type of its input and of what it gives. */
    default void seen(Filter filter, Type input, Outputs outputs) {}
}
