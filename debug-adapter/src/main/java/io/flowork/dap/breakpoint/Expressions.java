package io.flowork.dap.breakpoint;

import io.flowork.core.jq.CompiledFilter;
import io.flowork.core.jq.JqCompileException;
import io.flowork.core.program.Program;
import io.flowork.grammar.jq.Filter;
import java.util.Collection;

/** The conditions of breakpoints. */
public final class Expressions {
    private Expressions() {}

    /** A condition that may use whatever there is where it stops. */
    public static Filter parsed(String condition) throws UnusableBreakpointException {
        return UnusableBreakpointException.parse("The condition '" + condition + "'", condition)
                .filter();
    }

    /**
     * A condition at tasks.
     *
     * @param references the tasks; it must be possible at one of them
     */
    public static Filter condition(String condition, Collection<String> references, Program program)
            throws UnusableBreakpointException {
        Filter filter = parsed(condition);
        String why = null;
        for (String reference : references) {
            try {
                var _ = CompiledFilter.compile(
                        filter, program.node(reference).scope().names());
                return filter;
            } catch (JqCompileException e) {
                why = String.valueOf(e.getMessage());
            }
        }
        if (why != null) {
            throw new UnusableBreakpointException("The condition '" + condition + "' cannot hold here: " + why);
        }
        return filter;
    }
}
