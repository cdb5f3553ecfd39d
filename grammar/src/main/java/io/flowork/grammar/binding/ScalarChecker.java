package io.flowork.grammar.binding;

import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.dsl.Shape.Section;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.Suggestions;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Checks single values. */
final class ScalarChecker {
    private final Report report;
    private final Names names;
    private final Expressions expressions;
    private final TaskChecker tasks;

    ScalarChecker(Report report, Names names, Expressions expressions, TaskChecker tasks) {
        this.report = report;
        this.names = names;
        this.expressions = expressions;
        this.tasks = tasks;
    }

    static boolean isInteger(Node node) {
        return node instanceof ScalarNode scalar && scalar.json() instanceof JsonNumber number && number.isInteger();
    }

    static boolean isBoolean(Node node) {
        return node instanceof ScalarNode scalar && scalar.json() instanceof JsonBoolean;
    }

    void text(ScalarNode node, Shape.Text shape, String where) {
        String text = node.text();
        switch (shape.format()) {
            case NONE -> {
                if (shape.template()) {
                    expressions.template(node);
                }
            }
            case NAME -> {
                if (!Formats.isName(text, false)) {
                    name(node, where);
                }
            }
            case HOST -> {
                if (!Formats.isName(text, true)) {
                    report.add(
                            DiagnosticCode.BAD_NAME,
                            node.range(),
                            where + " must be a host name: letters, digits, dots and dashes");
                }
            }
            case VERSION, DSL_VERSION -> version(node, shape.format() == Shape.Format.DSL_VERSION, where);
            case CRON -> {
                String problem = Formats.cronProblem(text);
                if (problem != null) {
                    report.add(DiagnosticCode.BAD_CRON, node.range(), "this cron expression " + problem);
                }
            }
            case TIME -> {
                if (!expressions.template(node) && !Formats.isTime(text)) {
                    report.add(
                            DiagnosticCode.BAD_TIME,
                            node.range(),
                            where
                                    + " must be a date and time with an offset, such as 2026-01-31T12:00:00Z, or an expression"
                                    + " in ${ }");
                }
            }
            case POINTER -> {
                if (!expressions.template(node) && !Formats.isPointer(text)) {
                    report.add(
                            DiagnosticCode.BAD_POINTER,
                            node.range(),
                            where + " must be a JSON pointer, such as /do/0/greet, or an expression in ${ }");
                }
            }
            case FUNCTION -> tasks.functionName(node);
            case LANGUAGE -> {
                if (!text.equals("jq")) {
                    report.add(
                            DiagnosticCode.UNSUPPORTED_LANGUAGE,
                            node.range(),
                            "expressions in '" + text + "' are not supported; write them in jq");
                }
            }
        }
    }

    private void name(ScalarNode node, String where) {
        StringBuilder mended = new StringBuilder();
        for (int i = 0; i < node.text().length() && mended.length() < 63; i++) {
            char c = node.text().charAt(i);
            mended.append(Formats.isName(String.valueOf(c), false) ? c : '-');
        }
        String proposal = mended.toString();
        String message = where + " must be up to 63 letters, digits and dashes, with a letter or digit at both ends";
        if (Formats.isName(proposal, false)) {
            report.add(
                    DiagnosticCode.BAD_NAME,
                    node.range(),
                    message + ", such as " + proposal,
                    "Change to " + proposal,
                    proposal);
        } else {
            report.add(DiagnosticCode.BAD_NAME, node.range(), message);
        }
    }

    private void version(ScalarNode node, boolean dsl, String where) {
        String text = node.text();
        if (!Formats.isVersion(text)) {
            report.add(
                    DiagnosticCode.BAD_VERSION,
                    node.range(),
                    where + " must be a semantic version of three numbers, such as " + (dsl ? "1.0.3" : "0.1.0"));
            return;
        }
        int[] numbers = Formats.numbers(text);
        if (dsl && numbers[0] != 1) {
            report.add(
                    DiagnosticCode.UNSUPPORTED_DSL,
                    node.range(),
                    "DSL " + text + " is not supported; workflows in DSL 1.0.x are");
        } else if (dsl && numbers[1] > 0) {
            report.add(
                    DiagnosticCode.NEWER_DSL,
                    node.range(),
                    "DSL " + text + " is newer than DSL 1.0, which is known here; what is new in it may be reported as"
                            + " unknown");
        }
    }

    void oneOf(ScalarNode node, Shape.OneOf shape, String where) {
        if (shape.values().contains(node.text())) {
            return;
        }
        String nearest = Suggestions.nearest(node.text(), shape.values());
        String message =
                where + " must be " + (shape.values().size() == 1 ? "" : "one of ") + Words.list(shape.values(), "or");
        if (nearest != null) {
            report.add(
                    DiagnosticCode.WRONG_VALUE,
                    node.range(),
                    message + "; did you mean '" + nearest + "'?",
                    Report.replace(node.range(), "Change to '" + nearest + "'", nearest)
                            .safe(Suggestions.isClose(node.text(), shape.values())));
        } else {
            report.add(DiagnosticCode.WRONG_VALUE, node.range(), message);
        }
    }

    void whole(ScalarNode node, Shape.Whole shape, String where) {
        boolean limited = shape.least() != Long.MIN_VALUE || shape.most() != Long.MAX_VALUE;
        boolean fits = node.json() instanceof JsonInteger integer
                && integer.value() >= shape.least()
                && integer.value() <= shape.most();
        if (!fits) {
            report.add(
                    DiagnosticCode.OUT_OF_RANGE,
                    node.range(),
                    limited
                            ? where + " must be between " + shape.least() + " and " + shape.most()
                            : where + " must fit into 64 bits");
        }
    }

    void expression(ScalarNode node, Shape.Expression shape) {
        if (!shape.enclosed()) {
            expressions.implicit(node);
        } else if (Expressions.enclosed(node.text()) != null) {
            expressions.template(node);
        } else {
            String text = node.text().strip();
            report.add(
                    DiagnosticCode.EXPRESSION_NEEDED,
                    node.range(),
                    "only an expression in ${ } can stand here",
                    Report.replace(node.range(), "Enclose it in ${ }", "'${ " + text.replace("'", "''") + " }'")
                            .safe(JqParser.parse(text).problems().isEmpty()));
        }
    }

    void uri(ScalarNode node, Shape.Uri shape, String where) {
        String text = node.text();
        if (Expressions.enclosed(text) != null) {
            if (shape.expression()) {
                expressions.template(node);
            } else {
                report.add(
                        DiagnosticCode.BAD_URI,
                        node.range(),
                        where + " must be a URI itself; an expression cannot stand here");
            }
            return;
        }
        boolean mixed = text.contains("${");
        String problem = Formats.uriProblem(text, shape.interpolated() && !mixed);
        if (problem != null) {
            String hint = mixed
                    ? "; write it as one expression, such as ${ \"https://example.com/\\(.id)\" }, or with variables in braces:"
                            + " https://example.com/{id}"
                    : "";
            report.add(DiagnosticCode.BAD_URI, node.range(), "this URI " + problem + hint);
        } else if (mixed) {
            expressions.template(node);
        }
    }

    void duration(ScalarNode node, String where) {
        String text = node.text();
        if (Expressions.enclosed(text) != null) {
            expressions.template(node);
            return;
        }
        if (Durations.iso(text) >= 0 || missingSpace(report, node, where)) {
            return;
        }
        String meant = Durations.meant(text);
        if (meant != null) {
            report.add(
                    DiagnosticCode.BAD_DURATION,
                    node.range(),
                    "'" + text + "' is no duration; write " + meant,
                    Report.replace(node.range(), "Write " + meant, meant).safe(true));
        } else {
            report.add(
                    DiagnosticCode.BAD_DURATION,
                    node.range(),
                    "'" + text
                            + "' is no duration; write one such as PT30S or {seconds: 30}, or an expression in ${ }");
        }
    }

    /** Checks that the units of a duration are not negative. */
    void units(MappingNode node) {
        for (MappingNode.Entry entry : node.entries()) {
            if (entry.value() instanceof ScalarNode unit
                    && unit.json() instanceof JsonInteger integer
                    && integer.value() < 0) {
                report.add(DiagnosticCode.OUT_OF_RANGE, unit.range(), "a duration cannot be negative");
            }
        }
    }

    void reference(ScalarNode node, Section section) {
        String name = node.text();
        Node definition = names.find(section, name);
        if (definition != null || !names.complete(section)) {
            return;
        }
        Set<String> defined = names.of(section).keySet();
        String message = "there is no " + section.noun() + " '" + name + "' in 'use." + section.key() + "'";
        String nearest = Suggestions.nearest(name, defined);
        if (nearest != null) {
            report.add(
                    DiagnosticCode.UNKNOWN_REFERENCE,
                    node.range(),
                    message + "; did you mean '" + nearest + "'?",
                    "Change to '" + nearest + "'",
                    nearest);
            return;
        }
        String iso = section != Section.TIMEOUTS ? null : Durations.iso(name) >= 0 ? name : Durations.meant(name);
        String hint = iso != null
                ? "; to give the time here, write {after: " + iso + "}"
                : defined.isEmpty() ? "" : "; there is " + Words.list(java.util.List.copyOf(defined), "and");
        report.add(DiagnosticCode.UNKNOWN_REFERENCE, node.range(), message + hint);
    }

    /** Reports {@code set:{…}}: a key that goes on behind its colon because no space follows that; says whether it is one. */
    static boolean missingSpaceInKey(Report report, ScalarNode key, Predicate<String> known) {
        int colon = key.text().indexOf(':');
        Range place = key.style() == ScalarNode.Style.PLAIN
                        && colon > 0
                        && known.test(key.text().substring(0, colon))
                ? key.rangeOf(new Range(colon, colon + 1))
                : null;
        if (place == null) {
            return false;
        }
        report.add(DiagnosticCode.MISSING_SPACE.at(
                place,
                "a space is missing after this colon",
                Report.replace(new Range(place.end(), place.end()), "Insert a space", " ")
                        .safe(true)));
        return true;
    }

    /** Says that {@code key:value} needs a space, if a text that should be an object looks like that. */
    static boolean missingSpace(Report report, ScalarNode node, String where) {
        String text = node.text();
        int colon = text.indexOf(':');
        boolean looks = node.style() == ScalarNode.Style.PLAIN
                && colon > 0
                && colon + 1 < text.length()
                && text.charAt(colon + 1) != '/'
                && Formats.isName(text.substring(0, colon), false);
        @Nullable Range place = looks ? node.rangeOf(new Range(colon, colon + 1)) : null;
        if (place == null) {
            return false;
        }
        report.add(DiagnosticCode.MISSING_SPACE.at(
                place,
                where + " is a text here, because a space is missing after this colon",
                Report.replace(new Range(place.end(), place.end()), "Insert a space", " ")
                        .safe(true)));
        return true;
    }
}
