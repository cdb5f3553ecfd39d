package io.flowork.grammar.jq;

import io.flowork.grammar.jq.Token.Kind;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses jq 1.8 programs.
 *
 * <p>Architecture invariant: parsing never fails. It gives a tree and problems, whatever the text is.
 */
public final class JqParser {
    private final Cursor cursor;
    private final TermParser terms;
    private final PatternParser patterns;

    private JqParser(String text) {
        this.cursor = new Cursor(text);
        this.patterns = new PatternParser(cursor, this);
        this.terms = new TermParser(cursor, this, patterns);
    }

    /** Parses a program; ranges are relative to its text. An empty program is {@code .}, as in jq. */
    public static ParsedFilter parse(String program) {
        JqParser parser = new JqParser(program);
        Filter filter = parser.program();
        return new ParsedFilter(filter, parser.cursor.problems());
    }

    private Filter program() {
        skipModules();
        if (cursor.token().kind() == Kind.END
                && !cursor.isStopped()
                && cursor.problems().isEmpty()) {
            return new Filter.Identity(new Range(0, cursor.text().length()));
        }
        List<Filter> parts = new ArrayList<>();
        parts.add(pipe());
        while (cursor.token().kind() != Kind.END) {
            if (cursor.isClosing()) {
                cursor.closesNothing();
            } else {
                cursor.unexpected();
            }
            cursor.take();
            if (TermParser.startsTerm(cursor.token()) && parts.size() < 50) {
                parts.add(pipe());
            }
        }
        return parts.size() == 1 ? parts.getFirst() : new Filter.Pipe(cursor.from(0), parts);
    }

    private void skipModules() {
        while (cursor.atKeyword("import") || cursor.atKeyword("include") || cursor.atKeyword("module")) {
            Token start = cursor.token();
            int problems = cursor.problems().size();
            while (cursor.token().kind() != Kind.END && !cursor.at(";")) {
                if (cursor.token().kind() == Kind.QUOTE) {
                    new TextParser(cursor, this).text();
                } else {
                    cursor.take();
                }
            }
            cursor.takeIf(";");
            // whether the rest of it is right does not matter
            cursor.forgetAfter(problems);
            cursor.problem(
                    cursor.from(start.start()),
                    "`" + start.text() + "` is not available in a workflow; write the functions here with `def`");
        }
    }

    /** Everything: definitions, {@code |} and {@code ,}. */
    Filter pipe() {
        int outside = cursor.enter(2);
        int start = cursor.token().start();
        List<Filter> parts = new ArrayList<>();
        do {
            parts.add(comma());
        } while (cursor.takeIf("|"));
        Filter result = parts.size() == 1 ? parts.getFirst() : new Filter.Pipe(cursor.from(start), parts);
        cursor.grow();
        cursor.leave(outside, 2);
        return result;
    }

    private Filter comma() {
        int start = cursor.token().start();
        List<Filter> parts = new ArrayList<>();
        do {
            parts.add(bound());
        } while (cursor.takeIf(","));
        return parts.size() == 1 ? parts.getFirst() : new Filter.Comma(cursor.from(start), parts);
    }

    /** A definition, label or binding with everything it governs, or an expression. */
    private Filter bound() {
        Token start = cursor.token();
        if (cursor.atKeyword("def")) {
            Filter.Function function = function();
            boolean alone = cursor.token().kind() == Kind.END || cursor.at(")") || cursor.at(";");
            Filter body = alone ? new Filter.Identity(cursor.from(cursor.previousEnd())) : pipe();
            return new Filter.Define(cursor.from(start.start()), function, body);
        }
        if (cursor.takeKeywordIf("label")) {
            String name = binding("a name such as `$out` after `label`");
            cursor.expect("|", "after `label $" + name + "`");
            Filter body = pipe();
            return new Filter.Label(cursor.from(start.start()), name, body);
        }
        Filter expression = expression();
        if (!cursor.takeKeywordIf("as")) {
            return expression;
        }
        List<Pattern> alternatives = patterns.alternatives();
        cursor.expect("|", "after the pattern of `as`");
        Filter body = pipe();
        return new Filter.Bind(cursor.from(start.start()), expression, alternatives, body);
    }

    String binding(String what) {
        if (cursor.token().kind() == Kind.BINDING) {
            return cursor.take().text();
        }
        cursor.missing(what);
        return "";
    }

    private Filter.Function function() {
        Token start = cursor.take();
        Token name = cursor.token();
        if (name.kind() == Kind.NAME || name.kind() == Kind.KEYWORD) {
            cursor.take();
        } else {
            cursor.missing("the function's name after `def`");
            name = new Token(Kind.NAME, "", cursor.previousEnd(), cursor.previousEnd());
        }
        List<Filter.Parameter> parameters = new ArrayList<>();
        Token open = cursor.token();
        if (cursor.takeIf("(")) {
            do {
                Token parameter = cursor.token();
                if (parameter.kind() == Kind.NAME
                        || parameter.kind() == Kind.BINDING
                        || parameter.kind() == Kind.KEYWORD) {
                    cursor.take();
                    parameters.add(new Filter.Parameter(
                            cursor.from(parameter.start()), parameter.text(), parameter.kind() == Kind.BINDING));
                } else {
                    cursor.missing("a parameter, written `name` or `$name`");
                }
            } while (cursor.takeIf(";"));
            cursor.close(")", open);
        }
        cursor.expect(":", "before the body of the function");
        Filter body = pipe();
        cursor.expect(";", "after the definition of `" + name.text() + "`");
        return new Filter.Function(
                cursor.from(start.start()), name.text(), new Range(name.start(), name.end()), parameters, body);
    }

    /** An expression without {@code |} and {@code ,} outside of brackets. */
    Filter expression() {
        return binary(0, 1);
    }

    private Filter binary(int minimum, int cost) {
        int outside = cursor.enter(cost);
        int start = cursor.token().start();
        Filter left = terms.term();
        while (true) {
            Token symbol = cursor.token();
            Infix infix = Infix.of(symbol);
            if (infix == null || infix.precedence() < minimum) {
                break;
            }
            cursor.take();
            Range at = new Range(symbol.start(), symbol.end());
            Filter right = binary(infix.rightAssociative() ? infix.precedence() : infix.precedence() + 1, 2);
            Operator operator = infix.operator();
            left = operator == null || infix.assigns()
                    ? new Filter.Assign(cursor.from(start), operator, !symbol.is("="), at, left, right)
                    : new Filter.Binary(cursor.from(start), operator, at, left, right);
            cursor.grow();
            if (infix.nonAssociative()) {
                Infix next = Infix.of(cursor.token());
                if (next != null && next.precedence() == infix.precedence()) {
                    cursor.problemHere("`" + symbol.text() + "` cannot be followed by `"
                            + cursor.token().text() + "`; add parentheses");
                }
            }
        }
        cursor.leave(outside, cost);
        return left;
    }

    /** How a symbol between two expressions binds. */
    private record Infix(int precedence, @Nullable Operator operator, boolean assigns) {
        private static final int ALTERNATIVE = 0;
        private static final int ASSIGN = 1;
        private static final int COMPARE = 4;

        boolean rightAssociative() {
            return precedence == ALTERNATIVE;
        }

        boolean nonAssociative() {
            return precedence == ASSIGN || precedence == COMPARE;
        }

        static @Nullable Infix of(Token token) {
            if (token.kind() != Kind.SYMBOL && token.kind() != Kind.KEYWORD) {
                return null;
            }
            return switch (token.text()) {
                case "//" -> new Infix(ALTERNATIVE, Operator.ALTERNATIVE, false);
                case "=", "|=" -> new Infix(ASSIGN, null, true);
                case "+=" -> new Infix(ASSIGN, Operator.ADD, true);
                case "-=" -> new Infix(ASSIGN, Operator.SUBTRACT, true);
                case "*=" -> new Infix(ASSIGN, Operator.MULTIPLY, true);
                case "/=" -> new Infix(ASSIGN, Operator.DIVIDE, true);
                case "%=" -> new Infix(ASSIGN, Operator.REMAINDER, true);
                case "//=" -> new Infix(ASSIGN, Operator.ALTERNATIVE, true);
                case "or" -> new Infix(2, Operator.OR, false);
                case "and" -> new Infix(3, Operator.AND, false);
                case "==" -> new Infix(COMPARE, Operator.EQUAL, false);
                case "!=" -> new Infix(COMPARE, Operator.NOT_EQUAL, false);
                case "<" -> new Infix(COMPARE, Operator.LESS, false);
                case "<=" -> new Infix(COMPARE, Operator.LESS_OR_EQUAL, false);
                case ">" -> new Infix(COMPARE, Operator.GREATER, false);
                case ">=" -> new Infix(COMPARE, Operator.GREATER_OR_EQUAL, false);
                case "+" -> new Infix(5, Operator.ADD, false);
                case "-" -> new Infix(5, Operator.SUBTRACT, false);
                case "*" -> new Infix(6, Operator.MULTIPLY, false);
                case "/" -> new Infix(6, Operator.DIVIDE, false);
                case "%" -> new Infix(6, Operator.REMAINDER, false);
                default -> null;
            };
        }
    }
}
