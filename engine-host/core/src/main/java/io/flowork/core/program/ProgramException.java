package io.flowork.core.program;

import io.flowork.grammar.diagnostic.Diagnostic;
import java.util.List;

/** Thrown when a workflow cannot be compiled because of its expressions. */
public final class ProgramException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    ProgramException(List<Diagnostic> diagnostics) {
        super(diagnostics.getFirst().message(), null, false, false);
        this.diagnostics = List.copyOf(diagnostics);
    }

    /** What is wrong, at its places in the file. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
