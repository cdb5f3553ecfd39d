package io.flowork.lsp.color;

import static io.flowork.lsp.color.TokenModifier.DECLARATION;
import static io.flowork.lsp.color.TokenModifier.DEFAULT_LIBRARY;
import static io.flowork.lsp.color.TokenModifier.READONLY;

import io.flowork.grammar.jq.JqFunction;
import io.flowork.grammar.jq.JqFunctions;
import io.flowork.grammar.jq.JqToken;
import io.flowork.grammar.jq.JqTokens;
import io.flowork.grammar.scope.RuntimeArgument;
import io.flowork.grammar.yaml.ScalarNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The colours of one expression, by its tokens alone, so that a broken one keeps those it has. */
final class ExpressionColors {
    private final Colors colors;
    private final String source;
    private final Set<String> functions = new HashSet<>();
    private final Set<String> parameters = new HashSet<>();
    private final Deque<JqToken> brackets = new ArrayDeque<>();
    private int[] offsets = {0};
    private int begin;

    /** In the names behind {@code as}. */
    private boolean pattern;

    /** In the name and parameters behind {@code def}: how many names have been seen; -1 outside. */
    private int header = -1;

    ExpressionColors(Colors colors, String source) {
        this.colors = colors;
        this.source = source;
    }

    void add(ScalarNode node) {
        offsets = node.offsets();
        String text = node.text();
        int start = 0;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        boolean enclosed = text.startsWith("${", start);
        if (enclosed) {
            color(start, start + 2, TokenType.OPERATOR);
            start += 2;
        }
        begin = start;
        List<JqToken> tokens = JqTokens.of(text.substring(start));
        JqToken before = null;
        int depth = 0;
        for (JqToken token : tokens) {
            depth += token.opens() ? 1 : token.closes() ? -1 : 0;
            if (depth < 0 && enclosed) {
                color(token, TokenType.OPERATOR); // what is behind the end is no expression
                return;
            }
            if (token.kind() == JqToken.Kind.COMMENT) {
                color(token, TokenType.COMMENT);
                continue;
            }
            one(token, before);
            track(token);
            before = token;
        }
    }

    private void track(JqToken token) {
        if (token.opens()) {
            brackets.push(token);
        } else if (token.closes()) {
            brackets.poll();
        }
        if (token.isKeyword("as")) {
            pattern = true;
        } else if (token.is("|") || token.is("(")) {
            pattern = false;
        }
        if (token.isKeyword("def")) {
            header = 0;
        } else if (token.is(":")) {
            header = -1;
        }
    }

    private void one(JqToken token, @Nullable JqToken before) {
        switch (token.kind()) {
            case NAME -> name(token, before);
            case KEYWORD -> {
                boolean key = isKey(before);
                if (header == 0) {
                    name(token, before);
                } else {
                    color(token, key ? TokenType.PROPERTY : TokenType.KEYWORD);
                }
            }
            case FIELD -> color(token.range().start() + 1 + begin, token.range().end() + begin, TokenType.PROPERTY);
            case VARIABLE -> variable(token, before);
            case FORMAT -> color(token, TokenType.MACRO);
            case NUMBER -> color(token, TokenType.NUMBER);
            case QUOTE, TEXT, QUOTE_END -> color(token, TokenType.STRING);
            case INSERT, INSERT_END -> color(token, TokenType.OPERATOR);
            case SYMBOL -> {
                if ("()[]{},;:".indexOf(token.text()) < 0) {
                    color(token, TokenType.OPERATOR);
                }
            }
            case COMMENT, UNKNOWN -> {}
        }
    }

    /** Whether a name at this place is a key of an object. */
    private boolean isKey(@Nullable JqToken before) {
        JqToken bracket = brackets.peek();
        return bracket != null && bracket.is("{") && before != null && (before.is("{") || before.is(","));
    }

    private void name(JqToken token, @Nullable JqToken before) {
        String name = token.text();
        if (header == 0) {
            header++;
            functions.add(name);
            color(token, TokenType.FUNCTION, DECLARATION);
        } else if (header > 0) {
            header++;
            parameters.add(name);
            color(token, TokenType.PARAMETER, DECLARATION);
        } else if (isKey(before) || pattern) {
            color(token, TokenType.PROPERTY);
        } else if (parameters.contains(name)) {
            color(token, TokenType.PARAMETER);
        } else if (functions.contains(name)) {
            color(token, TokenType.FUNCTION);
        } else if (name.equals("true") || name.equals("false") || name.equals("null")) {
            color(token, TokenType.KEYWORD);
        } else if (JqFunctions.named(name).stream()
                .anyMatch(function -> function.availability() == JqFunction.Availability.AVAILABLE)) {
            color(token, TokenType.FUNCTION, DEFAULT_LIBRARY);
        } else {
            color(token, TokenType.FUNCTION);
        }
    }

    private void variable(JqToken token, @Nullable JqToken before) {
        String name = token.text().substring(1);
        if (header > 0) {
            parameters.add(name);
            color(token, TokenType.PARAMETER, DECLARATION);
        } else if (pattern || (before != null && before.isKeyword("label"))) {
            color(token, TokenType.VARIABLE, DECLARATION, READONLY);
        } else if (parameters.contains(name)) {
            color(token, TokenType.PARAMETER);
        } else if (RuntimeArgument.named(name) != null) {
            color(token, TokenType.VARIABLE, READONLY, DEFAULT_LIBRARY);
        } else {
            color(token, TokenType.VARIABLE, READONLY);
        }
    }

    private void color(JqToken token, TokenType type, TokenModifier... modifiers) {
        color(token.range().start() + begin, token.range().end() + begin, type, modifiers);
    }

    /** Colours a part of the text as it stands in the file. */
    private void color(int from, int to, TokenType type, TokenModifier... modifiers) {
        int last = offsets[to - 1];
        int end = offsets[to];
        for (int at = last + 1; at < end; at++) {
            if (Character.isWhitespace(source.charAt(at))) {
                end = last + 1; // what follows is on another line, or behind blanks that are not part of it
            }
        }
        colors.add(offsets[from], Math.max(end, last + 1), type, modifiers);
    }
}
