package io.flowork.lsp.slot;

import java.util.Set;

/** The keys of an object around a cursor, also of one that cannot be read. */
public interface Members {
    /** An object of which nothing is known. */
    Members NONE = new Members() {
        @Override
        public Set<String> keys() {
            return Set.of();
        }

        @Override
        public String value(String key) {
            return "";
        }
    };

    /** The keys, without the one that the cursor is in. */
    Set<String> keys();

    /** The value of a key as far as it is a text on one line, without quotes; empty if there is none. */
    String value(String key);
}
