package io.flowork.grammar.binding;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.JqProblem;
import io.flowork.grammar.jq.ParsedFilter;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.workflow.Expression;
import io.flowork.grammar.yaml.ScalarNode;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The expressions of a document, each parsed once. */
final class Expressions {
    private final Report report;
    private final boolean loose;
    private final IdentityHashMap<ScalarNode, Found> parsed = new IdentityHashMap<>();

    /**
     * An expression that was found in a text.
     *
     * @param offset where it starts in the text
     * @param loose whether the text stands when it fails
     */
    record Found(Expression expression, int offset, boolean loose) {}

    Expressions(Report report, boolean loose) {
        this.report = report;
        this.loose = loose;
    }

    /** The expression that was found in a scalar, if there was one. */
    @Nullable
    Expression of(ScalarNode node) {
        Found found = parsed.get(node);
        return found == null ? null : found.expression();
    }

    /** The expression that was found in a scalar, with its place. */
    @Nullable
    Found found(ScalarNode node) {
        return parsed.get(node);
    }

    /** Reads a text that is an expression whether <code>${ }</code> encloses it or not. */
    void implicit(ScalarNode node) {
        Range inside = enclosed(node.text());
        parse(node, inside == null ? new Range(0, node.text().length()) : inside);
    }

    /** Reads a text that is an expression when <code>${ }</code> encloses it; says whether it is. */
    boolean template(ScalarNode node) {
        String text = node.text();
        if (text.indexOf("${") < 0) {
            if (loose) {
                tryLoosely(node);
            } else if (Lookalikes.isExpression(text.strip())) {
                forgotten(node);
            } else if (Lookalikes.isHandlebars(text.strip())) {
                report.add(
                        DiagnosticCode.TEXT_LIKE_EXPRESSION,
                        node.range(),
                        "this is a text as it stands, because '{{ }}' has no meaning here; an expression is written ${ … }");
            }
            return false;
        }
        Range inside = enclosed(text);
        if (inside == null) {
            if (loose) {
                tryLoosely(node);
            } else {
                partial(node);
            }
            return false;
        }
        parse(node, inside);
        return true;
    }

    /** Warns of a text that lacks <code>${ }</code> around it. */
    private void forgotten(ScalarNode node) {
        String message = "this is a text as it stands; if it is meant as an expression, enclose it in ${ }";
        if (isBlock(node)) {
            report.add(DiagnosticCode.TEXT_LIKE_EXPRESSION, node.range(), message);
            return;
        }
        Range range = node.range();
        List<Diagnostic.Edit> edits = node.style() == ScalarNode.Style.PLAIN
                ? List.of(new Diagnostic.Edit(range, "'${ " + node.text().replace("'", "''") + " }'"))
                : List.of(
                        new Diagnostic.Edit(new Range(range.start() + 1, range.start() + 1), "${ "),
                        new Diagnostic.Edit(new Range(range.end() - 1, range.end() - 1), " }"));
        report.add(
                DiagnosticCode.TEXT_LIKE_EXPRESSION, range, message, new Diagnostic.Fix("Enclose it in ${ }", edits));
    }

    private static boolean isBlock(ScalarNode node) {
        return node.style() == ScalarNode.Style.LITERAL || node.style() == ScalarNode.Style.FOLDED;
    }

    /** Warns of <code>${ }</code> that is only a part of a text. */
    private void partial(ScalarNode node) {
        String text = node.text();
        int open = text.indexOf("${");
        int close = closing(text, open + 1);
        boolean comment = close < 0 && text.strip().startsWith("${");
        String message = comment
                ? "this starts with '${' but does not end with '}', so it is no expression; "
                        + (node.style() == ScalarNode.Style.PLAIN
                                ? "in YAML ' #' begins a comment, which quotes prevent"
                                : "add the '}' at its end")
                : "only a whole text can be an expression, so this ${ } is not evaluated; write the whole as an expression with"
                        + " string interpolation, such as ${ \"Hello \\(.name)\" }";
        Range range = node.rangeOf(new Range(open, close < 0 ? text.length() : close + 1));
        String whole = interpolated(text);
        if (whole != null && !isBlock(node)) {
            Diagnostic.Edit edit = new Diagnostic.Edit(node.range(), "'" + whole.replace("'", "''") + "'");
            report.add(
                    DiagnosticCode.PARTIAL_EXPRESSION,
                    range,
                    message,
                    new Diagnostic.Fix("Make the whole text one expression", List.of(edit)));
        } else {
            report.add(DiagnosticCode.PARTIAL_EXPRESSION, range, message);
        }
    }

    /** A text with expressions in it as one expression; null when one of them is broken or not closed. */
    private static @Nullable String interpolated(String text) {
        StringBuilder whole = new StringBuilder("${ \"");
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (text.startsWith("${", at)) {
                int close = closing(text, at + 1);
                String inside = close < 0 ? "" : text.substring(at + 2, close).strip();
                if (inside.isEmpty() || !JqParser.parse(inside).problems().isEmpty()) {
                    return null;
                }
                whole.append("\\(").append(inside).append(')');
                at = close + 1;
            } else if (c < ' ') {
                return null;
            } else {
                whole.append(c == '"' || c == '\\' ? "\\" : "").append(c);
                at++;
            }
        }
        return whole.append("\" }").toString();
    }

    private void parse(ScalarNode node, Range inside) {
        String text = node.text();
        int start = inside.start();
        int end = inside.end();
        while (start < end && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        Range program = new Range(start, end);
        if (start == end) {
            report.add(
                    DiagnosticCode.EMPTY_EXPRESSION,
                    node.range(),
                    "this expression is empty; write '.' for the data as it is");
            return;
        }
        String jq = text.substring(start, end);
        ParsedFilter filter = JqParser.parse(jq);
        if (filter.problems().isEmpty()) {
            parsed.put(node, new Found(new Expression(jq, node.rangeOf(program), filter.filter()), start, false));
            int dollar = text.indexOf("${", start);
            if (dollar >= 0 && dollar < end) { // in a string: jq knows no such character
                int close = text.indexOf('}', dollar);
                report.add(
                        DiagnosticCode.PARTIAL_EXPRESSION,
                        node.rangeOf(new Range(dollar, close < 0 || close >= end ? end : close + 1)),
                        "in a string of jq this ${ } is not evaluated; jq inserts a value into a string with \\( ), such as"
                                + " \"Hello \\(.name)\"");
            }
            return;
        }
        // What follows the first problem is most often only its consequence.
        JqProblem problem = filter.problems().getFirst();
        boolean braces = text.contains("${") && inside.length() == text.length();
        Range place = node.rangeOf(problem.range().shift(start));
        String message = problem.message() + (braces ? "; '${' can stand only at the start of the whole text" : "");
        JqProblem.Related related = problem.related();
        report.add(
                related == null
                        ? DiagnosticCode.BAD_EXPRESSION.at(place, message)
                        : DiagnosticCode.BAD_EXPRESSION.at(
                                place,
                                message,
                                new Diagnostic.Related(
                                        node.rangeOf(related.range().shift(start)), related.message())));
    }

    private void tryLoosely(ScalarNode node) {
        String text = node.text();
        if (text.isBlank()) {
            return;
        }
        ParsedFilter filter = JqParser.parse(text);
        if (filter.problems().isEmpty()) {
            Expression expression = new Expression(text, node.rangeOf(new Range(0, text.length())), filter.filter());
            parsed.put(node, new Found(expression, 0, true));
        }
    }

    /**
     * What is inside <code>${ }</code> that encloses a whole text, blanks around aside; null if it does not. Braces that
     * do not match leave it enclosed: the jq parser says what is wrong.
     */
    static @Nullable Range enclosed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        if (end - start < 3 || !text.startsWith("${", start) || text.charAt(end - 1) != '}') {
            return null;
        }
        int close = closing(text, start + 1);
        return close >= 0 && close < end - 1 ? null : new Range(start + 2, end - 1);
    }

    /** The brace that closes the one at an offset, jq strings and their interpolations respected; -1 if none does. */
    static int closing(String text, int open) {
        BitSet string = new BitSet();
        int depth = 0;
        boolean quoted = false;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\' && i + 1 < text.length()) {
                    i++;
                    if (text.charAt(i) == '(') {
                        string.set(depth);
                        depth++;
                        quoted = false;
                    }
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '(' || c == '[') {
                string.clear(depth);
                depth++;
            } else if (c == '}' || c == ')' || c == ']') {
                depth--;
                if (depth <= 0) {
                    return c == '}' ? i : -1;
                }
                quoted = c == ')' && string.get(depth);
            }
        }
        return -1;
    }
}
