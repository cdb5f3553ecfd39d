package io.flowork.grammar.jq;

import io.flowork.grammar.jq.Token.Kind;
import io.flowork.grammar.text.Range;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * The blanks that a jq program should have between its parts. Only blanks within a line change: line breaks, comments and the
 * insides of strings stay, so the program stays the same one.
 */
public final class JqSpacing {
    private static final Set<String> OPERATORS = Set.of(
            "|", "//", "?//", "|=", "=", "+=", "-=", "*=", "/=", "%=", "//=", "==", "!=", "<", "<=", ">", ">=", "+",
            "-", "*", "/", "%", "and", "or", "as");
    private static final Set<String> ENDING = Set.of(")", "]", "}", "?", ".", "..");

    /**
     * Blanks to change.
     *
     * @param range what is between two parts now; may be empty
     * @param text what should be
     */
    public record Gap(Range range, String text) {}

    private final String text;
    private final List<Gap> gaps = new ArrayList<>();

    private JqSpacing(String text) {
        this.text = text;
    }

    /**
     * The changes that a program needs, in the order of its text.
     *
     * @param program a program without problems
     * @param colons whether a blank may be put behind the colon of an object's key; it must not in plain YAML
     */
    public static List<Gap> of(String program, boolean colons) {
        JqSpacing spacing = new JqSpacing(program);
        spacing.walk(colons);
        return spacing.gaps;
    }

    /** The parts of a program, without the blanks and comments between them; two programs with the same parts are the same. */
    public static List<String> parts(String program) {
        return tokens(program).stream()
                .map(token -> program.substring(token.start(), token.end()))
                .toList();
    }

    private void walk(boolean colons) {
        Deque<String> open = new ArrayDeque<>();
        Token before = new Token(Kind.END, "", 0, 0);
        boolean afterOperator = false;
        for (Token token : tokens(text)) {
            boolean operator = isOperator(token) && endsTerm(before);
            boolean key = colons && token.is(":") && "{".equals(open.peek());
            if (before.kind() != Kind.END) {
                if (token.is(",") || token.is(";") || key) {
                    gap(before, token, "");
                } else if (operator || afterOperator || before.is(",") || before.is(";")) {
                    gap(before, token, " ");
                } else if (colons && before.is(":") && "{".equals(open.peek())) {
                    gap(before, token, " ");
                }
            }
            if (token.is("(") || token.is("[") || token.is("{")) {
                open.push(token.text());
            } else if ((token.is(")") || token.is("]") || token.is("}")) && !open.isEmpty()) {
                open.pop();
            }
            before = token;
            afterOperator = operator;
        }
    }

    private void gap(Token before, Token after, String wanted) {
        Range between = new Range(before.end(), after.start());
        String now = text.substring(between.start(), between.end());
        boolean oneLine = now.chars().allMatch(c -> c == ' ' || c == '\t');
        if (oneLine && !now.equals(wanted)) {
            gaps.add(new Gap(between, wanted));
        }
    }

    private static boolean isOperator(Token token) {
        return (token.kind() == Kind.SYMBOL || token.kind() == Kind.KEYWORD) && OPERATORS.contains(token.text());
    }

    /** Whether something ends with this, so that a sign behind it stands between two values. */
    private static boolean endsTerm(Token token) {
        return switch (token.kind()) {
            case NAME, FIELD, BINDING, FORMAT, NUMBER, QUOTE -> true;
            case SYMBOL -> ENDING.contains(token.text());
            case KEYWORD -> token.text().equals("end");
            case END -> false;
        };
    }

    /** The tokens of a program, each string as one. */
    private static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text, (range, problem) -> {});
        List<Token> tokens = new ArrayList<>();
        for (Token token = lexer.next(); token.kind() != Kind.END; token = lexer.next()) {
            if (token.kind() == Kind.QUOTE) {
                int end = afterString(text, token.end());
                tokens.add(new Token(Kind.QUOTE, text.substring(token.start(), end), token.start(), end));
                lexer.moveTo(end);
            } else {
                tokens.add(token);
            }
        }
        return tokens;
    }

    /** Where a string ends that begins before an offset, with all strings that are inserted in it. */
    private static int afterString(String text, int from) {
        Deque<Integer> open = new ArrayDeque<>(); // for each insertion around: how many parentheses are open in it
        boolean inString = true;
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (inString && c == '\\') {
                if (at < text.length() && text.charAt(at) == '(') {
                    open.push(1);
                    inString = false;
                }
                at++;
            } else if (c == '"') {
                if (inString && open.isEmpty()) {
                    return at;
                }
                inString = !inString;
            } else if (!inString && (c == '(' || c == ')')) {
                int depth = open.pop() + (c == '(' ? 1 : -1);
                inString = depth == 0;
                if (depth > 0) {
                    open.push(depth);
                }
            }
        }
        return text.length();
    }
}
