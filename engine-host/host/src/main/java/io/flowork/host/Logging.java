package io.flowork.host;

import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What libraries log, on standard error, one line each: warnings and worse, with {@code FLOWORK_DEBUG=1} all that
 * Flowork itself logs, and stack traces. Named by a system property and made by the JDK when something is logged for the first time.
 */
public final class Logging {
    private static final boolean DEBUG = System.getenv("FLOWORK_DEBUG") != null;

    /** Held here, because the JDK forgets a logger that nobody holds, and its level with it. */
    private static final Logger OURS = Logger.getLogger("io.flowork");

    /** Configures {@code java.util.logging}. */
    public Logging() {
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        root.addHandler(new ToStandardError());
        OURS.setLevel(DEBUG ? Level.FINE : Level.WARNING);
    }

    private static final class ToStandardError extends Handler {
        private static final Formatter TEXT = new java.util.logging.SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
            String level = entry.getLevel().intValue() >= Level.SEVERE.intValue() ? "error" : "warning";
            System.err.println("flowork: " + level + ": " + TEXT.formatMessage(entry)
                    + (entry.getThrown() == null ? "" : " (" + entry.getThrown() + ")"));
            if (DEBUG && entry.getThrown() != null) {
                entry.getThrown().printStackTrace(System.err);
            }
        }

        @Override
        public void flush() {
            System.err.flush();
        }

        @Override
        public void close() {}
    }
}
