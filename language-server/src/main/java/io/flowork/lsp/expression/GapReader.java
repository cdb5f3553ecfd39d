package io.flowork.lsp.expression;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.JqToken;
import io.flowork.grammar.jq.JqTokens;
import io.flowork.grammar.json.JsonString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out what can be written at a cursor in a program, by its tokens up to there. */
final class GapReader {
    /** A name that nobody writes. */
    private static final String MARK = "__flowork_is_writing_here__";

    private static final List<String> BEFORE_TERM =
            List.of("if", "then", "else", "elif", "and", "or", "reduce", "foreach", "try", "catch");

    private final String program;
    private final int cursor;
    private final List<JqToken> tokens = new ArrayList<>();
    private final Preceding preceding;

    /** What is open at the end of the tokens, innermost first: brackets, quotes, and words of the language. */
    private final Deque<JqToken> opened = new ArrayDeque<>();

    private final int end;

    GapReader(String program, int cursor) {
        this.program = program;
        this.cursor = cursor;
        for (JqToken token : JqTokens.of(program.substring(0, cursor))) {
            if (token.kind() != JqToken.Kind.COMMENT || token.range().end() == cursor) {
                tokens.add(token);
                if (token.kind() != JqToken.Kind.KEYWORD || token.range().end() < cursor) {
                    track(token); // else the word is being written
                }
            }
        }
        int at = cursor;
        while (at < program.length() && isNamePart(program.charAt(at))) {
            at++;
        }
        this.end = at;
        this.preceding = new Preceding(tokens);
    }

    private static boolean isNamePart(char c) {
        return c == '_' || (c < 128 && Character.isLetterOrDigit(c));
    }

    private void track(JqToken token) {
        switch (token.kind()) {
            case QUOTE, INSERT -> opened.push(token);
            case QUOTE_END, INSERT_END -> closed();
            case SYMBOL -> {
                if (token.opens()) {
                    opened.push(token);
                } else if (token.closes()) {
                    closed();
                }
            }
            case KEYWORD -> word(token);
            default -> {}
        }
    }

    private void closed() {
        while (waits()) {
            opened.pop();
        }
        opened.poll();
    }

    /** Whether the innermost of what is open is a word that waits for another one. */
    private boolean waits() {
        JqToken innermost = opened.peek();
        return innermost != null && innermost.kind() == JqToken.Kind.KEYWORD;
    }

    private void word(JqToken token) {
        boolean goesOn = List.of("then", "elif", "else", "as", "catch", "end").contains(token.text());
        if (goesOn && waits()) {
            opened.pop();
        }
        if (List.of("if", "then", "elif", "else", "reduce", "foreach", "try").contains(token.text())) {
            opened.push(token);
        }
    }

    private @Nullable JqToken last(int back) {
        return tokens.size() > back ? tokens.get(tokens.size() - 1 - back) : null;
    }

    Optional<Gap> read() {
        JqToken last = last(0);
        if (last == null) {
            return gap(Gap.Kind.TERM, cursor, "");
        }
        JqToken innermost = opened.peek();
        if (innermost != null && innermost.kind() == JqToken.Kind.QUOTE) {
            return text(innermost);
        }
        boolean touches = last.range().end() == cursor;
        int start = last.range().start();
        return switch (last.kind()) {
            case COMMENT, TEXT, QUOTE -> Optional.empty();
            case NUMBER -> touches ? Optional.empty() : after(0, cursor);
            case FIELD -> touches ? gap(Gap.Kind.FIELD, start + 1, ".") : after(0, cursor);
            case VARIABLE -> touches ? variable(start) : after(0, cursor);
            case UNKNOWN -> touches ? unknown(last) : Optional.empty();
            case FORMAT -> touches ? gap(Gap.Kind.FORMAT, start, "") : after(0, cursor);
            case NAME, KEYWORD -> touches ? after(1, start) : after(0, cursor);
            case SYMBOL -> touches && last.is(".") ? gap(Gap.Kind.FIELD, cursor, ".") : after(0, cursor);
            case QUOTE_END, INSERT, INSERT_END -> after(0, cursor);
        };
    }

    private Optional<Gap> unknown(JqToken last) {
        return switch (last.text()) {
            case "$" -> variable(last.range().start());
            case "@" -> gap(Gap.Kind.FORMAT, last.range().start(), "");
            default -> Optional.empty();
        };
    }

    private Optional<Gap> variable(int start) {
        JqToken before = last(1);
        if (before != null && before.isKeyword("break")) {
            return gap(Gap.Kind.LABEL, start, before.range().start(), "");
        }
        boolean named = before != null && before.isKeyword("label");
        return named || preceding.inPattern(tokens.size() - 1 - 1) || preceding.inHeader(tokens.size() - 1 - 1)
                ? Optional.empty()
                : gap(Gap.Kind.VARIABLE, start, "");
    }

    /** In a text: only where it names a field, or where something is about to be inserted. */
    private Optional<Gap> text(JqToken quote) {
        int at = tokens.indexOf(quote);
        JqToken before = at > 0 ? tokens.get(at - 1) : null;
        JqToken inner = last(0);
        boolean plain = inner != null && (inner.kind() == JqToken.Kind.QUOTE || inner.kind() == JqToken.Kind.TEXT);
        if (!plain || inner == null) {
            return Optional.empty();
        }
        String written = inner.kind() == JqToken.Kind.TEXT ? inner.text() : "";
        int slashes = written.length() - written.replaceAll("\\\\+$", "").length();
        if (slashes % 2 == 1) {
            return gap(Gap.Kind.INSERT, cursor - 1, null);
        }
        if (before == null || tokens.size() > at + 2) {
            return Optional.empty();
        }
        int start = quote.range().start() + 1;
        if (before.is(".")) {
            return gap(Gap.Kind.QUOTED_FIELD, start, "\"");
        }
        if (before.is("[") && at > 1 && preceding.isIndex(at - 1)) {
            return gap(Gap.Kind.QUOTED_FIELD, start, "\"");
        }
        boolean key = before.is("(") && at > 1 && tokens.get(at - 2).text().equals("has");
        if (key) { // a filter in the place of the text sees the same input
            return gap(Gap.Kind.QUOTED_KEY, start, start - 1, "");
        }
        boolean named = (before.is("{") || before.is(",")) && preceding.inObject(at - 1);
        return named ? gap(Gap.Kind.QUOTED_KEY, start, "\"") : Optional.empty();
    }

    /**
     * What comes after a token.
     *
     * @param back how far back the token is
     * @param start where the word begins that is being written
     */
    private Optional<Gap> after(int back, int start) {
        JqToken before = last(back);
        if (before == null) {
            return gap(Gap.Kind.TERM, start, "");
        }
        int at = tokens.size() - 1 - back;
        if (preceding.inHeader(tokens.size() - 1 - back)) {
            return Optional.empty();
        }
        if (preceding.inPattern(tokens.size() - 1 - back)) {
            return preceding.endsTerm(at) ? gap(Gap.Kind.PATTERN, start, null) : Optional.empty();
        }
        if (preceding.endsTerm(at)) {
            boolean key = before.kind() == JqToken.Kind.NAME && at > 0 && preceding.isKeyAt(at);
            return key ? Optional.empty() : gap(Gap.Kind.OPERATOR, start, null);
        }
        if (before.kind() == JqToken.Kind.KEYWORD) {
            return BEFORE_TERM.contains(before.text()) ? gap(Gap.Kind.TERM, start, "") : Optional.empty();
        }
        if ((before.is("{") || before.is(",")) && preceding.inObject(at)) {
            return gap(Gap.Kind.KEY, start, "");
        }
        return gap(before.is("[") && preceding.isIndex(at) ? Gap.Kind.INDEX : Gap.Kind.TERM, start, "");
    }

    /**
     * The gap, with a filter in its place.
     *
     * @param sign what stands directly before the name of the filter in its place; null for no filter
     */
    private Optional<Gap> gap(Gap.Kind kind, int start, @Nullable String sign) {
        return gap(kind, start, sign == null ? start : start - sign.length(), sign);
    }

    private Optional<Gap> gap(Gap.Kind kind, int start, int cut, @Nullable String sign) {
        List<String> words = new ArrayList<>();
        for (JqToken token : opened) {
            if (token.kind() != JqToken.Kind.KEYWORD) {
                break;
            }
            words.addFirst(token.text());
        }
        String before = program.substring(0, cut);
        Filter whole =
                JqParser.parse(sign == null ? before : before + sign + MARK).filter();
        Filter here = sign == null ? null : marked(whole);
        return Optional.of(new Gap(kind, start, end, words, here, whole));
    }

    private static @Nullable Filter marked(Filter whole) {
        for (Filter filter : FilterTree.all(whole)) {
            if (filter instanceof Filter.Call call && call.name().equals(MARK)) {
                return filter;
            }
            if (filter instanceof Filter.Literal literal
                    && literal.value() instanceof JsonString text
                    && text.value().equals(MARK)) {
                return filter;
            }
        }
        return null;
    }
}
