package io.flowork.grammar.types;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.types.Type.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Unions of types, and what can be said about them. */
public final class Types {
    private Types() {}

    /** The values of all of these types. */
    public static Type join(Collection<Type> types) {
        Type joined = Type.NEVER;
        for (Type type : types) {
            joined = join(joined, type);
        }
        return joined;
    }

    /** The values of both types. */
    @SuppressWarnings("ReferenceEquality") // the same type is found fast; equal ones only take longer
    public static Type join(Type a, Type b) {
        if (a == b || b.isNever() || a.isUnknown()) {
            return a;
        }
        if (a.isNever() || b.isUnknown()) {
            return b;
        }
        return Type.make(
                a.kinds() | b.kinds(),
                texts(a, b),
                join(a.items(), b.items()),
                elements(a, b),
                members(a, b),
                rest(a, b));
    }

    private static @Nullable Collection<String> texts(Type a, Type b) {
        if (!a.may(Type.STRING_KIND)) {
            return b.texts();
        }
        if (!b.may(Type.STRING_KIND)) {
            return a.texts();
        }
        SortedSet<String> left = a.texts();
        SortedSet<String> right = b.texts();
        if (left == null || right == null) {
            return null;
        }
        SortedSet<String> all = new TreeSet<>(left);
        all.addAll(right);
        return all;
    }

    private static @Nullable List<Type> elements(Type a, Type b) {
        if (!a.may(Type.ARRAY_KIND)) {
            return b.elements();
        }
        if (!b.may(Type.ARRAY_KIND)) {
            return a.elements();
        }
        List<Type> left = a.elements();
        List<Type> right = b.elements();
        if (left == null || right == null || left.size() != right.size()) {
            return null;
        }
        List<Type> joined = new ArrayList<>(left.size());
        for (int i = 0; i < left.size(); i++) {
            joined.add(join(left.get(i), right.get(i)));
        }
        return joined;
    }

    @SuppressWarnings("ReferenceEquality") // as above
    private static Map<String, Member> members(Type a, Type b) {
        if (!a.may(Type.OBJECT_KIND)) {
            return b.members();
        }
        if (!b.may(Type.OBJECT_KIND) || a.members() == b.members()) {
            return a.members();
        }
        Map<String, Member> joined = new LinkedHashMap<>();
        a.members().forEach((name, member) -> {
            Member other = b.members().get(name);
            joined.put(
                    name,
                    other == null
                            ? new Member(join(member.type(), b.rest()), false)
                            : new Member(join(member.type(), other.type()), member.required() && other.required()));
        });
        b.members().forEach((name, member) -> {
            if (!a.members().containsKey(name)) {
                joined.put(name, new Member(join(member.type(), a.rest()), false));
            }
        });
        return joined;
    }

    private static Type rest(Type a, Type b) {
        return join(a.rest(), b.rest());
    }

    /**
     * A type that has the values of both and that stops growing: applied again and again to what a loop produces it
     * gives the same type after a few turns.
     */
    public static Type widen(Type old, Type next) {
        Type joined = join(old, next);
        return joined.equals(old) ? old : widened(old, joined, 0);
    }

    private static Type widened(Type old, Type joined, int level) {
        if (joined.equals(old)) {
            return old;
        }
        if (level > 3 || old.kinds() != joined.kinds()) {
            return Type.ofKinds(level == 0 ? joined.kinds() : Type.ALL_KINDS);
        }
        Map<String, Member> members = new LinkedHashMap<>();
        boolean grows = false;
        for (Map.Entry<String, Member> entry : joined.members().entrySet()) {
            Member before = old.members().get(entry.getKey());
            if (before == null) {
                grows = true;
            } else {
                Type type = widened(before.type(), entry.getValue().type(), level + 1);
                members.put(entry.getKey(), new Member(type, entry.getValue().required()));
            }
        }
        Type rest = grows || !old.rest().equals(joined.rest()) ? Type.UNKNOWN : joined.rest();
        Type items = widened(old.items(), joined.items(), level + 1);
        return Type.make(
                joined.kinds(),
                old.texts() == null || !old.texts().equals(joined.texts()) ? null : joined.texts(),
                items,
                null,
                members,
                rest);
    }

    /** Whether a value is one of a type. */
    public static boolean contains(Type type, JsonValue value) {
        return switch (value) {
            case JsonNull none -> type.may(Type.NULL_KIND);
            case JsonBoolean flag -> type.may(flag.value() ? Type.TRUE_KIND : Type.FALSE_KIND);
            case JsonNumber number -> type.may(Type.NUMBER_KIND);
            case JsonSecret secret -> type.may(Type.SECRET_KIND);
            case JsonString text -> {
                SortedSet<String> texts = type.texts();
                yield type.may(Type.STRING_KIND) && (texts == null || texts.contains(text.value()));
            }
            case JsonArray array -> type.may(Type.ARRAY_KIND) && contains(type, array);
            case JsonObject object -> type.may(Type.OBJECT_KIND) && contains(type, object);
        };
    }

    private static boolean contains(Type type, JsonArray array) {
        List<Type> elements = type.elements();
        if (elements != null && elements.size() != array.size()) {
            return false;
        }
        for (int i = 0; i < array.size(); i++) {
            if (!contains(elements == null ? type.items() : elements.get(i), array.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(Type type, JsonObject object) {
        for (Map.Entry<String, Member> entry : type.members().entrySet()) {
            if (entry.getValue().required() && !object.has(entry.getKey())) {
                return false;
            }
        }
        for (JsonObject.Member member : object) {
            Member known = type.members().get(member.key());
            if (!contains(known == null ? type.rest() : known.type(), member.value())) {
                return false;
            }
        }
        return true;
    }

    /** Whether two types have no value in common, as far as can be told quickly. */
    public static boolean disjoint(Type a, Type b) {
        int both = a.kinds() & b.kinds();
        if (both == 0) {
            return true;
        }
        if (both != Type.STRING_KIND || a.texts() == null || b.texts() == null) {
            return false;
        }
        return java.util.Collections.disjoint(a.texts(), b.texts());
    }

    /** Whether it is never false nor null, so that a condition always holds. */
    public static boolean alwaysTrue(Type type) {
        return !type.isNever() && !type.may(Type.NULL_KIND | Type.FALSE_KIND);
    }

    /** Whether it is always false or null, so that a condition never holds. */
    public static boolean alwaysFalse(Type type) {
        return !type.isNever() && !type.may(~(Type.NULL_KIND | Type.FALSE_KIND));
    }

    /** Whether there may be a secret in it, at any depth. */
    public static boolean mayHoldSecret(Type type) {
        if (type.may(Type.SECRET_KIND)) {
            return true;
        }
        if (type.may(Type.ARRAY_KIND) && mayHoldSecret(type.items())) {
            return true;
        }
        if (!type.may(Type.OBJECT_KIND)) {
            return false;
        }
        for (Member member : type.members().values()) {
            if (mayHoldSecret(member.type())) {
                return true;
            }
        }
        return mayHoldSecret(type.rest());
    }

    /** Whether there is surely a secret in it, at any depth. */
    public static boolean holdsSecret(Type type) {
        if (type.isNever() || type.isUnknown()) {
            return false;
        }
        if (type.kinds() == Type.SECRET_KIND) {
            return true;
        }
        List<Type> elements = type.elements();
        if (type.kinds() == Type.ARRAY_KIND && elements != null) {
            for (Type element : elements) {
                if (holdsSecret(element)) {
                    return true;
                }
            }
        }
        if (type.kinds() == Type.OBJECT_KIND) {
            for (Member member : type.members().values()) {
                if (member.required() && holdsSecret(member.type())) {
                    return true;
                }
            }
        }
        return false;
    }
}
