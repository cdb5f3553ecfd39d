package io.flowork.lsp.format;

/**
 * How a text should look.
 *
 * @param step how many columns a level is indented by, from 2 to 8
 */
public record Style(int step) {
    /** As the examples of the standard are written. */
    public static final Style STANDARD = new Style(2);

    /** Limits the step. */
    public Style {
        step = Math.clamp(step, 2, 8);
    }
}
