package io.flowork.grammar.jq;

import io.flowork.grammar.jq.Token.Kind;
import io.flowork.grammar.text.Range;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Cuts a jq program into tokens, one at a time; the inside of strings is left to the parser. */
final class Lexer {
    private static final Set<String> KEYWORDS = Set.of(
            "as", "import", "include", "module", "def", "if", "then", "else", "elif", "and", "or", "end", "reduce",
            "foreach", "try", "catch", "label", "break");

    /** Longest first. */
    private static final List<String> SYMBOLS =
            List.of("?//", "//=", "!=", "==", "//", "|=", "+=", "-=", "*=", "/=", "%=", "<=", ">=", "..");

    private static final String SINGLE = ".?=;,:|+-*/%<>[]{}()";

    private final String text;
    private final BiConsumer<Range, String> problems;
    private int at;

    Lexer(String text, BiConsumer<Range, String> problems) {
        this.text = text;
        this.problems = problems;
    }

    /** Goes on at an offset. */
    void moveTo(int offset) {
        at = offset;
    }

    Token next() {
        while (true) {
            skipBlanks();
            if (at >= text.length()) {
                return new Token(Kind.END, "", text.length(), text.length());
            }
            Token token = read(at, text.charAt(at));
            if (token != null) {
                at = token.end();
                return token;
            }
            int from = at;
            at += Character.charCount(text.codePointAt(at));
            problems.accept(
                    new Range(from, at), "jq has no character `" + text.substring(from, at) + "` here" + instead(from));
        }
    }

    /** What is probably meant by a character that other languages have. */
    private String instead(int offset) {
        return switch (text.charAt(offset)) {
            case '&' -> "; it writes `and`";
            case '!' -> "; it writes `| not`";
            case '\'' -> "; its strings stand in double quotes";
            case '$' ->
                text.startsWith("${", offset)
                        ? ""
                        : text.startsWith("$.", offset)
                                ? "; the data are `.`, so `$.name` is written `.name`"
                                : "; a variable is written `$name`";
            case '“', '”', '„' -> "; its strings stand in straight quotes: \"";
            case '@' -> "; a format is written `@name`";
            case '^' -> "; powers are written `pow(x; y)`";
            default -> "";
        };
    }

    private void skipBlanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                at = commentEnd(text, at);
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                at++;
            } else {
                return;
            }
        }
    }

    /** Where the comment ends that begins at an offset: before its line break. A backslash goes on to the next line. */
    static int commentEnd(String text, int start) {
        int at = start;
        while (at < text.length() && text.charAt(at) != '\n') {
            if (text.charAt(at) == '\\') {
                at += text.startsWith("\\\r\n", at) ? 2 : 1;
            }
            at++;
        }
        return Math.min(at, text.length());
    }

    private @Nullable Token read(int start, char c) {
        if (c == '"') {
            return new Token(Kind.QUOTE, "\"", start, start + 1);
        }
        if (isDigit(start) || (c == '.' && isDigit(start + 1))) {
            return number(start);
        }
        if (isNameStart(start)) {
            int end = qualifiedName(start);
            String name = text.substring(start, end);
            return new Token(KEYWORDS.contains(name) ? Kind.KEYWORD : Kind.NAME, name, start, end);
        }
        if (isNameStart(start + 1)) {
            if (c == '.') {
                int end = name(start + 1);
                return new Token(Kind.FIELD, text.substring(start + 1, end), start, end);
            }
            if (c == '$') {
                int end = qualifiedName(start + 1);
                return new Token(Kind.BINDING, text.substring(start + 1, end), start, end);
            }
        }
        if (c == '@' && isNamePart(start + 1)) {
            int end = name(start + 1);
            return new Token(Kind.FORMAT, text.substring(start + 1, end), start, end);
        }
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, start)) {
                return new Token(Kind.SYMBOL, symbol, start, start + symbol.length());
            }
        }
        return SINGLE.indexOf(c) >= 0 ? new Token(Kind.SYMBOL, String.valueOf(c), start, start + 1) : null;
    }

    private Token number(int start) {
        int end = digits(start);
        if (end < text.length() && text.charAt(end) == '.') {
            end = digits(end + 1);
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int digits = end + 1;
            if (digits < text.length() && (text.charAt(digits) == '+' || text.charAt(digits) == '-')) {
                digits++;
            }
            if (isDigit(digits)) {
                end = digits(digits);
            }
        }
        return new Token(Kind.NUMBER, text.substring(start, end), start, end);
    }

    private int digits(int from) {
        int end = from;
        while (isDigit(end)) {
            end++;
        }
        return end;
    }

    private int name(int from) {
        int end = from;
        while (isNamePart(end)) {
            end++;
        }
        return end;
    }

    private int qualifiedName(int from) {
        int end = name(from);
        while (text.startsWith("::", end) && isNameStart(end + 2)) {
            end = name(end + 2);
        }
        return end;
    }

    private boolean isDigit(int offset) {
        return offset < text.length() && text.charAt(offset) >= '0' && text.charAt(offset) <= '9';
    }

    private boolean isNameStart(int offset) {
        return isNamePart(offset) && !isDigit(offset);
    }

    private boolean isNamePart(int offset) {
        if (offset >= text.length()) {
            return false;
        }
        char c = text.charAt(offset);
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9');
    }
}
