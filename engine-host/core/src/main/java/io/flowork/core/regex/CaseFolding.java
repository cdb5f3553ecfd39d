package io.flowork.core.regex;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/** Which characters are the same when case does not matter: Unicode's folding of one character to one. */
final class CaseFolding {
    private static final int[] NONE = {};
    private static final int DOTTED_I = 0x130;
    private static final int DOTLESS_I = 0x131;

    /** The last characters that have a case are below. */
    private static final int END = 0x1e944;

    private CaseFolding() {}

    /** Made when it is first needed. */
    private static final class Classes {
        static final Map<Integer, int[]> BY_FOLD = new HashMap<>();

        static {
            for (int c = 0; c < END; c++) {
                int folded = fold(c);
                if (folded != c) {
                    BY_FOLD.merge(folded, new int[] {folded, c}, (known, more) -> {
                        int[] all = Arrays.copyOf(known, known.length + 1);
                        all[known.length] = more[1];
                        return all;
                    });
                }
            }
        }
    }

    static int fold(int c) {
        if (c < 128) {
            return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
        }
        return c == DOTTED_I || c == DOTLESS_I ? c : Character.toLowerCase(Character.toUpperCase(c));
    }

    /** All characters that are the same as this one, with it; none if only itself is. */
    static int[] same(int c) {
        return Classes.BY_FOLD.getOrDefault(fold(c), NONE);
    }

    /** The set with all characters that are the same as one of its members. */
    static IntPredicate closed(IntPredicate members) {
        return c -> {
            if (members.test(c)) {
                return true;
            }
            for (int other : same(c)) {
                if (members.test(other)) {
                    return true;
                }
            }
            return false;
        };
    }
}
