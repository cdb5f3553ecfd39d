package io.flowork.api;

import io.flowork.grammar.json.JsonValue;
import java.util.List;

/**
 * A value to look at: secrets are masked, and what is large is shortened.
 *
 * @param value what is left of it
 * @param size about how many bytes all of it has
 * @param cuts where something is left out
 */
public record ShownValue(JsonValue value, long size, List<Cut> cuts) {
    /** Copies the cuts. */
    public ShownValue {
        cuts = cuts == null ? List.of() : List.copyOf(cuts);
    }

    /**
     * Something that is shortened.
     *
     * @param pointer the JSON pointer of the text, array or object
     * @param size how many characters, elements or members it has
     */
    public record Cut(String pointer, long size) {}
}
