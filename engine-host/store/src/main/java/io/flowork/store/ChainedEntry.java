package io.flowork.store;

import io.flowork.core.journal.JournalEntry;

/**
 * A journal entry with the hash of the chain up to and including it: who has seen an entry of this hash has seen all that is
 * before.
 *
 * @param entry the entry
 * @param chain the hash
 */
@SuppressWarnings("ArrayRecordComponent") // compared where it matters
public record ChainedEntry(JournalEntry entry, byte[] chain) {}
