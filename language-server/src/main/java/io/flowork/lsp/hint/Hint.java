package io.flowork.lsp.hint;

/**
 * Something short that stands between the text.
 *
 * @param kind what it tells
 * @param offset where it stands, before the character there
 * @param label what stands there
 * @param place the JSON pointer of what it is about
 */
public record Hint(Kind kind, int offset, String label, String place) {
    /** What a hint tells. */
    public enum Kind {
        /** What goes into a task and comes out, where that is another type than what came before. */
        TYPES("types"),
        /** Where a workflow goes on when nothing is said. */
        THEN("then"),
        /** What the variable of a loop holds. */
        ITEMS("items"),
        /** A length of time in words. */
        DURATIONS("durations"),
        /** When a workflow starts next. */
        SCHEDULE("schedule"),
        /** What came out of a task the last time. */
        RECORDED("recorded");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** The name of it in settings. */
        public String text() {
            return text;
        }
    }
}
