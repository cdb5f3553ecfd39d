package io.flowork.lsp.expression;

import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.ScalarNode.Style;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value of YAML or JSON that a cursor is in, as it is written: also where the text around it, or it itself, cannot be read.
 *
 * @param path what it is in, outermost first
 * @param style how it is written
 * @param range where it stands, with its quotes or the sign before a block
 * @param content where what is in the quotes or the block stands
 * @param margin how many blanks before each line of a block are not part of it
 * @param unclosed what closes the quotes and brackets that are open at the end of its line; empty if there is nothing
 */
record WrittenValue(List<Step> path, Style style, Range range, Range content, int margin, String unclosed) {
    /** Copies the path. */
    WrittenValue {
        path = List.copyOf(path);
    }

    /**
     * A step into a value.
     *
     * @param key to the value of a key; null for an element of a list
     * @param index to the element of a list, from 0
     * @param siblings the keys that stand before the value in the same object, the key itself included
     */
    record Step(@Nullable String key, int index, List<String> siblings) {
        /** Copies the keys. */
        Step {
            siblings = List.copyOf(siblings);
        }

        /** As a part of a JSON pointer, not escaped. */
        String part() {
            return key == null ? Integer.toString(index) : key;
        }
    }

    /**
     * A text with the places of its characters.
     *
     * @param text the text that is meant, without quotes and escapes
     * @param offsets where each character stands in the file, and where the text ends
     */
    record Decoded(String text, int[] offsets) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Decoded decoded
                    && text.equals(decoded.text)
                    && Arrays.equals(offsets, decoded.offsets);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }

        @Override
        public String toString() {
            return text;
        }

        /** The first character that stands at an offset of the file or behind it. */
        int indexOf(int offset) {
            int low = 0;
            int high = text.length();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (offsets[middle] < offset) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    /** The same with the blanks behind it up to an offset. */
    WrittenValue upTo(int offset) {
        return offset <= content.end()
                ? this
                : new WrittenValue(path, style, range, new Range(content.start(), offset), margin, unclosed);
    }

    /** The text it stands for, as far as it matters to an expression: lines are not joined. */
    Decoded decoded(String source) {
        StringBuilder text = new StringBuilder(content.length());
        int[] offsets = new int[content.length() + 1];
        int at = content.start();
        int end = content.end();
        boolean block = style == Style.LITERAL || style == Style.FOLDED;
        int skip = block ? margin : 0;
        while (at < end) {
            char c = source.charAt(at);
            if (skip > 0 && c == ' ') {
                skip--;
                at++;
                continue;
            }
            skip = block && c == '\n' ? margin : 0;
            int length = 1;
            char meant = c;
            if (style == Style.SINGLE_QUOTED && source.startsWith("''", at)) {
                length = 2;
            } else if (style == Style.DOUBLE_QUOTED && c == '\\' && at + 1 < end) {
                length = escape(source.charAt(at + 1));
                meant = length > 2 ? unicode(source, at + 2, at + length) : unescaped(source.charAt(at + 1));
            }
            offsets[text.length()] = at;
            text.append(meant);
            at = Math.min(end, at + length);
        }
        offsets[text.length()] = end;
        return new Decoded(text.toString(), Arrays.copyOf(offsets, text.length() + 1));
    }

    private static int escape(char kind) {
        return switch (kind) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }

    private static char unescaped(char kind) {
        return switch (kind) {
            case 'n', '\n', '\r' -> '\n';
            case 't' -> '\t';
            default -> kind;
        };
    }

    /** A character of a text in which only the signs of expressions matter. */
    private static char unicode(String source, int from, int to) {
        int code = 0;
        for (int i = from; i < Math.min(to, source.length()); i++) {
            int digit = Character.digit(source.charAt(i), 16);
            if (digit < 0) {
                return '\uFFFD';
            }
            code = code * 16 + digit;
        }
        return code > 0 && code < Character.MIN_SURROGATE ? (char) code : '\uFFFD';
    }

    /** A text as it is written in a value of this style. */
    String encoded(String text) {
        return switch (style) {
            case SINGLE_QUOTED -> text.replace("'", "''");
            case DOUBLE_QUOTED -> text.replace("\\", "\\\\").replace("\"", "\\\"");
            case PLAIN, LITERAL, FOLDED -> text;
        };
    }
}
