package io.flowork.grammar.diagnostic;

import io.flowork.grammar.text.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which diagnostics matter how much to somebody. What stops a workflow from running is an error to everybody.
 *
 * @param severities by code; nothing for a code that is not wanted at all
 */
public record SeverityRules(Map<String, Optional<Severity>> severities) {
    /** Everything as the catalogue says. */
    public static final SeverityRules NONE = new SeverityRules(Map.of());

    private static final String OFF = "off";

    /** Copies the map. */
    public SeverityRules {
        severities = Map.copyOf(severities);
    }

    /** Thrown for a rule that says nothing, or that cannot be followed. */
    public static final class RuleException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RuleException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Reads rules.
     *
     * @param rules severities by code: {@code error}, {@code warning}, {@code information}, {@code hint} or {@code off}
     * @throws RuleException if a code or severity does not exist, or an error would no longer be one
     */
    public static SeverityRules of(Map<String, String> rules) {
        Map<String, Optional<Severity>> severities = new LinkedHashMap<>();
        rules.forEach((code, severity) -> severities.put(code, rule(code, severity)));
        return new SeverityRules(severities);
    }

    /** These rules, with others for codes that these say nothing about. */
    public SeverityRules orElse(SeverityRules others) {
        Map<String, Optional<Severity>> both = new LinkedHashMap<>(others.severities);
        both.putAll(severities);
        return new SeverityRules(both);
    }

    private static Optional<Severity> rule(String name, String severity) {
        DiagnosticCode code = DiagnosticCode.find(name);
        if (code == null) {
            throw new RuleException("there is no code " + name + Suggestions.didYouMean(name, DiagnosticCode.codes()));
        }
        Optional<Severity> wanted = severity.equals(OFF) ? Optional.empty() : Optional.ofNullable(severity(severity));
        if (wanted.isEmpty() && !severity.equals(OFF)) {
            throw new RuleException(
                    "the severity of " + name + " is error, warning, information, hint or off, not '" + severity + "'");
        }
        if (code.severity() == Severity.ERROR && !wanted.equals(Optional.of(Severity.ERROR))) {
            throw new RuleException(name
                    + " stops a workflow from running, so it stays an error; only the severity of others can be set");
        }
        return wanted;
    }

    private static @Nullable Severity severity(String name) {
        for (Severity severity : Severity.values()) {
            if (severity.name().toLowerCase(Locale.ROOT).equals(name)) {
                return severity;
            }
        }
        return null;
    }

    /** The diagnostics that are wanted, each with the severity it has by these rules. */
    public List<Diagnostic> apply(List<Diagnostic> diagnostics) {
        if (severities.isEmpty()) {
            return diagnostics;
        }
        List<Diagnostic> wanted = new ArrayList<>();
        for (Diagnostic diagnostic : diagnostics) {
            Optional<Severity> severity = severities.get(diagnostic.code());
            if (severity == null) {
                wanted.add(diagnostic);
            } else if (severity.isPresent()) {
                wanted.add(diagnostic.withSeverity(severity.get()));
            }
        }
        return wanted;
    }
}
