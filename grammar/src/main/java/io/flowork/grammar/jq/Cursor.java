package io.flowork.grammar.jq;

import io.flowork.grammar.jq.Token.Kind;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.List;

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
        previousEnd = taken.end();
        if (!stopped) {
            token = lexer.next();
        }
        return taken;
    }

    /** Goes on with the token at an offset, as after the end of a string. */
    void moveTo(int offset) {
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

    /** Passes a closing bracket, or says which opening one lacks it. */
    void close(String symbol, Token opening) {
        expect(symbol, "to close the one at " + place(opening.start()));
    }

    /** An offset as people count. */
    String place(int offset) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < offset; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        String column = "column " + (offset - lineStart + 1);
        return line == 1 ? column : "line " + line + ", " + column;
    }

    int line(int offset) {
        return 1
                + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    void missing(String what) {
        String found = token.kind() == Kind.END ? "" : ", found " + describe(token);
        problemHere("missing " + what + found);
    }

    void problemHere(String message) {
        problem(new Range(token.start(), token.end()), message);
    }

    /** Records a problem, unless one was found at the same place before. */
    void problem(Range range, String message) {
        if (!stopped && range.start() != lastProblemAt) {
            lastProblemAt = range.start();
            problems.add(new JqProblem(range, message));
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
