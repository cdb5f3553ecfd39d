package io.flowork.dap.breakpoint;

import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.Range;
import java.util.Set;

/**
 * A place in a program's text at which a breakpoint can be.
 *
 * @param reference the task that the run stops before; for the condition of an extension the place of that
 * @param references the tasks that the run stops before: the one, or all that an extension is about
 * @param name the task's name
 * @param range what is there: the task's name, or an expression of the task
 * @param start where that begins
 * @param lastLine the line it ends on, from 1
 * @param isTask whether it is the task itself, not one of its expressions
 */
public record Mark(
        String reference,
        Set<String> references,
        String name,
        Range range,
        Position start,
        int lastLine,
        boolean isTask) {
    /** Copies the references. */
    public Mark {
        references = Set.copyOf(references);
    }
}
