package io.flowork.core.regex;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A pattern's characters, and what stands for one of them or for a set. */
final class Escapes {
    private static final int NONE = -1;

    private final int[] pattern;
    private int at;

    Escapes(String pattern) {
        this.pattern = pattern.codePoints().toArray();
    }

    boolean atEnd() {
        return at >= pattern.length;
    }

    int peek() {
        return pattern[at];
    }

    int peek(int ahead) {
        return at + ahead < pattern.length ? pattern[at + ahead] : NONE;
    }

    int next() {
        return pattern[at++];
    }

    void back() {
        at--;
    }

    int offset() {
        return at;
    }

    boolean accept(int c) {
        boolean found = at < pattern.length && pattern[at] == c;
        at += found ? 1 : 0;
        return found;
    }

    boolean accept(String text) {
        boolean found = looksAt(text);
        at += found ? text.length() : 0;
        return found;
    }

    boolean looksAt(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (peek(i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a character comes again. */
    boolean comes(int c) {
        return Arrays.stream(pattern, at, pattern.length).anyMatch(other -> other == c);
    }

    RegexSyntaxException error(String message) {
        return new RegexSyntaxException(message, at);
    }

    /** A group's name or number up to a character, which is read too. */
    String groupName(int end) {
        int from = at;
        while (peek(0) != end) {
            if (atEnd() || peek() == ')') {
                throw from == at ? error("group name is empty") : error("invalid group name <" + text(from) + ">");
            }
            at++;
        }
        String name = text(from);
        at++;
        if (name.isEmpty()) {
            throw error("group name is empty");
        }
        int first = name.codePointAt(0);
        boolean number = first == '-' || first == '+' || Character.isDigit(first);
        if (!number && !name.codePoints().allMatch(Properties.WORD)) {
            throw error("invalid char in group name <" + name + ">");
        }
        return name;
    }

    private String text(int from) {
        return new String(pattern, from, at - from);
    }

    /** {@code {n}}, {@code {n,}} or {@code {n,m}} as two numbers, the second -1 for no end; none if it is none. */
    int[] interval(int highest) {
        int from = at;
        if (accept('{')) {
            int min = digits(highest);
            if (min != NONE) {
                int max = accept(',') ? digits(highest) : min;
                if (accept('}')) {
                    if (max != NONE && max < min) {
                        throw error("upper is smaller than lower in repeat range");
                    }
                    return new int[] {min, max};
                }
            }
        }
        at = from;
        return new int[0];
    }

    /** Whether the brace that was just read begins an interval. */
    boolean isInterval(int highest) {
        int from = at--;
        boolean found = interval(highest).length > 0;
        at = from;
        return found;
    }

    private int digits(int highest) {
        int from = at;
        int value = 0;
        while (peek(0) >= '0' && peek(0) <= '9') {
            value = value * 10 + next() - '0';
            if (value > highest) {
                throw error("too big number for repeat range");
            }
        }
        return at == from ? NONE : value;
    }

    /** The number of a back reference, or 0 if the digits are none, which are then not read. */
    int backReference(int groups) {
        int from = at;
        int value = 0;
        while (value < 100_000 && peek(0) >= '0' && peek(0) <= '9') {
            value = value * 10 + next() - '0';
        }
        if (value <= groups || value <= 9) {
            return value;
        }
        at = from;
        return 0;
    }

    /** The set that an escape means, after its backslash; null, and nothing read, if it means none. */
    @Nullable
    IntPredicate type() {
        IntPredicate set = switch (peek(0)) {
            case 'w' -> Properties.WORD;
            case 'W' -> new Properties.Not(Properties.WORD);
            case 'd' -> Properties.DIGIT;
            case 'D' -> new Properties.Not(Properties.DIGIT);
            case 's' -> Properties.SPACE;
            case 'S' -> new Properties.Not(Properties.SPACE);
            default -> null;
        };
        if (set != null) {
            at++;
            return set;
        }
        return (peek(0) == 'p' || peek(0) == 'P') && peek(1) != NONE ? property() : null;
    }

    private @Nullable IntPredicate property() {
        boolean not = next() == 'P';
        boolean braces = accept('{');
        if (braces && accept('^')) {
            not = !not;
        }
        int from = at;
        at += braces ? 0 : 1;
        while (braces && peek(0) != '}') {
            if (atEnd() || peek() == '(' || peek() == ')' || peek() == '{' || peek() == '|') {
                throw error("invalid character property name {" + text(from) + "}");
            }
            at++;
        }
        String name = text(from);
        at += braces ? 1 : 0;
        IntPredicate set = Properties.named(name);
        if (set == null) {
            throw error("invalid character property name {" + name + "}");
        }
        return not ? new Properties.Not(set) : set;
    }

    /** The character that an escape means, after its backslash. */
    int character() {
        int c = next();
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'f' -> '\f';
            case 'a' -> 7;
            case 'e' -> 27;
            case 'x' -> hex();
            case 'c' -> control();
            case 'o' -> peek(0) == '{' ? braced(8) : c;
            case '0' -> octal(2, 0);
            case '1', '2', '3', '4', '5', '6', '7' -> octal(2, c - '0');
            default -> c;
        };
    }

    private int control() {
        if (atEnd()) {
            throw error("end pattern at control");
        }
        int c = next();
        if (c == '\\') {
            if (atEnd()) {
                throw error("end pattern at escape");
            }
            c = character();
        }
        return c == '?' ? 0x7f : c & 0x9f;
    }

    private int octal(int most, int first) {
        int value = first;
        for (int i = 0; i < most && peek(0) >= '0' && peek(0) <= '7'; i++) {
            value = value * 8 + next() - '0';
        }
        if (value > 0xff) {
            throw error("too big number");
        }
        return value < 0x80 ? value : encoded(value);
    }

    private int hex() {
        if (peek(0) == '{') {
            return braced(16);
        }
        int value = twoDigits();
        return value < 0x80 ? value : encoded(value);
    }

    private int twoDigits() {
        int value = 0;
        for (int i = 0; i < 2 && Character.digit(peek(0), 16) >= 0 && peek(0) < 0x80; i++) {
            value = value * 16 + Character.digit(next(), 16);
        }
        return value;
    }

    private int braced(int radix) {
        at++;
        long value = 0;
        int from = at;
        while (peek(0) >= 0 && peek(0) < 0x80 && Character.digit(peek(0), radix) >= 0) {
            value = value * radix + Character.digit(next(), radix);
            if (value > Integer.MAX_VALUE) {
                throw error("too big wide-char value");
            }
        }
        if (at == from || !accept('}')) {
            throw error("invalid code point value");
        }
        if (value > Character.MAX_CODE_POINT || (value >= 0xd800 && value < 0xe000)) {
            throw error(value > Character.MAX_CODE_POINT ? "too big wide-char value" : "invalid code point value");
        }
        return (int) value;
    }

    /** A character written as the bytes of its UTF-8, such as {@code \xC3\xA9}. */
    private int encoded(int first) {
        int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
        int value = first & (0x3f >> more);
        for (int i = 0; i < more; i++) {
            if (first < 0xc2 || first > 0xf4 || !accept("\\x")) {
                throw error("too short multibyte code string");
            }
            int next = twoDigits();
            if (next < 0x80 || next > 0xbf) {
                throw error("too short multibyte code string");
            }
            value = value << 6 | (next & 0x3f);
        }
        return value;
    }
}
