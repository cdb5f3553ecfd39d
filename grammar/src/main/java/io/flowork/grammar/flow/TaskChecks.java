package io.flowork.grammar.flow;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.workflow.Expression;
import io.flowork.grammar.workflow.Task;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks single tasks: cases, catches, retries and competing branches. */
final class TaskChecks {
    private final List<Diagnostic> found;
    private final Places places;
    private final Edits edits;
    private final RaisedErrors errors;

    TaskChecks(List<Diagnostic> found, Places places, Edits edits, RaisedErrors errors) {
        this.edits = edits;
        this.found = found;
        this.places = places;
        this.errors = errors;
    }

    /** Looks for a case that is never chosen. The default case is looked at last, wherever it stands. */
    void cases(Task.Switch choice) {
        Map<String, Integer> seen = new HashMap<>();
        int always = -1;
        int standard = -1;
        for (int i = 0; i < choice.cases().size(); i++) {
            Task.Case one = choice.cases().get(i);
            Expression when = one.when();
            if (when == null) {
                if (standard >= 0) {
                    never(choice, i, standard, "there is already a case without 'when', and the first one counts");
                } else {
                    standard = i;
                }
                continue;
            }
            Boolean constant = Conditions.constant(when);
            Integer same = seen.putIfAbsent(when.text(), i);
            if (always >= 0) {
                never(choice, i, always, "an earlier case always matches");
            } else if (Boolean.FALSE.equals(constant)) {
                found.add(DiagnosticCode.CONSTANT_CONDITION
                        .at(when.range(), "the case '" + one.name() + "' never matches: its condition is a constant")
                        .withFixes(removal(choice, i)));
            } else if (Boolean.TRUE.equals(constant)) {
                found.add(DiagnosticCode.CONSTANT_CONDITION.at(
                        when.range(),
                        "the case '" + one.name()
                                + "' always matches: its condition is a constant; a case without 'when'"
                                + " is the default"));
                always = i;
            } else if (same != null) {
                never(choice, i, same, "an earlier case has the same condition");
            }
        }
        if (always >= 0 && standard >= 0) {
            never(choice, standard, always, "an earlier case always matches");
        }
    }

    private void never(Task.Switch choice, int at, int because, String reason) {
        found.add(DiagnosticCode.CASE_NEVER_CHOSEN
                .at(
                        place(choice, at),
                        "the case '" + choice.cases().get(at).name() + "' is never chosen: " + reason,
                        new Diagnostic.Related(
                                place(choice, because),
                                "the case '" + choice.cases().get(because).name() + "'"))
                .withFixes(removal(choice, at)));
    }

    private List<Diagnostic.Fix> removal(Task.Switch choice, int at) {
        String title = "Remove the case '" + choice.cases().get(at).name() + "'";
        return places.at(choice.head().reference() + "/switch") instanceof SequenceNode cases
                ? edits.remove(title, cases, at)
                : List.of();
    }

    private Range place(Task.Switch choice, int at) {
        String name = JsonPointer.escaped(choice.cases().get(at).name());
        return places.key(
                choice.head().reference() + "/switch/" + at + "/" + name,
                choice.head().nameRange());
    }

    /** Looks for a catch of errors that cannot happen. */
    void caught(Task.Try attempt) {
        String wanted = RaisedErrors.type(attempt.handler().filter());
        Set<String> raised = wanted == null ? null : errors.of(attempt.tasks());
        if (wanted != null && raised != null && !raised.contains(RaisedErrors.normalized(wanted))) {
            found.add(DiagnosticCode.CATCH_NEVER_MATCHES.at(
                    places.value(attempt, "/catch/errors/with/type"),
                    "no task under 'try' can raise this error, so it is never caught"));
        }
    }

    /**
     * Looks for a retry that can go on for ever.
     *
     * @param limited whether a timeout ends it at some time
     */
    void retried(Task.Try attempt, boolean limited) {
        Task.Catch handler = attempt.handler();
        Task.@Nullable Retry retry = handler.retry();
        boolean unlimited = retry != null
                && retry.attempts() == null
                && retry.totalDuration() == null
                && retry.when() == null
                && retry.exceptWhen() == null
                && handler.when() == null
                && handler.exceptWhen() == null;
        if (unlimited && !limited) {
            found.add(DiagnosticCode.RETRY_WITHOUT_LIMIT
                    .at(
                            places.key(
                                    attempt.head().reference() + "/catch/retry",
                                    attempt.head().nameRange()),
                            "this tries again for ever when the error stays; limit it with"
                                    + " 'limit: {attempt: {count: 5}}' or 'limit: {duration: PT1H}'")
                    .withFixes(limit(places.at(attempt.head().reference() + "/catch/retry"))));
        }
    }

    private List<Diagnostic.Fix> limit(@Nullable Node retry) {
        Node policy = retry instanceof ScalarNode name
                ? places.at("/use/retries/" + JsonPointer.escaped(name.text()))
                : retry;
        JsonObject attempts = JsonObject.of("count", JsonNumber.of(5));
        return policy instanceof MappingNode mapping && !mapping.has("limit")
                ? edits.add("Try at most five times", mapping, "limit", JsonObject.of("attempt", attempts))
                : List.of();
    }

    /** Looks for a competition without competitors. */
    void competing(Task.Fork fork) {
        if (fork.compete() && fork.branches().size() == 1) {
            List<Diagnostic.Fix> fixes = places.at(fork.head().reference() + "/fork") instanceof MappingNode mapping
                    ? edits.remove("Remove 'compete'", mapping, "compete")
                    : List.of();
            found.add(DiagnosticCode.COMPETES_ALONE
                    .at(
                            places.key(
                                    fork.head().reference() + "/fork/compete",
                                    fork.head().nameRange()),
                            "a single branch has nothing to compete with; add a branch, or leave 'compete' out")
                    .withFixes(fixes));
        }
    }
}
