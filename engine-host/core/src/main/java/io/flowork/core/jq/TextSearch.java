package io.flowork.core.jq;

/**
 * Finds a text in another in time that grows with their lengths alone, whatever is in them, and can be stopped.
 *
 * <p>A short text is searched piece by piece as the JVM does it; a long one by Knuth, Morris and Pratt's method, which
 * never looks at a character of the text twice.
 */
final class TextSearch {
    private static final int SHORT = 64;
    private static final int WINDOW = 1 << 14;

    /** Borders are kept in pieces: to clear memory for all of them at once could take longer than an interrupt waits. */
    private static final int PIECE_BITS = 13;

    private final Meter meter;
    private final String text;
    private final String part;

    /** For each length of a beginning of the part, the length of the longest shorter one that it ends with. */
    private final int[][] borders;

    private int scanned;
    private int matched;

    TextSearch(Meter meter, String text, String part) {
        this.meter = meter;
        this.text = text;
        this.part = part;
        this.borders = part.length() <= SHORT ? new int[0][] : borders();
    }

    private int[][] borders() {
        meter.bytes(part.length() * 4L);
        int[][] all = new int[(part.length() >> PIECE_BITS) + 1][];
        all[0] = new int[1 << PIECE_BITS];
        int border = 0;
        for (int i = 1; i < part.length(); i++) {
            meter.turn(i);
            while (border > 0 && part.charAt(i) != part.charAt(border)) {
                meter.turn(border); // borders may get shorter by one only
                border = at(all, border);
            }
            border += part.charAt(i) == part.charAt(border) ? 1 : 0;
            int length = i + 1;
            if (all[length >> PIECE_BITS] == null) {
                all[length >> PIECE_BITS] = new int[1 << PIECE_BITS];
            }
            all[length >> PIECE_BITS][length & (1 << PIECE_BITS) - 1] = border;
        }
        return all;
    }

    private static int at(int[][] borders, int length) {
        return borders[length >> PIECE_BITS][length & (1 << PIECE_BITS) - 1];
    }

    /** The first place at or after one at which the part occurs, or -1; places must not go backwards. */
    int next(int from) {
        return part.length() <= SHORT ? nextShort(from) : nextLong(from);
    }

    private int nextShort(int from) {
        int at = from;
        while (true) {
            int end = (int) Math.min(text.length(), (long) at + WINDOW + part.length());
            int found = text.indexOf(part, at, end);
            if (found >= 0 || end == text.length()) {
                return found;
            }
            meter.steps(WINDOW / 64);
            at = end - part.length() + 1;
        }
    }

    private int nextLong(int from) {
        if (from >= scanned) {
            scanned = from;
            matched = 0;
        }
        while (scanned < text.length()) {
            meter.turn(scanned);
            char c = text.charAt(scanned);
            while (matched > 0 && (matched == part.length() || part.charAt(matched) != c)) {
                meter.turn(matched);
                matched = at(borders, matched);
            }
            matched += part.charAt(matched) == c ? 1 : 0;
            scanned++;
            if (matched == part.length() && scanned - matched >= from) {
                return scanned - matched;
            }
        }
        return -1;
    }
}
