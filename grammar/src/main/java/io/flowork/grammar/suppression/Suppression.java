package io.flowork.grammar.suppression;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.text.Range;

/**
 * One code in a comment that suppresses it.
 *
 * @param code the code as it is written
 * @param range where it is written
 * @param comment the whole comment
 * @param place what it suppresses the code in; null for the whole file
 * @param only whether it is the comment's only code
 */
record Suppression(
        String code,
        Range range,
        Range comment,
        @org.jspecify.annotations.Nullable Range place,
        boolean only) {

    /** Whether it is meant for a diagnostic. */
    boolean covers(Diagnostic diagnostic) {
        Range at = place;
        return diagnostic.code().equals(code)
                && (at == null
                        || (diagnostic.range().start() >= at.start()
                                && diagnostic.range().start() <= at.end()));
    }

    /** The diagnostic that it suppresses nothing. */
    Diagnostic unused() {
        return DiagnosticCode.UNUSED_SUPPRESSION.at(
                range,
                "there is no " + code + (place == null ? " in this file" : " here") + "; remove "
                        + (only ? "the comment" : "the code from the comment"),
                removal());
    }

    /** The diagnostic that its code does not exist. */
    Diagnostic unknown(String didYouMean) {
        String message = code.isEmpty()
                ? "say which codes to ignore, as in '# flowork: ignore FW1502'"
                : "there is no code " + code + didYouMean;
        return DiagnosticCode.UNKNOWN_SUPPRESSION.at(range, message);
    }

    /** The diagnostic that its code cannot be suppressed. */
    Diagnostic refused() {
        return DiagnosticCode.REFUSED_SUPPRESSION.at(
                range,
                code + " stops the workflow from running, so it cannot be ignored; mend what it is about",
                removal());
    }

    private Diagnostic.Fix removal() {
        Range part = only ? comment : range;
        return new Diagnostic.Fix(
                only ? "Remove the comment" : "Remove " + code, java.util.List.of(new Diagnostic.Edit(part, "")));
    }
}
