package io.flowork.grammar.binding;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Properties that stand one level too high, because the key they belong to is gone or they are not indented deeper than
 * it.
 *
 * @param entries the properties
 * @param homes the keys they may belong to, at least one
 * @param present whether the key is there
 * @param empty whether there is nothing under it
 */
record Strays(List<MappingNode.Entry> entries, List<String> homes, boolean present, boolean empty) {
    Strays {
        entries = List.copyOf(entries);
        homes = List.copyOf(homes);
    }

    /**
     * The strays among an object's unknown properties; null if there are none.
     *
     * @param node the object
     * @param unknown its properties that its type does not have
     * @param type its type
     */
    static @Nullable Strays of(MappingNode node, List<MappingNode.Entry> unknown, ObjectType type) {
        if (unknown.isEmpty() || type.rest() == ObjectType.Rest.DATA) {
            return null;
        }
        List<MappingNode.Entry> most = List.of();
        List<String> homes = new ArrayList<>();
        for (Property property : type.properties()) {
            boolean mayBeHome =
                    isFree(node, property.name()) && (type.rest() == ObjectType.Rest.FORBIDDEN || property.required());
            List<MappingNode.Entry> inside = mayBeHome ? inside(unknown, property.shape()) : List.of();
            if (inside.size() > most.size()) {
                most = inside;
                homes.clear();
            }
            if (!inside.isEmpty() && inside.size() == most.size()) {
                homes.add(property.name());
            }
        }
        return most.isEmpty() ? beside(node, unknown, type) : new Strays(most, homes, node.has(homes.getFirst()), true);
    }

    /** Strays that stand beside the object they belong to, which lacks them. */
    private static @Nullable Strays beside(MappingNode node, List<MappingNode.Entry> unknown, ObjectType type) {
        if (type.rest() != ObjectType.Rest.FORBIDDEN) {
            return null;
        }
        for (Property property : type.properties()) {
            if (node.get(property.name()) instanceof MappingNode home
                    && !home.entries().isEmpty()) {
                List<MappingNode.Entry> lacking = inside(unknown, property.shape()).stream()
                        .filter(entry -> !home.has(entry.name()))
                        .toList();
                if (!lacking.isEmpty()) {
                    return new Strays(lacking, List.of(property.name()), true, false);
                }
            }
        }
        return null;
    }

    /** The kinds of tasks that have a property in the object under their own key, such as {@code script} in {@code run}. */
    static List<String> kindsWith(String name) {
        List<String> kinds = new ArrayList<>();
        for (ObjectType kind : Language.taskKinds().values()) {
            Property own = kind.property(kind.name());
            if (own != null && has(own.shape(), name)) {
                kinds.add(kind.name());
            }
        }
        return kinds;
    }

    private static boolean has(Shape shape, String name) {
        return switch (shape) {
            case Shape.Of of -> Language.type(of.type()).property(name) != null;
            case Shape.Deferred deferred -> has(deferred.shape(), name);
            case Shape.Either either -> either.alternatives().stream().anyMatch(each -> has(each, name));
            default -> false;
        };
    }

    /** Whether a key is not there, or has nothing under it. */
    private static boolean isFree(MappingNode node, String key) {
        MappingNode.Entry entry = node.entry(key);
        return entry == null
                || (entry.value() instanceof ScalarNode scalar
                        && scalar.style() == ScalarNode.Style.PLAIN
                        && scalar.text().isEmpty());
    }

    /** The key beside a property without a meaning under which it would have one; null if there is none. */
    static @Nullable String homeOf(MappingNode node, MappingNode.Entry stray, ObjectType type) {
        for (Property property : type.properties()) {
            if (node.get(property.name()) instanceof MappingNode home
                    && !home.has(stray.name())
                    && has(property.shape(), stray.name())) {
                return property.name();
            }
        }
        return null;
    }

    private static List<MappingNode.Entry> inside(List<MappingNode.Entry> unknown, Shape shape) {
        return switch (shape) {
            case Shape.Of of -> {
                ObjectType type = Language.type(of.type());
                yield unknown.stream()
                        .filter(entry -> type.property(entry.name()) != null)
                        .toList();
            }
            case Shape.Deferred deferred -> inside(unknown, deferred.shape());
            case Shape.Either either -> {
                List<MappingNode.Entry> most = List.of();
                for (Shape alternative : either.alternatives()) {
                    List<MappingNode.Entry> inside = inside(unknown, alternative);
                    most = inside.size() > most.size() ? inside : most;
                }
                yield most;
            }
            default -> List.of();
        };
    }

    /**
     * What to say about them.
     *
     * @param where what messages call the object they stand in
     */
    String message(String where) {
        List<String> names =
                entries.stream().map(entry -> Checker.quoted(entry.name())).toList();
        boolean one = names.size() == 1;
        String what = one
                ? names.getFirst()
                : names.size() == 2 ? String.join(" and ", names) : names.getFirst() + " and what follows it";
        String home = Words.list(homes, "or");
        String mend = present && !empty
                ? "move " + (one ? "it" : "them") + " there"
                : present
                        ? "indent " + (one ? "it" : "them") + " deeper than '" + homes.getFirst() + "'"
                        : homes.size() == 1
                                ? "write '" + homes.getFirst() + ":' above and indent " + (one ? "it" : "them")
                                        + " deeper"
                                : "write one of these keys above and indent " + (one ? "it" : "them") + " deeper";
        return what + " " + (one ? "belongs" : "belong") + " under " + home + " in " + where + "; " + mend;
    }
}
