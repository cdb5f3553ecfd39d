package io.flowork.host.terminal;

/**
 * The terminal around a command.
 *
 * @param outIsTerminal whether standard output is one
 * @param errIsTerminal whether standard error is one
 * @param size how large it is, asked again whenever something is drawn
 */
public record Screen(boolean outIsTerminal, boolean errIsTerminal, Size size) {
    /** No terminal. */
    public static final Screen NONE = new Screen(false, false, () -> Dimensions.USUAL);

    /** How large a terminal is now. */
    @FunctionalInterface
    public interface Size {
        /** The dimensions. */
        Dimensions now();
    }

    /**
     * Columns and rows of a terminal.
     *
     * @param columns at least 1
     * @param rows at least 1
     */
    public record Dimensions(int columns, int rows) {
        /** What to assume when nobody knows. */
        public static final Dimensions USUAL = new Dimensions(80, 24);

        /** Limits both to what makes sense. */
        public Dimensions {
            columns = Math.clamp(columns, 1, 10_000);
            rows = Math.clamp(rows, 1, 10_000);
        }
    }
}
