package io.flowork.lsp.workspace;

import io.flowork.grammar.Findings;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workspace.WorkflowFacts;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.structure.Symbol;
import io.flowork.lsp.structure.Symbols;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is kept of a version of a workflow's file: enough to speak about it. Can be used by several threads. */
public final class FileEntry {
    private final String uri;
    private final WorkflowFacts facts;
    private final Findings findings;
    private final Supplier<List<Outline.EventType>> events;
    private final Supplier<List<Symbol>> symbolsMade;
    private @Nullable List<Symbol> symbols;

    private FileEntry(Snapshot snapshot, Supplier<List<Outline.EventType>> events, Supplier<List<Symbol>> symbolsMade) {
        this.uri = snapshot.uri();
        this.facts = snapshot.facts();
        this.findings = snapshot.analysis().findings();
        this.events = events;
        this.symbolsMade = symbolsMade;
    }

    /** What is to be kept of an open text. Made once for each version; what few ask for is made when they ask. */
    public static FileEntry of(Snapshot snapshot) {
        return snapshot.derived(
                FileEntry.class,
                () -> new FileEntry(
                        snapshot, () -> snapshot.outline().events(), () -> List.copyOf(Symbols.of(snapshot))));
    }

    /** What is to be kept of a file that nobody has open: all that is ever asked for, but not its tree. */
    static FileEntry ofFile(Snapshot snapshot) {
        List<Outline.EventType> events = List.copyOf(snapshot.outline().events());
        List<Symbol> symbols = List.copyOf(Symbols.of(snapshot));
        return new FileEntry(snapshot, () -> events, () -> symbols);
    }

    /** What the client calls it. */
    public String uri() {
        return uri;
    }

    /** What other files are to know of it. */
    public WorkflowFacts facts() {
        return facts;
    }

    /** What was found in it alone. */
    public Findings findings() {
        return findings;
    }

    /** Its symbols. */
    public synchronized List<Symbol> symbols() {
        List<Symbol> known = symbols;
        if (known == null) {
            known = symbolsMade.get();
            symbols = known;
        }
        return known;
    }

    /** The types of events that it names. */
    public List<Outline.EventType> events() {
        return events.get();
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
