package io.flowork.grammar.dsl;

import java.util.ArrayList;
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
     * Groups of properties of which exactly one is chosen.
     *
     * @param alternatives the groups
     */
    public record Choice(List<Alternative> alternatives) {
        /** Copies the list. */
        public Choice {
            alternatives = List.copyOf(alternatives);
        }
    }

    /**
     * Properties that stand together. One of them chooses the group.
     *
     * @param needed those that must all be there when the group is chosen
     * @param optional those that may be there only then
     */
    public record Alternative(List<String> needed, List<String> optional) {
        /** Copies the lists. */
        public Alternative {
            needed = List.copyOf(needed);
            optional = List.copyOf(optional);
        }
    }

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
        List<Alternative> alternatives = new ArrayList<>();
        for (String key : keys) {
            alternatives.add(new Alternative(List.of(key), List.of()));
        }
        return choice(alternatives);
    }

    /** Either some properties, with the others if one likes, or one property alone. */
    ObjectType either(List<String> needed, String alone) {
        List<String> others = new ArrayList<>();
        for (Property property : properties) {
            if (!needed.contains(property.name()) && !property.name().equals(alone)) {
                others.add(property.name());
            }
        }
        return choice(List.of(new Alternative(needed, others), new Alternative(List.of(alone), List.of())));
    }

    private ObjectType choice(List<Alternative> alternatives) {
        List<Choice> all = new ArrayList<>(choices);
        all.add(new Choice(alternatives));
        return new ObjectType(name, summary, properties, all, rest, least);
    }
}
