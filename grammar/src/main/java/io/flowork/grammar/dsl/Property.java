package io.flowork.grammar.dsl;

import io.flowork.grammar.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A property of an object.
 *
 * @param name its key
 * @param shape what its value must be like
 * @param required whether it must be there
 * @param since the version of the DSL it came with; {@link #NEXT} when no released version has it yet
 * @param summary what it is for, in one sentence
 * @param standard its value when it is not there, if it has one
 * @param needs another property without which it has no meaning, if there is one
 * @param legacy its form in older versions, if it had another
 * @param examples values to show, as YAML on one line
 */
public record Property(
        String name,
        Shape shape,
        boolean required,
        String since,
        String summary,
        @Nullable JsonValue standard,
        @Nullable String needs,
        @Nullable Legacy legacy,
        List<String> examples) {
    /** The version the DSL had first. */
    public static final String FIRST = "1.0.0";

    /** The version after the last released one. */
    public static final String NEXT = "next";

    /**
     * A form of older versions.
     *
     * @param until the first version that no longer has it
     * @param shape what the value had to be like
     */
    public record Legacy(String until, Shape shape) {}

    static Property of(String name, Shape shape, String summary) {
        return new Property(name, shape, false, FIRST, summary, null, null, null, List.of());
    }

    Property needed() {
        return new Property(name, shape, true, since, summary, standard, needs, legacy, examples);
    }

    Property since(String version) {
        return new Property(name, shape, required, version, summary, standard, needs, legacy, examples);
    }

    Property standard(JsonValue value) {
        return new Property(name, shape, required, since, summary, value, needs, legacy, examples);
    }

    Property needs(String other) {
        return new Property(name, shape, required, since, summary, standard, other, legacy, examples);
    }

    Property until(String version, Shape form) {
        return new Property(
                name, shape, required, since, summary, standard, needs, new Legacy(version, form), examples);
    }

    Property such(String... values) {
        return new Property(name, shape, required, since, summary, standard, needs, legacy, List.of(values));
    }
}
