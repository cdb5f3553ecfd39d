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
 * @param present whether the key is there, with nothing under it
 */
record Strays(List<MappingNode.Entry> entries, List<String> homes, boolean present) {
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
        return most.isEmpty() ? null : new Strays(most, homes, node.has(homes.getFirst()));
    }

    /** Whether a key is not there, or has nothing under it. */
    private static boolean isFree(MappingNode node, String key) {
        MappingNode.Entry entry = node.entry(key);
        return entry == null
                || (entry.value() instanceof ScalarNode scalar
                        && scalar.style() == ScalarNode.Style.PLAIN
                        && scalar.text().isEmpty());
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
        String mend = present
                ? "indent " + (one ? "it" : "them") + " deeper than '" + homes.getFirst() + "'"
                : homes.size() == 1
                        ? "write '" + homes.getFirst() + ":' above and indent " + (one ? "it" : "them") + " deeper"
                        : "write one of these keys above and indent " + (one ? "it" : "them") + " deeper";
        return what + " " + (one ? "belongs" : "belong") + " under " + home + " in " + where + "; " + mend;
    }
}
