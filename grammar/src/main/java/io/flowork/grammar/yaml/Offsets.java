package io.flowork.grammar.yaml;

import java.util.Arrays;

/** Code points, which the YAML scanner counts, as UTF-16 offsets. */
final class Offsets {
    private final int length;
    /** The code point index after each surrogate pair, ascending; empty for most texts. */
    private final int[] afterPairs;

    Offsets(CharSequence text) {
        this.length = text.length();
        int[] pairs = new int[0];
        int count = 0;
        for (int i = 0; i + 1 < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i)) && Character.isLowSurrogate(text.charAt(i + 1))) {
                if (count == pairs.length) {
                    pairs = Arrays.copyOf(pairs, Math.max(16, count * 2));
                }
                pairs[count] = i + 1 - count;
                count++;
                i++;
            }
        }
        this.afterPairs = Arrays.copyOf(pairs, count);
    }

    /** The UTF-16 offset of a code point, limited to the text. */
    int utf16(int codePoint) {
        if (afterPairs.length == 0) {
            return Math.min(codePoint, length);
        }
        int found = Arrays.binarySearch(afterPairs, codePoint);
        int pairs = found >= 0 ? found + 1 : -found - 1;
        return Math.min(codePoint + pairs, length);
    }
}
