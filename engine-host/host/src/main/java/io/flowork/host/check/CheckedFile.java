package io.flowork.host.check;

import io.flowork.grammar.Findings;
import io.flowork.grammar.SafeFixes;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workspace.WorkflowFacts;
import java.nio.file.Path;
import java.util.List;

/** What became of one file. */
sealed interface CheckedFile {
    /**
     * It was read and checked.
     *
     * @param path where it is
     * @param source its text, after its fixes
     * @param before its text as it was read
     * @param findings what was found in it, after its fixes
     * @param facts what it says that concerns other files
     * @param fixed what was fixed
     */
    record Checked(
            Path path,
            SourceText source,
            SourceText before,
            Findings findings,
            WorkflowFacts facts,
            List<SafeFixes.Applied> fixed)
            implements CheckedFile {
        /** Copies the list. */
        public Checked {
            fixed = List.copyOf(fixed);
        }
    }

    /** It is no workflow, and nobody said that it is one. */
    record Other() implements CheckedFile {}

    /**
     * It could not be read.
     *
     * @param message what to tell people
     */
    record Unreadable(String message) implements CheckedFile {}
}
