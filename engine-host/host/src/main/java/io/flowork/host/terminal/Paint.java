package io.flowork.host.terminal;

/** Colours of a terminal (ECMA-48 SGR), or none. */
public final class Paint {
    /** Text as it is. */
    public static final Paint NONE = new Paint(false);

    /** The terminal's own sixteen colours, so that they fit its theme. */
    public static final Paint COLOURS = new Paint(true);

    private final boolean on;

    private Paint(boolean on) {
        this.on = on;
    }

    /** Bold. */
    public String bold(String text) {
        return paint("1", text);
    }

    /** Less visible: what is there for completeness. */
    public String dim(String text) {
        return paint("2", text);
    }

    /** For what went wrong. */
    public String red(String text) {
        return paint("31", text);
    }

    /** For what went well. */
    public String green(String text) {
        return paint("32", text);
    }

    /** For what needs attention. */
    public String yellow(String text) {
        return paint("33", text);
    }

    /** For what is at work. */
    public String cyan(String text) {
        return paint("36", text);
    }

    /** For errors' headings. */
    public String boldRed(String text) {
        return paint("1;31", text);
    }

    /** For warnings' headings. */
    public String boldYellow(String text) {
        return paint("1;33", text);
    }

    private String paint(String code, String text) {
        return on && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
