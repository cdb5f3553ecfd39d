package io.flowork.host.health;

/**
 * Something that was looked at.
 *
 * @param name what
 * @param verdict how it is
 * @param message what was found
 * @param hint what to do; empty when there is nothing to do
 */
public record Finding(String name, Verdict verdict, String message, String hint) {
    /** How a finding counts. */
    public enum Verdict {
        OK,
        WARN,
        FAIL
    }

    static Finding ok(String name, String message) {
        return new Finding(name, Verdict.OK, message, "");
    }

    static Finding warn(String name, String message, String hint) {
        return new Finding(name, Verdict.WARN, message, hint);
    }

    static Finding fail(String name, String message, String hint) {
        return new Finding(name, Verdict.FAIL, message, hint);
    }
}
