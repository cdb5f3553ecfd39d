package io.flowork.grammar.jq;

import io.flowork.grammar.text.Range;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Cuts jq programs into tokens, strings and comments included. Whatever the text is, the tokens stand in its order, do not
 * overlap, and have all of it but blanks.
 */
public final class JqTokens {
    private final String text;
    private final Lexer lexer;
    private final List<JqToken> tokens = new ArrayList<>();

    /** For every string that something is inserted into: how many brackets are open in what is inserted. */
    private final Deque<Integer> inserted = new ArrayDeque<>();

    private int brackets;
    private int end;

    private JqTokens(String text) {
        this.text = text;
        this.lexer = new Lexer(text, (range, message) -> {}); // what it cannot read stands between tokens
    }

    /** The tokens of a program; also of one that is broken or half-written. */
    public static List<JqToken> of(String program) {
        JqTokens reader = new JqTokens(program);
        reader.read();
        return List.copyOf(reader.tokens);
    }

    private void read() {
        Token token = lexer.next();
        while (token.kind() != Token.Kind.END) {
            between(token.start());
            switch (token.kind()) {
                case QUOTE -> {
                    add(JqToken.Kind.QUOTE, token.end());
                    contents();
                }
                case SYMBOL -> symbol(token);
                case NAME -> add(JqToken.Kind.NAME, token.end());
                case KEYWORD -> add(JqToken.Kind.KEYWORD, token.end());
                case FIELD -> add(JqToken.Kind.FIELD, token.end());
                case BINDING -> add(JqToken.Kind.VARIABLE, token.end());
                case FORMAT -> add(JqToken.Kind.FORMAT, token.end());
                case NUMBER -> add(JqToken.Kind.NUMBER, token.end());
                case END -> {}
            }
            token = lexer.next();
        }
        between(text.length());
    }

    private void symbol(Token token) {
        if (token.is("(") || token.is("[") || token.is("{")) {
            brackets++;
        } else if (token.is(")") && brackets == 0 && !inserted.isEmpty()) {
            brackets = inserted.pop();
            add(JqToken.Kind.INSERT_END, token.end());
            contents();
            return;
        } else if ((token.is(")") || token.is("]") || token.is("}")) && brackets > 0) {
            brackets--;
        }
        add(JqToken.Kind.SYMBOL, token.end());
    }

    /** A string from where it begins, or from where something was inserted, to its end or to what is inserted next. */
    private void contents() {
        int at = end;
        while (at < text.length() && text.charAt(at) != '"' && !text.startsWith("\\(", at)) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at, text.length());
        if (at > end) {
            add(JqToken.Kind.TEXT, at);
        }
        if (text.startsWith("\\(", at)) {
            add(JqToken.Kind.INSERT, at + 2);
            inserted.push(brackets);
            brackets = 0;
        } else if (at < text.length()) {
            add(JqToken.Kind.QUOTE_END, at + 1);
        }
        lexer.moveTo(end);
    }

    /** What stands before the next token: blanks, comments, and what jq does not have. */
    private void between(int next) {
        while (end < next) {
            char c = text.charAt(end);
            if (c == '#') {
                add(JqToken.Kind.COMMENT, Lexer.commentEnd(text, end));
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                end++;
            } else {
                add(JqToken.Kind.UNKNOWN, end + Character.charCount(text.codePointAt(end)));
            }
        }
    }

    private void add(JqToken.Kind kind, int to) {
        tokens.add(new JqToken(kind, text.substring(end, to), new Range(end, to)));
        end = to;
    }
}
