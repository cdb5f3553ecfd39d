package io.flowork.core.jq;

import io.flowork.grammar.jq.JqProblem;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.List;

/** What is the same for all of a program: its global variables and its problems. */
final class CompileContext {
    private final List<String> variables;
    private final boolean program;
    private final List<JqProblem> problems = new ArrayList<>();

    CompileContext(List<String> variables, boolean program) {
        this.variables = List.copyOf(variables);
        this.program = program;
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
