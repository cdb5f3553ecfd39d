package io.flowork.host.terminal;

/**
 * How this process logs. There is one log, as there is one standard error.
 *
 * @param format what a line looks like
 * @param level the least that Flowork's own code logs; libraries log warnings and worse
 * @param paint the colours of text
 */
public record LogSettings(Format format, System.Logger.Level level, Paint paint) {
    /** What a line looks like. */
    public enum Format {
        /** For whoever has typed a command: with the messages of exceptions. */
        COMMAND,
        /** For people who read the log of a server. */
        TEXT,
        /** One JSON object a line. */
        JSON
    }

    private static volatile LogSettings current =
            new LogSettings(Format.COMMAND, System.Logger.Level.WARNING, Paint.NONE);

    /** The settings of this process. */
    public static LogSettings current() {
        return current;
    }

    /** Makes these the settings of this process; to be called before anything is logged. */
    public void use() {
        current = this;
    }
}
