package io.flowork.lsp.structure;

import io.flowork.grammar.text.Range;
import java.util.List;

/**
 * Something of a workflow that has a name.
 *
 * @param name its name
 * @param detail a few words about it
 * @param kind what it is
 * @param range all of it
 * @param selection its name in the text
 * @param children what is in it
 */
public record Symbol(String name, String detail, Kind kind, Range range, Range selection, List<Symbol> children) {
    /** Copies the children. */
    public Symbol {
        children = List.copyOf(children);
    }

    /** What a symbol is. */
    public enum Kind {
        /** The workflow. */
        WORKFLOW,
        /** A task that has others in it. */
        BLOCK,
        /** A task that does something by itself. */
        TASK,
        /** A task that waits for, or publishes, events. */
        EVENT,
        /** Something of {@code use}. */
        DEFINITION
    }
}
