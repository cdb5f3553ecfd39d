package io.flowork.grammar.diagnostic;

/** How much a diagnostic matters. */
public enum Severity {
    ERROR,
    WARNING,
    INFORMATION,
    HINT
}
