package io.flowork.core.jq;

import io.flowork.grammar.jq.JqProblem;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown when a program uses something that does not exist. */
public final class JqCompileException extends RuntimeException {
    private final transient List<JqProblem> problems;

    JqCompileException(List<JqProblem> problems) {
        super(problems.stream().map(JqProblem::message).collect(Collectors.joining("; ")), null, false, false);
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, each with its place; at least one. */
    public List<JqProblem> problems() {
        return problems;
    }
}
