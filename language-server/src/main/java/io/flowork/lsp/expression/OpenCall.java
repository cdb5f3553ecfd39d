package io.flowork.lsp.expression;

import io.flowork.grammar.jq.JqToken;
import io.flowork.grammar.jq.JqToken.Kind;
import io.flowork.grammar.jq.JqTokens;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The innermost call whose parentheses are open at a cursor.
 *
 * @param name the function, or {@code reduce} or {@code foreach}
 * @param argument the argument that the cursor is in, from 0
 * @param defined the parameters of each function of this name that the expression defines before the call, the last one
 *     first
 */
public record OpenCall(String name, int argument, List<List<String>> defined) {
    /** Copies the list. */
    public OpenCall {
        defined = List.copyOf(defined);
    }

    /** What is open: a bracket, with what stands before it if that is called, and how many semicolons are in it. */
    private static final class Open {
        final String name;
        int argument;

        Open(String name) {
            this.name = name;
        }
    }

    /** The innermost call around a place in a program, which may be half-written. */
    public static Optional<OpenCall> at(String program, int cursor) {
        List<JqToken> tokens = JqTokens.of(program.substring(0, cursor)).stream()
                .filter(token -> token.kind() != Kind.COMMENT)
                .toList();
        Deque<Open> open = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            JqToken token = tokens.get(i);
            if (token.opens()) {
                open.push(new Open(token.is("(") ? called(tokens, i) : ""));
            } else if (token.closes()) {
                open.poll();
            } else if (token.is(";") && !open.isEmpty()) {
                open.peek().argument++;
            }
        }
        for (Open each : open) {
            if (!each.name.isEmpty()) {
                return Optional.of(new OpenCall(each.name, each.argument, defined(tokens, each.name)));
            }
        }
        return Optional.empty();
    }

    /** The function that a parenthesis belongs to; empty if it only holds things together. */
    private static String called(List<JqToken> tokens, int parenthesis) {
        if (parenthesis == 0) {
            return "";
        }
        JqToken before = tokens.get(parenthesis - 1);
        if (before.kind() == Kind.NAME) {
            boolean header = parenthesis > 1 && tokens.get(parenthesis - 2).isKeyword("def");
            return header ? "" : before.text();
        }
        int depth = 0;
        for (int at = parenthesis - 1; at >= 0; at--) {
            JqToken token = tokens.get(at);
            depth += token.closes() ? 1 : token.opens() ? -1 : 0;
            if (depth < 0 || token.is("|")) {
                return "";
            }
            if (token.isKeyword("as")) {
                return loop(tokens, at);
            }
        }
        return "";
    }

    /** The word that a name behind {@code as} belongs to. */
    private static String loop(List<JqToken> tokens, int as) {
        int depth = 0;
        for (int at = as - 1; at >= 0 && depth >= 0; at--) {
            JqToken token = tokens.get(at);
            depth += token.closes() ? 1 : token.opens() ? -1 : 0;
            if (depth == 0 && (token.isKeyword("reduce") || token.isKeyword("foreach"))) {
                return token.text();
            }
        }
        return "";
    }

    private static List<List<String>> defined(List<JqToken> tokens, String name) {
        List<List<String>> defined = new ArrayList<>();
        for (int i = 0; i + 2 < tokens.size(); i++) {
            if (tokens.get(i).isKeyword("def")
                    && tokens.get(i + 1).text().equals(name)
                    && tokens.get(i + 2).is("(")) {
                List<String> parameters = new ArrayList<>();
                for (int at = i + 3; at < tokens.size() && !tokens.get(at).is(")"); at++) {
                    if (!tokens.get(at).is(";")) {
                        parameters.add(tokens.get(at).text());
                    }
                }
                defined.addFirst(parameters);
            }
        }
        return defined;
    }
}
