package io.flowork.lsp.complete;

import io.flowork.lsp.expression.Gap;
import io.flowork.lsp.expression.WrittenExpression;

/**
 * Characters that take a proposal when they are typed. They may do so only where the author cannot mean anything else: where
 * every name that can stand there is proposed, where something is written of it, and where the proposal does not bring the
 * character itself.
 */
record Commits(String fields, String variables, String others) {
    private static final Commits NONE = new Commits("", "", "");
    private static final String BEHIND = "|,;)]}";

    /**
     * Those at a place of an expression.
     *
     * @param closed whether the fields that are known are all that there can be
     */
    static Commits in(Gap gap, WrittenExpression written, boolean closed) {
        boolean begun = gap.start() < written.cursor();
        return switch (gap.kind()) {
            case FIELD -> {
                String fields = !closed
                        ? ""
                        : begun ? BEHIND + ".[" : isBehindValue(written.text(), gap.start()) ? BEHIND + "." : "";
                yield new Commits(fields, "", "");
            }
            case TERM, INDEX, VARIABLE -> begun ? new Commits("", BEHIND + ".[", BEHIND) : NONE;
            case LABEL -> begun ? new Commits("", BEHIND, "") : NONE;
            case FORMAT, OPERATOR -> begun ? new Commits("", "", BEHIND) : NONE;
            case KEY, QUOTED_FIELD, QUOTED_KEY, PATTERN, INSERT -> NONE; // new names, and what brings its own end
        };
    }

    /** Whether the dot before a name follows a value: else the dot is a value by itself, and whatever is typed goes on. */
    private static boolean isBehindValue(String text, int name) {
        char before = name < 2 || text.charAt(name - 1) != '.' ? ' ' : text.charAt(name - 2);
        return Character.isLetterOrDigit(before) || "_)]}\"?".indexOf(before) >= 0;
    }

    /** Those of a kind of proposal. */
    String of(Proposal.Kind kind) {
        return switch (kind) {
            case FIELD -> fields;
            case VARIABLE -> variables;
            case FUNCTION, KEYWORD -> others;
            case PROPERTY, TASK, VALUE, REFERENCE -> "";
        };
    }
}
