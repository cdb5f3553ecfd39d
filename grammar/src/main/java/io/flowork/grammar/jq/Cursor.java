package io.flowork.grammar.jq;

import io.flowork.grammar.jq.Token.Kind;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the parser is: the current token, the problems so far, and how deep the tree has become. */
final class Cursor {
    /** The highest syntax tree the parser builds, so that walking one needs a bounded stack. */
    static final int MAX_HEIGHT = 250;

    /** The deepest nesting of the parser's own calls, in units of about three of them. */
    static final int MAX_NESTING = 500;

    private final String text;
    private final Lexer lexer;
    private final List<JqProblem> problems = new ArrayList<>();
    private Token token;

    /** The token before, unless that is the end of a string or the beginning of an interpolation. */
    private @Nullable Token previous;

    private int previousEnd;
    private int lastProblemAt = -1;
    private int nesting;
    private int height;
    private boolean stopped;

    Cursor(String text) {
        this.text = text;
        this.lexer = new Lexer(text, this::problem);
        this.token = lexer.next();
    }

    Token token() {
        return token;
    }

    String text() {
        return text;
    }

    List<JqProblem> problems() {
        return problems;
    }

    /** The end of the token before the current one. */
    int previousEnd() {
        return previousEnd;
    }

    /** Passes the current token and returns it. */
    Token take() {
        Token taken = token;
        previous = taken;
        previousEnd = taken.end();
        if (!stopped) {
            token = lexer.next();
        }
        return taken;
    }

    /** Goes on with the token at an offset, as after the end of a string. */
    void moveTo(int offset) {
        previous = null;
        previousEnd = offset;
        if (!stopped) {
            lexer.moveTo(offset);
            token = lexer.next();
        }
    }

    boolean isStopped() {
        return stopped;
    }

    boolean at(String symbol) {
        return token.is(symbol);
    }

    boolean atKeyword(String word) {
        return token.isKeyword(word);
    }

    boolean takeIf(String symbol) {
        if (token.is(symbol)) {
            take();
            return true;
        }
        return false;
    }

    boolean takeKeywordIf(String word) {
        if (token.isKeyword(word)) {
            take();
            return true;
        }
        return false;
    }

    /** Passes a symbol, or says that it is missing. */
    void expect(String symbol, String why) {
        if (!takeIf(symbol)) {
            missing("`" + symbol + "` " + why);
        }
    }

    void expectKeyword(String word, String why) {
        if (!takeKeywordIf(word)) {
            missing("`" + word + "` " + why);
        }
    }

    /** Passes what closes a bracket or an {@code if}, or says that it is missing, and which one lacks it. */
    void close(String closing, Token opening) {
        if (token.is(closing) || token.isKeyword(closing)) {
            take();
        } else {
            unclosed(closing, opening.text(), new Range(opening.start(), opening.end()));
        }
    }

    /** Says that what closes something is missing here. */
    void unclosed(String closing, String opening, Range place) {
        unclosed(closing, opening, place, "this `" + opening + "` is not closed");
    }

    /**
     * The same, with words of one's own about the place to blame.
     *
     * @param why what is said about the place
     */
    void unclosed(String closing, String opening, Range place, String why) {
        problem(
                new Range(token.start(), token.end()),
                "missing `" + closing + "` to close `" + opening + "`" + found(),
                new JqProblem.Related(place, why));
    }

    int line(int offset) {
        return 1
                + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    void missing(String what) {
        problemHere("missing " + what + found());
    }

    private String found() {
        return token.kind() == Kind.END ? "" : ", found " + describe(token);
    }

    /** Says that an expression should begin here, by what stands around the gap. */
    void missingExpression() {
        Token before = previous;
        if (before == null && isClosing()) {
            closesNothing();
        } else if (before == null && token.kind() != Kind.END && previousEnd == 0) {
            problemHere("missing an expression before " + describe(token));
        } else if (before == null) {
            missing("an expression");
        } else if (before.is("|") && at("|") && token.start() == before.end()) {
            problemHere("missing an expression between `|` and `|`; jq writes `or`");
        } else if (before.is("==") && at("=") && token.start() == before.end()) {
            problemHere("missing an expression after `==`, found `=`; jq compares with `==`");
        } else {
            missing("an expression after " + describe(before));
        }
    }

    /** Says that something stands after the end of the expression, and what was probably meant. */
    void unexpected() {
        Token before = previous;
        String found = describe(token);
        if (at("(") && before != null && before.kind() == Kind.FIELD && before.end() == token.start()) {
            problemHere("a member cannot be called: `." + before.text()
                    + "` is no function; jq gives data to a function" + " with `|`, such as `.name | length`");
        } else if (before != null && before.is("?") && text.startsWith("??", before.start() - 1)) {
            problemHere(
                    "unexpected " + found + " after the end of the expression; for a default jq writes `//`, not `??`");
        } else if (at(":") && text.lastIndexOf('?', token.start()) >= 0) {
            problemHere(
                    "unexpected `:` after the end of the expression; jq writes `if … then … else … end`, not `? :`");
        } else if (before != null
                && before.kind() == Kind.NUMBER
                && before.text().startsWith(".")
                && before.end() == token.start()) {
            problemHere(
                    "unexpected " + found + " after the number `" + before.text() + "`; a key that begins with a digit"
                            + " is written `.\"" + before.text().substring(1) + token.text() + "\"`");
        } else if (before != null && before.kind() == Kind.FIELD && token.kind() == Kind.NAME) {
            problemHere(
                    "unexpected " + found + " after the end of the expression; to give data to it, put `|` before it");
        } else {
            problemHere("unexpected " + found + " after the end of the expression");
        }
    }

    boolean isClosing() {
        return at(")") || at("]") || at("}");
    }

    /** Says that the closing bracket here has no opening one. */
    void closesNothing() {
        String opening = at(")") ? "(" : at("]") ? "[" : "{";
        problemHere("`" + token.text() + "` closes nothing; remove it, or add the `" + opening + "` that it closes");
    }

    /** Leaves out the problems found since there were so many. */
    void forgetAfter(int count) {
        problems.subList(count, problems.size()).clear();
        lastProblemAt = -1;
    }

    void problemHere(String message) {
        problem(new Range(token.start(), token.end()), message);
    }

    /** Records a problem, unless one was found at the same place before. */
    void problem(Range range, String message) {
        problem(range, message, null);
    }

    private void problem(Range range, String message, JqProblem.@Nullable Related related) {
        if (!stopped && range.start() != lastProblemAt) {
            lastProblemAt = range.start();
            problems.add(new JqProblem(range, message, related));
        }
    }

    static String describe(Token token) {
        return switch (token.kind()) {
            case END -> "the end";
            case QUOTE -> "a string";
            case FIELD -> "`." + token.text() + "`";
            case BINDING -> "`$" + token.text() + "`";
            case FORMAT -> "`@" + token.text() + "`";
            case NAME, KEYWORD, NUMBER, SYMBOL -> "`" + token.text() + "`";
        };
    }

    Range from(int start) {
        return new Range(start, Math.max(start, previousEnd));
    }

    /** Enters a nested part that costs the parser this many units of its stack; the result goes to {@link #leave}. */
    int enter(int cost) {
        int outside = height;
        height = 0;
        nesting += cost;
        if (nesting > MAX_NESTING) {
            stop();
        }
        return outside;
    }

    void leave(int outside, int cost) {
        nesting -= cost;
        height = Math.max(outside, height);
    }

    /** Counts one more level of the tree around what was parsed last. */
    void grow() {
        if (++height > MAX_HEIGHT) {
            stop();
        }
    }

    private void stop() {
        if (!stopped) {
            lastProblemAt = -1;
            problemHere("this program is nested too deeply; split it with `def` or shorten it");
            stopped = true;
            token = new Token(Kind.END, "", text.length(), text.length());
        }
    }
}
