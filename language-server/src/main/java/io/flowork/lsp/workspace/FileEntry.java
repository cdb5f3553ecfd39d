package io.flowork.lsp.workspace;

import io.flowork.grammar.Findings;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workspace.WorkflowFacts;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.structure.Symbol;
import io.flowork.lsp.structure.Symbols;
import java.util.List;

/**
 * What is kept of a workflow's file: enough to speak about it without its tree.
 *
 * @param uri what the client calls it
 * @param facts what other files are to know of it
 * @param findings what was found in it alone
 * @param symbols its symbols
 * @param events the types of events that it names
 */
public record FileEntry(
        String uri, WorkflowFacts facts, Findings findings, List<Symbol> symbols, List<Outline.EventType> events) {
    /** Copies the lists. */
    public FileEntry {
        symbols = List.copyOf(symbols);
        events = List.copyOf(events);
    }

    /** What is to be kept of a text. Made once for each version. */
    public static FileEntry of(Snapshot snapshot) {
        return snapshot.derived(
                FileEntry.class,
                () -> new FileEntry(
                        snapshot.uri(),
                        snapshot.facts(),
                        snapshot.analysis().findings(),
                        Symbols.of(snapshot),
                        snapshot.outline().events()));
    }

    /** The text. */
    public SourceText source() {
        return facts.source();
    }

    /** Its name: an absolute path, or the URI of what is no file. */
    public String name() {
        return source().name();
    }
}
