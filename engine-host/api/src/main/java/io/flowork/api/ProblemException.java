package io.flowork.api;

import org.jspecify.annotations.Nullable;

/** Thrown when something was not done. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /** The exception of a problem. */
    public ProblemException(Problem problem) {
        this(problem, null);
    }

    /** The exception of a problem with its cause. */
    public ProblemException(Problem problem, @Nullable Throwable cause) {
        super(problem.detail(), cause);
        this.problem = problem;
    }

    /** Why something was not done. */
    public Problem problem() {
        return problem;
    }
}
