package io.flowork.functions.grpc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Splits the text of a {@code .proto} file into tokens; comments and white space are left out. */
final class ProtoLexer {
    /** What a token is. */
    enum Kind {
        NAME,
        NUMBER,
        TEXT,
        SYMBOL,
        END
    }

    /**
     * A token.
     *
     * @param kind what it is
     * @param text as it is written; of a string its content, each byte a character
     * @param line its line, from 1
     * @param column its column, from 1
     */
    record Token(Kind kind, String text, int line, int column) {
        boolean is(String symbol) {
            return kind != Kind.TEXT && text.equals(symbol);
        }
    }

    private final String file;
    private final String text;
    private int at;
    private int line = 1;
    private int lineStart;

    ProtoLexer(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /** The next token. */
    Token next() throws ProtoException {
        skip();
        int start = at;
        int column = at - lineStart + 1;
        if (at == text.length()) {
            return new Token(Kind.END, "", line, column);
        }
        char first = text.charAt(at);
        if (isLetter(first)) {
            while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
                at++;
            }
            return new Token(Kind.NAME, text.substring(start, at), line, column);
        }
        if (isDigit(first) || (first == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
            number();
            return new Token(Kind.NUMBER, text.substring(start, at), line, column);
        }
        if (first == '"' || first == '\'') {
            return new Token(Kind.TEXT, string(first, column), line, column);
        }
        at++;
        return new Token(Kind.SYMBOL, text.substring(start, at), line, column);
    }

    private void skip() throws ProtoException {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                newLine();
            } else if (Character.isWhitespace(c) || c == '\uFEFF') {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                comment();
            } else {
                return;
            }
        }
    }

    private void newLine() {
        at++;
        line++;
        lineStart = at;
    }

    private void comment() throws ProtoException {
        int column = at - lineStart + 1;
        int startLine = line;
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            throw new ProtoException(file, startLine, column, "a comment is not closed");
        }
        while (at < end) {
            if (text.charAt(at) == '\n') {
                newLine();
            } else {
                at++;
            }
        }
        at = end + 2;
    }

    private void number() {
        boolean hexadecimal = text.startsWith("0x", at) || text.startsWith("0X", at);
        for (char previous = ' '; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean sign = (c == '+' || c == '-') && !hexadecimal && (previous == 'e' || previous == 'E');
            if (!isLetter(c) && !isDigit(c) && c != '.' && !sign) {
                return;
            }
            previous = c;
        }
    }

    private String string(char quote, int column) throws ProtoException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        at++;
        while (at < text.length() && text.charAt(at) != '\n') {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (c == quote) {
                return bytes.toString(StandardCharsets.ISO_8859_1);
            }
            if (c == '\\' && at < text.length()) {
                escape(bytes);
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        throw new ProtoException(file, line, column, "a string is not closed on its line");
    }

    private void escape(ByteArrayOutputStream bytes) {
        char c = text.charAt(at++);
        switch (c) {
            case 'a' -> bytes.write(7);
            case 'b' -> bytes.write('\b');
            case 'f' -> bytes.write('\f');
            case 'n' -> bytes.write('\n');
            case 'r' -> bytes.write('\r');
            case 't' -> bytes.write('\t');
            case 'v' -> bytes.write(11);
            case 'x', 'X' -> bytes.write(digits(16, 2));
            case 'u' -> point(bytes, digits(16, 4));
            case 'U' -> point(bytes, digits(16, 8));
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                at--;
                bytes.write(digits(8, 3));
            }
            default -> bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        }
    }

    private int digits(int radix, int most) {
        int value = 0;
        for (int i = 0; i < most && at < text.length() && Character.digit(text.charAt(at), radix) >= 0; i++) {
            value = value * radix + Character.digit(text.charAt(at++), radix);
        }
        return value;
    }

    private static void point(ByteArrayOutputStream bytes, int point) {
        String character = Character.isValidCodePoint(point) ? Character.toString(point) : "\uFFFD";
        bytes.writeBytes(character.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
