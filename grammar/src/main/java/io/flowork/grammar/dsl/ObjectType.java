package io.flowork.grammar.dsl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of object.
 *
 * @param name its name in the language model
 * @param summary what it is, in one sentence
 * @param properties its properties, in the order to show them
 * @param choices properties that exclude each other
 * @param rest what else may stand in it
 * @param least the number of properties there must be at least
 */
public record ObjectType(
        String name, String summary, List<Property> properties, List<Choice> choices, Rest rest, int least) {
    /** Copies the lists. */
    public ObjectType {
        properties = List.copyOf(properties);
        choices = List.copyOf(choices);
    }

    /** What may stand in an object besides its properties. */
    public enum Rest {
        /** Nothing. */
        FORBIDDEN,
        /** Anything, without a meaning. */
        IGNORED,
        /** Anything; it is data. */
        DATA
    }

    /**
     * Groups of properties of which one is chosen.
     *
     * @param alternatives the groups; the properties of the chosen one are all required
     * @param required whether one must be chosen
     */
    public record Choice(List<List<String>> alternatives, boolean required) {}

    /** A property by its key, if there is one. */
    public @Nullable Property property(String key) {
        for (Property property : properties) {
            if (property.name().equals(key)) {
                return property;
            }
        }
        return null;
    }

    static ObjectType of(String name, String summary, Property... properties) {
        return new ObjectType(name, summary, List.of(properties), List.of(), Rest.FORBIDDEN, 0);
    }

    ObjectType open() {
        return new ObjectType(name, summary, properties, choices, Rest.IGNORED, least);
    }

    ObjectType data() {
        return new ObjectType(name, summary, properties, choices, Rest.DATA, least);
    }

    ObjectType atLeast(int count) {
        return new ObjectType(name, summary, properties, choices, rest, count);
    }

    /** Exactly one of these properties. */
    ObjectType oneOf(String... keys) {
        List<List<String>> groups = new java.util.ArrayList<>();
        for (String key : keys) {
            groups.add(List.of(key));
        }
        return choice(groups);
    }

    /** Exactly one of these groups of properties. */
    ObjectType choice(List<List<String>> groups) {
        List<Choice> all = new java.util.ArrayList<>(choices);
        all.add(new Choice(List.copyOf(groups), true));
        return new ObjectType(name, summary, properties, all, rest, least);
    }
}
