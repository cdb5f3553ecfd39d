package io.flowork.dap.session;

import io.flowork.core.history.Recording;
import io.flowork.core.program.Program;
import io.flowork.grammar.text.SourceText;
import org.jspecify.annotations.Nullable;

/**
 * A run to debug.
 *
 * @param id its id
 * @param recording what is recorded of it
 * @param text the text of its program, as it ran
 * @param path the file that the text came from, as the client calls files; null if nobody knows
 * @param children where the runs are that it has started
 */
public record DebuggedRun(
        String id,
        Recording recording,
        SourceText text,
        @Nullable String path,
        Children children) {
    /** A run whose children nobody knows. */
    public DebuggedRun(String id, Recording recording, SourceText text, @Nullable String path) {
        this(id, recording, text, path, Children.NONE);
    }

    /** Its program. */
    public Program program() {
        return recording.program();
    }
}
