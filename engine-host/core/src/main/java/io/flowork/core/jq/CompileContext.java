package io.flowork.core.jq;

import io.flowork.grammar.jq.JqProblem;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is the same for all of a program: its global variables and its problems. */
final class CompileContext {
    private final List<String> variables;
    private final boolean program;
    private final @Nullable Followed followed;
    private final List<JqProblem> problems = new ArrayList<>();

    CompileContext(List<String> variables, boolean program) {
        this(variables, program, null);
    }

    CompileContext(List<String> variables, boolean program, @Nullable Followed followed) {
        this.variables = List.copyOf(variables);
        this.program = program;
        this.followed = followed;
    }

    /** The builtins written in jq that a program compiled to be followed has of its own. */
    static final class Followed {
        private final Map<String, Definition> prelude = new HashMap<>();
    }

    /** Whether the program is compiled to be followed. */
    boolean isFollowed() {
        return followed != null;
    }

    /** A builtin written in jq, or null. */
    @Nullable
    Definition prelude(String name, int arity) {
        if (followed == null) {
            return Builtins.prelude(name, arity);
        }
        String key = name + "/" + arity;
        Definition known = followed.prelude.get(key);
        if (known == null) {
            known = Builtins.define(key, new CompileContext(List.of(), false, followed));
            if (known != null) {
                followed.prelude.put(key, known);
            }
        }
        return known;
    }

    /** Whether this is a user's program, and not a builtin written in jq. */
    boolean isProgram() {
        return program;
    }

    List<String> variables() {
        return variables;
    }

    List<JqProblem> problems() {
        return problems;
    }

    void problem(Range range, String message) {
        JqProblem problem = new JqProblem(range, message);
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }
}
