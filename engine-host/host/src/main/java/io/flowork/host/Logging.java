package io.flowork.host;

import io.flowork.host.terminal.LogSettings;
import io.flowork.runtime.Working;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What Flowork and its libraries log, on standard error, one line each, as {@link LogSettings} say; with
 * {@code FLOWORK_DEBUG=1} all that Flowork itself logs, and stack traces. Named by a system property and made by the JDK
 * when something is logged for the first time.
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
        OURS.setLevel(DEBUG ? Level.FINE : level(LogSettings.current().level()));
    }

    private static Level level(System.Logger.Level level) {
        return switch (level) {
            case ALL, TRACE, DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARNING;
            case ERROR -> Level.SEVERE;
            case OFF -> Level.OFF;
        };
    }

    private static final class ToStandardError extends Handler {
        private static final Formatter TEXT = new java.util.logging.SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
            LogSettings settings = LogSettings.current();
            LogLine line = new LogLine(
                    entry.getMillis(),
                    word(entry.getLevel()),
                    String.valueOf(entry.getLoggerName()),
                    TEXT.formatMessage(entry),
                    Working.now(),
                    entry.getThrown());
            System.err.println(
                    switch (settings.format()) {
                        case COMMAND -> line.command();
                        case TEXT -> line.text(settings.paint());
                        case JSON -> line.json();
                    });
            if (DEBUG && entry.getThrown() != null && settings.format() != LogSettings.Format.JSON) {
                entry.getThrown().printStackTrace(System.err);
            }
        }

        private static String word(Level level) {
            int value = level.intValue();
            return value >= Level.SEVERE.intValue()
                    ? "error"
                    : value >= Level.WARNING.intValue() ? "warning" : value >= Level.INFO.intValue() ? "info" : "debug";
        }

        @Override
        public void flush() {
            System.err.flush();
        }

        @Override
        public void close() {}
    }
}
