package io.flowork.lsp.expression;

import io.flowork.grammar.jq.JqToken;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What the tokens of a program say about the place behind one of them.
 *
 * @param tokens the tokens up to a cursor, without comments
 */
record Preceding(List<JqToken> tokens) {
    /** Copies the list. */
    Preceding {
        tokens = List.copyOf(tokens);
    }

    /** Whether a bracket looks into a value, and does not make a list. */
    boolean isIndex(int bracket) {
        return bracket > 0 && endsTerm(bracket - 1);
    }

    /** Whether a token is a brace or a comma between the keys of an object. */
    boolean inObject(int at) {
        Deque<JqToken> brackets = new ArrayDeque<>();
        for (JqToken token : tokens.subList(0, at + 1)) {
            if (token.opens()) {
                brackets.push(token);
            } else if (token.closes()) {
                brackets.poll();
            }
        }
        return !brackets.isEmpty() && brackets.peek().is("{");
    }

    /** Whether a value can end with a token. */
    boolean endsTerm(int at) {
        JqToken token = tokens.get(at);
        return switch (token.kind()) {
            case NAME, FIELD, VARIABLE, FORMAT, NUMBER, QUOTE_END -> true;
            case KEYWORD -> token.isKeyword("end");
            case SYMBOL ->
                token.is(")") || token.is("]") || token.is("}") || token.is(".") || token.is("..") || token.is("?");
            case QUOTE, TEXT, INSERT, INSERT_END, COMMENT, UNKNOWN -> false;
        };
    }

    /** Whether a token, which is not the first, is a key of an object. */
    boolean isKeyAt(int at) {
        JqToken before = tokens.get(at - 1);
        return (before.is("{") || before.is(",")) && inObject(at - 1);
    }

    /** Whether the names behind an {@code as} are being written. */
    boolean inPattern(int last) {
        for (int at = last; at >= 0; at--) {
            JqToken token = tokens.get(at);
            if (token.isKeyword("as")) {
                return true;
            }
            boolean part = switch (token.kind()) {
                case VARIABLE, NAME, QUOTE, TEXT, QUOTE_END -> true;
                case SYMBOL ->
                    token.is("[")
                            || token.is("]")
                            || token.is("{")
                            || token.is("}")
                            || token.is(",")
                            || token.is(":")
                            || token.is("?//");
                default -> false;
            };
            if (!part) {
                return false;
            }
        }
        return false;
    }

    /** Whether the name and the parameters of a function are being written. */
    boolean inHeader(int last) {
        for (int at = last; at >= 0; at--) {
            JqToken token = tokens.get(at);
            if (token.isKeyword("def")) {
                return true;
            }
            boolean part = token.kind() == JqToken.Kind.NAME
                    || token.kind() == JqToken.Kind.VARIABLE
                    || token.is("(")
                    || token.is(";")
                    || token.is(")");
            if (!part) {
                return false;
            }
        }
        return false;
    }
}
