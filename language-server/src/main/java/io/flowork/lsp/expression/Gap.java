package io.flowork.lsp.expression;

import io.flowork.grammar.analysis.PartTypes;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.JqToken;
import io.flowork.grammar.jq.JqTokens;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.types.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The place in a half-written program where a cursor stands: what can be written there, and what is known there. What
 * stands behind the cursor makes no difference, but for the rest of the word.
 *
 * @param kind what can be written there
 * @param start where the word begins that is being written
 * @param end where it ends, which may be behind the cursor
 * @param open the words of the language that are waiting for another one, outermost first, such as {@code if}
 * @param here a filter of {@link #whole} that stands in the place of the word; null where there is none
 * @param whole the program up to the place
 */
public record Gap(
        Kind kind,
        int start,
        int end,
        List<String> open,
        @Nullable Filter here,
        Filter whole) {
    /** A name that nobody writes. */
    private static final String MARK = "__flowork_is_writing_here__";

    /** Copies the list. */
    public Gap {
        open = List.copyOf(open);
    }

    /** What can be written in a place. */
    public enum Kind {
        /** Something that gives a value: {@code .name}, {@code $name}, a function. */
        TERM,
        /** The same, or a number or text, in brackets behind a value. */
        INDEX,
        /** A name behind a dot. */
        FIELD,
        /** A name in quotes, behind a dot or in brackets. */
        QUOTED_FIELD,
        /** A name in quotes that a function is given. */
        QUOTED_KEY,
        /** A key of an object that is made. */
        KEY,
        /** A variable, from its <code>$</code> on. */
        VARIABLE,
        /** A format, from its {@code @} on. */
        FORMAT,
        /** What goes on after a value: an operator, or a word of the language. */
        OPERATOR,
        /** What goes on after the names behind {@code as}. */
        PATTERN,
        /** A label, from its <code>$</code> on. */
        LABEL,
        /** What is inserted into a text, from the backslash on. */
        INSERT
    }

    /** The gap at a cursor; nothing where only the author knows what comes: in texts, numbers, comments and new names. */
    public static Optional<Gap> at(String program, int cursor) {
        return new Reader(program, cursor).read();
    }

    // --- what is known ---

    /** The filter whose fields can be named here; null if it is the input of the place itself. */
    private @Nullable Filter target() {
        for (Filter filter : FilterTree.all(whole)) {
            if (filter instanceof Filter.Index index && isHere(index.key())) {
                return index.target();
            }
        }
        return null;
    }

    @SuppressWarnings("ReferenceEquality") // the very part that stands for the word
    private boolean isHere(Filter filter) {
        return filter == here;
    }

    /** The type of what has the fields that can be named here. */
    public Type fieldsOf(Surroundings around) {
        Filter target = target();
        Optional<PartTypes> known =
                target == null ? types(around) : PartTypes.of(whole, target, around.input(), around.types());
        return known.map(types -> target == null ? types.input() : types.output())
                .orElse(Type.UNKNOWN);
    }

    /** The type of {@code .} here. */
    public Type input(Surroundings around) {
        return types(around).map(PartTypes::input).orElse(Type.UNKNOWN);
    }

    /** The types of the variables that the program binds around, by their names without {@code $}. */
    public Map<String, Type> bound(Surroundings around) {
        return types(around).map(PartTypes::variables).orElse(Map.of());
    }

    private Optional<PartTypes> types(Surroundings around) {
        Filter part = here;
        return part == null ? Optional.empty() : PartTypes.of(whole, part, around.input(), around.types());
    }

    /** The names that the program gives around the place. */
    public Names names() {
        return here == null ? Names.NONE : Names.around(whole, here);
    }

    // --- reading ---

    /** Reads the program up to the cursor. */
    private static final class Reader {
        private static final List<String> BEFORE_TERM =
                List.of("if", "then", "else", "elif", "and", "or", "reduce", "foreach", "try", "catch");

        private final String program;
        private final int cursor;
        private final List<JqToken> tokens = new ArrayList<>();

        /** What is open at the end of the tokens, innermost first: brackets, quotes, and words of the language. */
        private final Deque<JqToken> opened = new ArrayDeque<>();

        private final int end;

        Reader(String program, int cursor) {
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
            boolean goesOn =
                    List.of("then", "elif", "else", "as", "catch", "end").contains(token.text());
            if (goesOn && waits()) {
                opened.pop();
            }
            if (List.of("if", "then", "elif", "else", "reduce", "foreach", "try")
                    .contains(token.text())) {
                opened.push(token);
            }
        }

        private @Nullable JqToken last(int back) {
            return tokens.size() > back ? tokens.get(tokens.size() - 1 - back) : null;
        }

        Optional<Gap> read() {
            JqToken last = last(0);
            if (last == null) {
                return gap(Kind.TERM, cursor, "");
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
                case FIELD -> touches ? gap(Kind.FIELD, start + 1, ".") : after(0, cursor);
                case VARIABLE -> touches ? variable(start) : after(0, cursor);
                case UNKNOWN -> touches ? unknown(last) : Optional.empty();
                case FORMAT -> touches ? gap(Kind.FORMAT, start, "") : after(0, cursor);
                case NAME, KEYWORD -> touches ? after(1, start) : after(0, cursor);
                case SYMBOL -> touches && last.is(".") ? gap(Kind.FIELD, cursor, ".") : after(0, cursor);
                case QUOTE_END, INSERT, INSERT_END -> after(0, cursor);
            };
        }

        private Optional<Gap> unknown(JqToken last) {
            return switch (last.text()) {
                case "$" -> variable(last.range().start());
                case "@" -> gap(Kind.FORMAT, last.range().start(), "");
                default -> Optional.empty();
            };
        }

        private Optional<Gap> variable(int start) {
            JqToken before = last(1);
            if (before != null && before.isKeyword("break")) {
                return gap(Kind.LABEL, start, before.range().start(), "");
            }
            boolean named = before != null && before.isKeyword("label");
            return named || inPattern(1) || inHeader(1) ? Optional.empty() : gap(Kind.VARIABLE, start, "");
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
                return gap(Kind.INSERT, cursor - 1, null);
            }
            if (before == null || tokens.size() > at + 2) {
                return Optional.empty();
            }
            int start = quote.range().start() + 1;
            if (before.is(".")) {
                return gap(Kind.QUOTED_FIELD, start, "\"");
            }
            if (before.is("[") && at > 1 && isIndex(at - 1)) {
                return gap(Kind.QUOTED_FIELD, start, "\"");
            }
            boolean key = before.is("(") && at > 1 && tokens.get(at - 2).text().equals("has");
            if (key) { // a filter in the place of the text sees the same input
                return gap(Kind.QUOTED_KEY, start, start - 1, "");
            }
            boolean named = (before.is("{") || before.is(",")) && inObject(at - 1);
            return named ? gap(Kind.QUOTED_KEY, start, "\"") : Optional.empty();
        }

        /** Whether a bracket looks into a value, and does not make a list. */
        private boolean isIndex(int bracket) {
            return bracket > 0 && endsTerm(bracket - 1);
        }

        /** Whether a token is a brace or a comma between the keys of an object. */
        private boolean inObject(int at) {
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

        private boolean endsTerm(int at) {
            JqToken token = tokens.get(at);
            return switch (token.kind()) {
                case NAME, FIELD, VARIABLE, FORMAT, NUMBER, QUOTE_END -> true;
                case KEYWORD -> token.isKeyword("end");
                case SYMBOL ->
                    token.is(")") || token.is("]") || token.is("}") || token.is(".") || token.is("..") || token.is("?");
                case QUOTE, TEXT, INSERT, INSERT_END, COMMENT, UNKNOWN -> false;
            };
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
                return gap(Kind.TERM, start, "");
            }
            int at = tokens.size() - 1 - back;
            if (inHeader(back)) {
                return Optional.empty();
            }
            if (inPattern(back)) {
                return endsTerm(at) ? gap(Kind.PATTERN, start, null) : Optional.empty();
            }
            if (endsTerm(at)) {
                boolean key = before.kind() == JqToken.Kind.NAME && at > 0 && isKeyAt(at);
                return key ? Optional.empty() : gap(Kind.OPERATOR, start, null);
            }
            if (before.kind() == JqToken.Kind.KEYWORD) {
                return BEFORE_TERM.contains(before.text()) ? gap(Kind.TERM, start, "") : Optional.empty();
            }
            if ((before.is("{") || before.is(",")) && inObject(at)) {
                return gap(Kind.KEY, start, "");
            }
            return gap(before.is("[") && isIndex(at) ? Kind.INDEX : Kind.TERM, start, "");
        }

        private boolean isKeyAt(int at) {
            JqToken before = tokens.get(at - 1);
            return (before.is("{") || before.is(",")) && inObject(at - 1);
        }

        /** Whether the names behind an {@code as} are being written. */
        private boolean inPattern(int back) {
            for (int at = tokens.size() - 1 - back; at >= 0; at--) {
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
        private boolean inHeader(int back) {
            for (int at = tokens.size() - 1 - back; at >= 0; at--) {
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

        /**
         * The gap, with a filter in its place.
         *
         * @param sign what stands directly before the name of the filter in its place; null for no filter
         */
        private Optional<Gap> gap(Kind kind, int start, @Nullable String sign) {
            return gap(kind, start, sign == null ? start : start - sign.length(), sign);
        }

        private Optional<Gap> gap(Kind kind, int start, int cut, @Nullable String sign) {
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
}
