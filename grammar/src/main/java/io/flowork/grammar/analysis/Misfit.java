package io.flowork.grammar.analysis;

import io.flowork.grammar.text.Suggestions;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.types.Type.Member;
import io.flowork.grammar.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why no value of a type is ever one of another.
 *
 * @param path where in the value, by the names and places of what encloses it
 * @param message what is wrong there, in plain words
 */
public record Misfit(List<String> path, String message) {
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
            return new Misfit(path, name(path) + " is not allowed");
        }
        if (Types.disjoint(given, wanted)) {
            return new Misfit(
                    path, name(path) + " must be " + Words.brief(wanted) + ", but it is " + Words.brief(given));
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
                return type.isNever()
                        ? new Misfit(
                                place,
                                misfit.message
                                        + Suggestions.didYouMean(
                                                name, wanted.members().keySet()))
                        : misfit;
            }
        }
        for (Map.Entry<String, Member> member : wanted.members().entrySet()) {
            String name = member.getKey();
            if (member.getValue().required()
                    && !given.members().containsKey(name)
                    && given.rest().isNever()) {
                return new Misfit(path, name(with(path, name)) + " is missing");
            }
        }
        return null;
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
