package io.flowork.dap.session;

import io.flowork.core.history.Recording;
import io.flowork.grammar.text.SourceText;
import org.jspecify.annotations.Nullable;

/**
 * A run to debug.
 *
 * @param id its id
 * @param recording what is recorded of it
 * @param text the text of its program, as it ran
 * @param path the file that the text came from, as the client calls files; null if nobody knows
 */
public record DebuggedRun(
        String id,
        Recording recording,
        SourceText text,
        @Nullable String path) {}
