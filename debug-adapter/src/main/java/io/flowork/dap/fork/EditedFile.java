package io.flowork.dap.fork;

import io.flowork.dap.session.DebuggedRun;
import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Sources;
import io.flowork.grammar.text.SourceText;
import org.jspecify.annotations.Nullable;

/** The file of the program that is debugged, which somebody may edit meanwhile. */
public final class EditedFile {
    private final DebuggedRun run;
    private final Sources sources;
    private @Nullable String told;

    /** The file of a run's program. */
    public EditedFile(DebuggedRun run, Sources sources) {
        this.run = run;
        this.sources = sources;
    }

    /** What there is to say about the file since this was asked last; null if there is nothing new. */
    public @Nullable String news() {
        String text = sources.refresh();
        if (text == null || text.equals(told)) {
            return null;
        }
        told = text;
        return run.path() + " is another text than the one that is debugged. ':whatif' tells what would differ with it,"
                + " ':continue-edited' goes on from here with it on a branch";
    }

    /**
     * The file as it is now.
     *
     * @throws RefusedException if it is the text that is debugged, or nobody knows it
     */
    public SourceText text() {
        String text = sources.refresh();
        if (text == null) {
            throw new RefusedException(
                    run.path() == null
                            ? "Nobody has said which file the workflow is in: 'program' says it"
                            : run.path() + " is the text that is debugged, or not there: edit it first");
        }
        return SourceText.of(String.valueOf(run.path()), text);
    }
}
