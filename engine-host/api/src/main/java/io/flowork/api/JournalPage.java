package io.flowork.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a journal.
 *
 * @param entries the entries in order
 * @param next what {@link JournalRequest#after} is to be for the next page; null if there was no further entry
 */
public record JournalPage(
        List<JournalItem> entries, @Nullable Long next) {
    /** Copies the entries. */
    public JournalPage {
        entries = entries == null ? List.of() : List.copyOf(entries);
    }
}
