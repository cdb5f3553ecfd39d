package io.flowork.core.program;

import io.flowork.core.jq.Variables;
import io.flowork.grammar.scope.RuntimeArgument;
import java.util.ArrayList;
import java.util.List;

/**
 * The names an expression can use, and the numbers by which it asks for their values.
 *
 * <p>The runtime arguments of the standard come first, in the order of {@link RuntimeArgument}; then the variables of the
 * enclosing tasks, outermost first.
 */
public record Scope(List<String> locals) {
    public static final int CONTEXT = 0;
    public static final int INPUT = 1;
    public static final int OUTPUT = 2;
    public static final int SECRETS = 3;
    public static final int AUTHORIZATION = 4;
    public static final int TASK = 5;
    public static final int WORKFLOW = 6;
    public static final int RUNTIME = 7;
    public static final int FIRST_LOCAL = 8;

    /** Only the runtime arguments. */
    public static final Scope ROOT = new Scope(List.of());

    /** Copies the locals. */
    public Scope {
        locals = List.copyOf(locals);
    }

    /** This scope with variables of one more enclosing task. */
    public Scope with(List<String> variables) {
        List<String> all = new ArrayList<>(locals);
        all.addAll(variables);
        return new Scope(all);
    }

    /**
     * All names, without {@code $}, by their numbers in {@link Variables#get(int)}; a name that an inner variable hides is
     * empty, so that it is never found.
     */
    public List<String> names() {
        List<String> names = new ArrayList<>(RuntimeArgument.names());
        for (String local : locals) {
            int hidden = names.indexOf(local);
            if (hidden >= 0) {
                names.set(hidden, "");
            }
            names.add(local);
        }
        return names;
    }
}
