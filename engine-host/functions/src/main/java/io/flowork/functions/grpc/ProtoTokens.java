package io.flowork.functions.grpc;

import io.flowork.functions.grpc.ProtoLexer.Kind;
import io.flowork.functions.grpc.ProtoLexer.Token;

/** The tokens of a {@code .proto} file, with one to look ahead. */
final class ProtoTokens {
    private final String file;
    private final ProtoLexer lexer;
    private Token token;
    private Token peek;

    ProtoTokens(String file, String text) throws ProtoException {
        this.file = file;
        this.lexer = new ProtoLexer(file, text);
        this.token = lexer.next();
        this.peek = lexer.next();
    }

    /** The token that is read next. */
    Token token() {
        return token;
    }

    /** The token after {@link #token()}. */
    Token peek() {
        return peek;
    }

    /** Reads a token, whatever it is. */
    Token read() throws ProtoException {
        Token read = token;
        token = peek;
        peek = lexer.next();
        return read;
    }

    /** Reads a word or symbol if it is next. */
    boolean accept(String symbol) throws ProtoException {
        if (token.is(symbol)) {
            read();
            return true;
        }
        return false;
    }

    /** Reads a symbol that has to be next. */
    void expect(String symbol) throws ProtoException {
        if (!accept(symbol)) {
            throw unexpected(token, "'" + symbol + "'");
        }
    }

    /** Reads a name. */
    String name() throws ProtoException {
        if (token.kind() != Kind.NAME) {
            throw unexpected(token, "a name");
        }
        return read().text();
    }

    /** Reads a name with dots, which may also start with one. */
    String path() throws ProtoException {
        StringBuilder path = new StringBuilder();
        if (accept(".")) {
            path.append('.');
        }
        path.append(name());
        while (accept(".")) {
            path.append('.').append(name());
        }
        return path.toString();
    }

    /** Reads a string; parts in sequence are one. */
    String string() throws ProtoException {
        if (token.kind() != Kind.TEXT) {
            throw unexpected(token, "a string");
        }
        StringBuilder text = new StringBuilder();
        while (token.kind() == Kind.TEXT) {
            text.append(read().text());
        }
        return text.toString();
    }

    /** Reads a whole number, decimal, octal or hexadecimal. */
    int integer() throws ProtoException {
        boolean negative = accept("-");
        Token at = read();
        try {
            long magnitude = at.kind() == Kind.NUMBER ? Long.decode(at.text()) : Long.MAX_VALUE;
            return Math.toIntExact(negative ? -magnitude : magnitude);
        } catch (NumberFormatException | ArithmeticException e) {
            throw unexpected(at, "a whole number");
        }
    }

    /** Reads everything to a symbol, and the symbol. */
    void skipTo(String symbol) throws ProtoException {
        while (!accept(symbol)) {
            if (token.kind() == Kind.END) {
                throw unexpected(token, "'" + symbol + "'");
            }
            read();
        }
    }

    /** The error that something else has to stand at a place. */
    ProtoException unexpected(Token at, String expected) {
        String found = at.kind() == Kind.END ? "the end of the file" : "'" + at.text() + "'";
        return at(at, "expected " + expected + ", but found " + found);
    }

    /** An error at a place. */
    ProtoException at(Token at, String problem) {
        return new ProtoException(file, at.line(), at.column(), problem);
    }
}
