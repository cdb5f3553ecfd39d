package io.flowork.lsp.format;

import io.flowork.lsp.format.Layout.Kind;
import io.flowork.lsp.format.Layout.Level;
import org.jspecify.annotations.Nullable;

/** The lines of a block of text, after {@code |} or {@code >}: they move together, and nothing else of them changes. */
final class BlockText {
    private final Gaps gaps;
    private final Layout layout;

    BlockText(Gaps gaps, Layout layout) {
        this.gaps = gaps;
        this.layout = layout;
    }

    /**
     * Finds where the lines should begin.
     *
     * @param header where the block's sign stands
     * @param around what it is in
     * @param own the column where its lines should begin
     * @param free whether they may move
     * @return where the block ends, or its header if there is no line
     */
    int lines(int header, @Nullable Level around, int own, boolean free) {
        String text = gaps.source().text();
        int first = gaps.line(header);
        int digit = 0;
        boolean keeps = false;
        int at = header + 1;
        while (at < text.length() && "0123456789+-".indexOf(text.charAt(at)) >= 0) {
            char c = text.charAt(at++);
            digit = Character.isDigit(c) ? c - '0' : digit;
            keeps |= c == '+';
        }
        int outside = around == null ? 0 : around.was();
        int base = digit > 0 ? outside + digit : base(first, around == null ? -1 : outside);
        int last = base < 0 ? first : last(first, base);
        int shift = !free ? 0 : (digit > 0 && around != null ? around.now() + digit : own) - base;
        for (int line = first + 1; line <= last; line++) {
            boolean empty = gaps.isBlank(line) && gaps.indent(line) <= base;
            layout.kinds[line] = Kind.TEXT;
            layout.columns[line] = empty ? 0 : gaps.indent(line) + shift;
        }
        int end = last;
        for (int line = last + 1; line <= gaps.source().lines() && gaps.isBlank(line); line++) {
            boolean content = base >= 0 && gaps.indent(line) > base;
            if (keeps || content) {
                for (int each = end + 1; each <= line; each++) {
                    layout.kinds[each] = Kind.TEXT;
                    int indent = gaps.indent(each);
                    layout.columns[each] = indent > Math.max(base, 0) ? indent + shift : indent;
                }
                end = line;
            }
        }
        return end == first ? at : gaps.end(end);
    }

    /** The column of the first line that is not empty; -1 if there is none. */
    private int base(int header, int outside) {
        for (int line = header + 1; line <= gaps.source().lines(); line++) {
            if (!gaps.isBlank(line)) {
                return gaps.indent(line) > outside ? gaps.indent(line) : -1;
            }
        }
        return -1;
    }

    private int last(int header, int base) {
        int last = header;
        for (int line = header + 1; line <= gaps.source().lines(); line++) {
            if (!gaps.isBlank(line)) {
                if (gaps.indent(line) < base) {
                    break;
                }
                last = line;
            }
        }
        return last;
    }
}
