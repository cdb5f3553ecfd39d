package io.flowork.core.regex;

/** Grapheme clusters, after Unicode's Annex 29. */
final class Clusters {
    private static final int JOINER = 0x200d;
    private static final int HANGUL = 0xac00;

    private Clusters() {}

    /** Where the cluster that begins here ends. */
    static int end(int[] text, int from) {
        int c = text[from];
        int at = from + 1;
        if (c == '\r' && at < text.length && text[at] == '\n') {
            return at + 1;
        }
        if (isControl(c)) {
            return at;
        }
        if (isRegional(c) && at < text.length && isRegional(text[at])) {
            at++;
        }
        boolean pictograph = Character.isExtendedPictographic(c);
        int last = c;
        while (at < text.length) {
            int next = text[at];
            boolean joined = last == JOINER && pictograph && Character.isExtendedPictographic(next);
            if (!joined && !isExtending(next) && !isHangul(last, next)) {
                return at;
            }
            last = next;
            at++;
        }
        return at;
    }

    private static boolean isControl(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static boolean isRegional(int c) {
        return c >= 0x1f1e6 && c <= 0x1f1ff;
    }

    private static boolean isExtending(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || c == JOINER
                || Character.isEmojiModifier(c);
    }

    /** Whether a part of a Korean syllable goes on with the next. */
    private static boolean isHangul(int last, int next) {
        boolean open = last >= HANGUL && last <= 0xd7a3 && (last - HANGUL) % 28 == 0;
        boolean closed = last >= HANGUL && last <= 0xd7a3 && !open;
        boolean lead = last >= 0x1100 && last <= 0x115f;
        boolean vowel = (last >= 0x1160 && last <= 0x11a7) || open;
        boolean tail = (last >= 0x11a8 && last <= 0x11ff) || closed;
        boolean nextVowel = next >= 0x1160 && next <= 0x11a7;
        boolean nextTail = next >= 0x11a8 && next <= 0x11ff;
        if (lead) {
            return nextVowel || (next >= 0x1100 && next <= 0x115f) || (next >= HANGUL && next <= 0xd7a3);
        }
        return (vowel && (nextVowel || nextTail)) || (tail && nextTail);
    }
}
