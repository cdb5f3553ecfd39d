package io.flowork.lsp.refactor;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A change that an author can choose. It is cheap to offer; the change itself is made when it is asked for.
 *
 * @param id what tells it from the others at its place
 * @param title what it does, as a command
 * @param kind what it is
 * @param refused why it cannot be made; null if it can
 * @param change makes the change; not to be called when it is refused
 */
public record Refactoring(
        String id, String title, Kind kind, @Nullable String refused, Supplier<Change> change) {
    /** What a change is. */
    public enum Kind {
        EXTRACT,
        INLINE,
        REWRITE,
        ORGANIZE
    }
}
