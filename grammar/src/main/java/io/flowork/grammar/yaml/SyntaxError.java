package io.flowork.grammar.yaml;

import static java.util.stream.Collectors.joining;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.yaml.TreeBuilder.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A syntax error in plain words.
 *
 * @param diagnostic what to tell the author
 * @param start where the part begins that cannot be read
 * @param part the part to leave out; null for the smallest one from the start that may be to blame
 */
record SyntaxError(
        Diagnostic diagnostic, int start, @Nullable Range part) {
    SyntaxError(Diagnostic diagnostic, int start) {
        this(diagnostic, start, null);
    }

    /** Explains why the parser stopped. */
    static SyntaxError explain(SourceText source, String work, Failure failure, TreeBuilder tree) {
        Range lastQuoted = tree.lastQuoted();
        Lines lines = new Lines(work);
        int at = Math.min(failure.at(), work.length());
        if (lastQuoted != null && lines.start(lastQuoted.end()) == lines.start(at)) {
            return quoteClosedLate(source, lastQuoted);
        }
        if (failure.problem().contains("expected <block end>")
                || failure.problem().contains("expected '<document start>'")) {
            SyntaxError misfit = Misfit.explain(source, lines, at);
            if (misfit != null) {
                return misfit;
            }
        }
        SyntaxError trap = unquotedExpression(source.text(), lines, failure.start(), at, tree.openBracket() >= 0);
        if (trap != null) {
            return trap;
        }
        String problem = failure.problem();
        if (problem.contains("TAB")) {
            return tab(source.text(), at);
        }
        if (failure.context().contains("quoted scalar")) {
            return unclosedQuote(source, work, failure.start(), problem);
        }
        if (failure.context().contains("flow ")) {
            int open = tree.openBracket();
            return unclosedBracket(source, work, open >= 0 ? open : failure.start(), at);
        }
        SyntaxError missing = missingSpace(work, lines, failure.start());
        if (missing != null) {
            return missing;
        }
        return other(source, work, lines, failure, at);
    }

    private static SyntaxError other(SourceText source, String work, Lines lines, Failure failure, int at) {
        String problem = failure.problem();
        String found = at < work.length() ? String.valueOf(work.charAt(at)) : "";
        Range here = character(work, at);
        if (problem.contains("cannot start any token")) {
            int end = lines.contentEnd(at);
            return new SyntaxError(
                    DiagnosticCode.NEEDS_QUOTES.at(
                            here,
                            "a text cannot start with '" + found + "' unless it is quoted",
                            quote(source.text(), upTo(at, end))),
                    at);
        }
        if (failure.context().contains("scanning an a")) { // an anchor or an alias
            int from = failure.start();
            String mark = work.substring(from, Math.min(from + 1, work.length()));
            return new SyntaxError(
                    DiagnosticCode.NEEDS_QUOTES.at(
                            character(work, from),
                            "a text cannot start with '" + mark + "' unless it is quoted",
                            quote(source.text(), upTo(from, lines.contentEnd(from)))),
                    from);
        }
        if (problem.contains("could not find expected ':'")) {
            Range line = upTo(failure.start(), lines.contentEnd(failure.start()));
            return new SyntaxError(
                    DiagnosticCode.SYNTAX.at(
                            line, "this line is no 'key: value'; add a colon and a value, or remove it"),
                    failure.start());
        }
        if (problem.contains("mapping values are not allowed")) {
            return unexpectedColon(source.text(), work, lines, at);
        }
        char before = at > 0 && at <= work.length() ? work.charAt(at - 1) : ' ';
        if (problem.contains("expected <block end>") && (before == '\'' || before == '"')) {
            return new SyntaxError(
                    DiagnosticCode.SYNTAX.at(
                            here,
                            "the text ended with the quote before this; "
                                    + (before == '"'
                                            ? "write \\\" for a quote inside double quotes"
                                            : "write '' for a quote inside single quotes, or put the text in double quotes")),
                    lines.contentStart(at));
        }
        if (problem.contains("expected <block end>")) {
            return new SyntaxError(misplaced(lines, at, here), found.equals("-") ? at : lines.contentStart(at));
        }
        if (problem.contains("sequence entries are not allowed")) {
            return new SyntaxError(
                    DiagnosticCode.SYNTAX.at(here, "a list item '-' must start on a line of its own"), at);
        }
        String message = at >= work.length()
                ? "the file ends too early"
                : "this cannot be read as YAML: " + (problem.isEmpty() ? "unexpected text" : problem);
        return new SyntaxError(DiagnosticCode.SYNTAX.at(here, message), lines.contentStart(Math.max(0, at)));
    }

    /** A line that is not where it belongs, or lacks its dash. */
    private static Diagnostic misplaced(Lines lines, int at, Range here) {
        int column = lines.indentation(at);
        List<Integer> levels = new ArrayList<>();
        int limit = Integer.MAX_VALUE;
        for (int line = lines.previous(at); line >= 0 && limit > 0; line = lines.previous(line)) {
            int dash = lines.indentation(line);
            int content = lines.contentStart(line) - lines.start(line);
            if (lines.text().charAt(line + dash) == '#') {
                continue;
            }
            if (content < limit) {
                levels.add(content);
            }
            if (dash == column && content > dash && lines.start(at) + column == at) {
                return DiagnosticCode.INDENTATION.at(
                        here,
                        "this does not fit the lines above: items of a list stand on this level, so a dash is missing"
                                + " before it, or it is not indented as deep as what it belongs to");
            }
            if (dash < content && dash < limit) {
                levels.add(dash);
            }
            limit = Math.min(limit, dash);
        }
        boolean first = lines.start(at) + column == at;
        return DiagnosticCode.INDENTATION.at(
                here,
                first && !levels.contains(column) && !levels.isEmpty()
                        ? "this does not fit the lines above: it is indented by " + spaces(column) + ", they by "
                                + levels.stream()
                                        .sorted(Comparator.comparingInt(level -> Math.abs(level - column)))
                                        .limit(2)
                                        .map(String::valueOf)
                                        .collect(joining(" or "))
                        : "this does not fit the lines above: it is neither a next key or item of their level nor a value;"
                                + " check indentation and quotes");
    }

    private static String spaces(int count) {
        return count == 1 ? "1 space" : count + " spaces";
    }

    /** A colon where no key can be: after another one, or on a line that goes on with the text before it. */
    private static SyntaxError unexpectedColon(String source, String work, Lines lines, int at) {
        int start = lines.contentStart(at);
        int first = work.indexOf(": ", start);
        if (first >= 0 && first < at) {
            int value = first + 1;
            while (value < at && work.charAt(value) == ' ') {
                value++;
            }
            Range text = upTo(value, lines.contentEnd(at));
            return new SyntaxError(
                    DiagnosticCode.SYNTAX.at(
                            text, "this text has a colon and a space in it, so it must be quoted", quote(source, text)),
                    start);
        }
        int previous = lines.previous(at);
        SyntaxError missing = previous < 0 ? null : missingSpace(work, lines, previous);
        if (missing != null) {
            return missing;
        }
        if (previous >= 0) {
            Range above = new Range(lines.contentStart(previous), lines.contentEnd(previous));
            if (above.length() > 0 && work.substring(above.start(), above.end()).indexOf(':') < 0) {
                return new SyntaxError(
                        DiagnosticCode.SYNTAX.at(
                                above,
                                "a colon is missing at the end of this line",
                                new Diagnostic.Fix(
                                        "Insert a colon",
                                        List.of(new Diagnostic.Edit(new Range(above.end(), above.end()), ":")))),
                        above.start());
            }
        }
        return new SyntaxError(
                DiagnosticCode.INDENTATION.at(
                        upTo(start, at),
                        "this key is indented under a text, which cannot have keys; mend the indentation, or the line above"),
                previous < 0 ? start : lines.contentEnd(previous));
    }

    private static SyntaxError tab(String source, int at) {
        int start = Math.min(at, source.length());
        int end = start;
        while (end < source.length() && source.charAt(end) == '\t') {
            end++;
        }
        Diagnostic.Fix fix = new Diagnostic.Fix(
                "Replace tabs by spaces",
                List.of(new Diagnostic.Edit(new Range(start, end), "  ".repeat(Math.max(1, end - start)))),
                true);
        return new SyntaxError(
                DiagnosticCode.TAB.at(
                        new Range(start, end), "a tab stands here; YAML is indented with spaces only", fix),
                start);
    }

    private static SyntaxError unclosedQuote(SourceText source, String work, int start, String problem) {
        char quote = start < work.length() ? work.charAt(start) : '"';
        if (problem.contains("escape")) {
            int place = unknownEscape(work, start);
            return new SyntaxError(
                    DiagnosticCode.SYNTAX.at(
                            new Range(place, Math.min(place + 2, work.length())),
                            "YAML knows no such escape in double quotes; write \\\\ for a backslash, or use single quotes"),
                    start);
        }
        return new SyntaxError(
                DiagnosticCode.UNCLOSED_QUOTE.at(
                        character(source.text(), start),
                        "this " + quote + " is not closed; add the same quote at the end"),
                start);
    }

    /** Where the first backslash after a quote stands that YAML gives no meaning to; the quote if there is none. */
    private static int unknownEscape(String work, int quote) {
        for (int at = quote + 1; at + 1 < work.length(); at++) {
            if (work.charAt(at) == '\\') {
                if ("0abt\tnvfre \"/\\N_LPxuU\r\n".indexOf(work.charAt(at + 1)) < 0) {
                    return at;
                }
                at++;
            }
        }
        return quote;
    }

    private static SyntaxError quoteClosedLate(SourceText source, Range quoted) {
        int line = source.position(quoted.end()).line();
        return new SyntaxError(
                DiagnosticCode.UNCLOSED_QUOTE.at(
                        character(source.text(), quoted.start()),
                        "this quote is closed only on line " + line
                                + ", so what follows there makes no sense; close it where" + " its text ends"),
                quoted.start());
    }

    private static SyntaxError unclosedBracket(SourceText source, String work, int start, int at) {
        char open = start < work.length() ? work.charAt(start) : '[';
        char close = open == '{' ? '}' : ']';
        char found = at < work.length() ? work.charAt(at) : ' ';
        if ((found == '}' || found == ']') && found != close) {
            return new SyntaxError(
                    DiagnosticCode.UNCLOSED_BRACKET.at(
                            character(work, at),
                            "'" + found + "' does not close the '" + open + "' on line "
                                    + source.position(start).line() + "; '" + close + "' would",
                            new Diagnostic.Related(character(work, start), "opened here")),
                    start);
        }
        return new SyntaxError(
                DiagnosticCode.UNCLOSED_BRACKET.at(
                        character(work, start),
                        "this '" + open + "' is not closed; add '" + close + "', or a comma between its entries"),
                start);
    }

    /** {@code key:value}: the line has a word, a colon and no space. */
    private static @Nullable SyntaxError missingSpace(String work, Lines lines, int at) {
        int start = lines.contentStart(at);
        int colon = start;
        while (colon < work.length() && (Character.isLetterOrDigit(work.charAt(colon)) || work.charAt(colon) == '-')) {
            colon++;
        }
        boolean missing = colon > start
                && colon + 1 < work.length()
                && work.charAt(colon) == ':'
                && !Character.isWhitespace(work.charAt(colon + 1))
                && work.charAt(colon + 1) != '/';
        if (!missing) {
            return null;
        }
        return new SyntaxError(
                DiagnosticCode.MISSING_SPACE.at(
                        new Range(colon, colon + 1),
                        "a space is missing after this colon",
                        new Diagnostic.Fix(
                                "Insert a space",
                                List.of(new Diagnostic.Edit(new Range(colon + 1, colon + 1), " ")),
                                true)),
                start);
    }

    /**
     * A plain scalar that starts with <code>${</code> on a line that the failure lies on, and is none to YAML: in brackets
     * because of its braces, elsewhere because of a colon.
     */
    private static @Nullable SyntaxError unquotedExpression(
            String source, Lines lines, int start, int at, boolean inBrackets) {
        int from = lines.start(Math.min(start, at));
        int to = lines.end(at);
        int open = source.indexOf("${", from);
        while (open >= 0 && open < to) {
            boolean starts = open == 0 || " \t\n:-,[{".indexOf(source.charAt(open - 1)) >= 0;
            Range expression = starts ? expression(source, open) : null;
            if (expression != null
                    && expression.end() > Math.min(start, at)
                    && (inBrackets || source.substring(open, expression.end()).contains(": "))) {
                return unquoted(source, expression);
            }
            open = source.indexOf("${", open + 2);
        }
        return null;
    }

    /** The error for an expression that YAML reads as something else. */
    static SyntaxError unquoted(String source, Range expression) {
        return new SyntaxError(
                DiagnosticCode.UNQUOTED_EXPRESSION.at(
                        expression,
                        "YAML reads the braces or the ': ' inside this expression as its own; put the expression in quotes",
                        quote(source, expression)),
                expression.start());
    }

    /** The range from <code>${</code> to its closing brace on the same line; null if there is none. */
    static @Nullable Range expression(String source, int open) {
        int depth = 0;
        boolean quoted = false;
        for (int i = open + 1; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\n' || c == '\r') {
                return null;
            }
            if (c == '"' && source.charAt(i - 1) != '\\') {
                quoted = !quoted;
            } else if (c == '{' && !quoted) {
                depth++;
            } else if (c == '}' && !quoted) {
                depth--;
                if (depth == 0) {
                    return new Range(open, i + 1);
                }
            }
        }
        return null;
    }

    /** The fix that puts a part of the text into single quotes. */
    static Diagnostic.Fix quote(String source, Range range) {
        String text = source.substring(range.start(), range.end());
        return new Diagnostic.Fix(
                "Put it in quotes", List.of(new Diagnostic.Edit(range, "'" + text.replace("'", "''") + "'")), true);
    }

    private static Range upTo(int start, int end) {
        return new Range(start, Math.max(start, end));
    }

    private static Range character(String text, int at) {
        int start = Math.min(at, text.length());
        return new Range(start, Math.min(start + 1, text.length()));
    }
}
