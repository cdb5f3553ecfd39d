package io.flowork.grammar.analysis;

import io.flowork.grammar.text.Suggestions;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.types.Type.Member;
import io.flowork.grammar.types.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why no value of a type is ever one of another.
 *
 * @param path where in the value, by the names and places of what encloses it
 * @param message what is wrong there, in plain words
 * @param cure what would make that fit; null if nothing is sure to
 */
public record Misfit(
        List<String> path, String message, @Nullable Cure cure) {
    /** What would make a part of a value fit, as far as types tell. */
    public sealed interface Cure {
        /**
         * Members that an object lacks.
         *
         * @param members what each must be
         * @param others the names of all other members that have a meaning
         */
        record Add(Map<String, Type> members, Set<String> others) implements Cure {
            /** Copies the members in their order. */
            public Add {
                members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
                others = Set.copyOf(others);
            }
        }

        /**
         * Without a member that is not allowed, or with another name for it.
         *
         * @param to the name that may have been meant; null if there is none like it
         */
        record Remove(@Nullable String to) implements Cure {}

        /**
         * Another value.
         *
         * @param wanted what it must be
         */
        record Change(Type wanted) implements Cure {}
    }

    /** Copies the path. */
    public Misfit {
        path = List.copyOf(path);
    }

    /**
     * Why what is given never fits; null when it may.
     *
     * @param given a type that every value has
     * @param wanted a type that has every value that fits, and perhaps others
     */
    public static @Nullable Misfit of(Type given, Type wanted) {
        return find(given, wanted, List.of());
    }

    private static @Nullable Misfit find(Type given, Type wanted, List<String> path) {
        if (given.isNever() || given.isUnknown() || wanted.isUnknown()) {
            return null;
        }
        if (wanted.isNever()) {
            return new Misfit(path, name(path) + " is not allowed", null);
        }
        if (Types.disjoint(given, wanted)) {
            String message = name(path) + " must be " + Words.brief(wanted) + ", but it is " + Words.brief(given);
            return new Misfit(path, message, new Cure.Change(wanted));
        }
        return switch (given.kinds()) {
            case Type.OBJECT_KIND -> members(given, wanted, path);
            case Type.ARRAY_KIND -> elements(given, wanted, path);
            default -> null;
        };
    }

    private static @Nullable Misfit members(Type given, Type wanted, List<String> path) {
        for (Map.Entry<String, Member> member : given.members().entrySet()) {
            if (!member.getValue().required()) {
                continue;
            }
            String name = member.getKey();
            Member known = wanted.members().get(name);
            List<String> place = with(path, name);
            Type type = known == null ? wanted.rest() : known.type();
            Misfit misfit = find(member.getValue().type(), type, place);
            if (misfit != null) {
                return type.isNever() ? unknown(place, misfit.message, wanted) : misfit;
            }
        }
        for (Map.Entry<String, Member> member : wanted.members().entrySet()) {
            String name = member.getKey();
            if (member.getValue().required()
                    && !given.members().containsKey(name)
                    && given.rest().isNever()) {
                return new Misfit(path, name(with(path, name)) + " is missing", missing(given, wanted));
            }
        }
        return null;
    }

    private static Misfit unknown(List<String> place, String message, Type wanted) {
        String nearest = Suggestions.nearest(place.getLast(), wanted.members().keySet());
        String told = nearest == null ? message : message + "; did you mean '" + nearest + "'?";
        return new Misfit(place, told, new Cure.Remove(nearest));
    }

    private static Cure missing(Type given, Type wanted) {
        Map<String, Type> missing = new LinkedHashMap<>();
        wanted.members().forEach((name, member) -> {
            if (member.required() && !given.members().containsKey(name)) {
                missing.put(name, member.type());
            }
        });
        Set<String> others = new HashSet<>(wanted.members().keySet());
        others.removeAll(missing.keySet());
        return new Cure.Add(missing, others);
    }

    private static @Nullable Misfit elements(Type given, Type wanted, List<String> path) {
        List<Type> elements = given.elements();
        if (elements == null) {
            return null;
        }
        for (int i = 0; i < elements.size(); i++) {
            Misfit misfit = find(elements.get(i), wanted.items(), with(path, String.valueOf(i)));
            if (misfit != null) {
                return misfit;
            }
        }
        return null;
    }

    private static List<String> with(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }

    private static String name(List<String> path) {
        return path.isEmpty() ? "the input" : "'" + String.join(".", path) + "'";
    }
}
