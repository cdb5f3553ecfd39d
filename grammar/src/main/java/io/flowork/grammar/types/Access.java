package io.flowork.grammar.types;

import io.flowork.grammar.types.Type.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The types of parts of values, and of values with a part changed. A part that cannot be reached is no value. */
public final class Access {
    private Access() {}

    /** The member with a name. */
    public static Type member(Type of, String name) {
        Type result = of.only(Type.NULL_KIND | Type.SECRET_KIND);
        result = result.isNever() ? result : Type.ofKinds(result.kinds());
        if (of.may(Type.OBJECT_KIND)) {
            Member member = of.members().get(name);
            if (member == null) {
                result = Types.join(result, Types.join(of.rest(), Type.NULL));
            } else {
                result = Types.join(result, member.required() ? member.type() : Types.join(member.type(), Type.NULL));
            }
        }
        return result;
    }

    /** The element at a place; negative places count from the end. */
    public static Type element(Type of, @Nullable Integer index) {
        Type result = of.only(Type.NULL_KIND);
        if (of.may(Type.ARRAY_KIND)) {
            List<Type> elements = of.elements();
            Type element = Types.join(of.items(), Type.NULL);
            if (elements != null && index != null) {
                int at = index < 0 ? index + elements.size() : index;
                element = at >= 0 && at < elements.size() ? elements.get(at) : Type.NULL;
            }
            result = Types.join(result, element);
        }
        return result;
    }

    /** What a computed key finds. */
    public static Type at(Type of, Type key) {
        Type result = of.only(Type.NULL_KIND);
        if (key.may(Type.STRING_KIND)) {
            Set<String> names = key.texts();
            if (of.may(Type.OBJECT_KIND) && names != null) {
                for (String name : names) {
                    result = Types.join(result, member(of.only(Type.OBJECT_KIND), name));
                }
            } else if (of.may(Type.OBJECT_KIND)) {
                result = Types.join(result, Types.join(values(of), Type.NULL));
            }
            result = Types.join(result, of.only(Type.SECRET_KIND));
        }
        if (of.may(Type.ARRAY_KIND)) {
            if (key.may(Type.NUMBER_KIND)) {
                result = Types.join(result, Types.join(of.items(), Type.NULL));
            }
            if (key.may(Type.OBJECT_KIND)) {
                result = Types.join(result, Type.arrayOf(of.items()));
            }
            if (key.may(Type.ARRAY_KIND)) {
                result = Types.join(result, Type.arrayOf(Type.NUMBER));
            }
        }
        if (of.may(Type.STRING_KIND) && key.may(Type.OBJECT_KIND)) {
            result = Types.join(result, Type.STRING);
        }
        return result;
    }

    /** A part from one index to another. */
    public static Type slice(Type of) {
        Type result = of.only(Type.NULL_KIND);
        if (of.may(Type.STRING_KIND)) {
            result = Types.join(result, Type.STRING);
        }
        return of.may(Type.ARRAY_KIND) ? Types.join(result, Type.arrayOf(of.items())) : result;
    }

    /** What the members of an object are. */
    static Type values(Type of) {
        Type result = of.rest();
        for (Member member : of.members().values()) {
            result = Types.join(result, member.type());
        }
        return result;
    }

    /** What the elements of an array or the members of an object are. */
    public static Type each(Type of) {
        Type result = of.items();
        return of.may(Type.OBJECT_KIND) ? Types.join(result, values(of)) : result;
    }

    /** The value with a member set. */
    public static Type with(Type of, String name, Type value) {
        Type result = Type.NEVER;
        if (value.isNever()) {
            return result;
        }
        if (of.may(Type.NULL_KIND)) {
            result = Type.object(Map.of(name, new Member(value, true)), Type.NEVER);
        }
        if (of.may(Type.OBJECT_KIND)) {
            Map<String, Member> members = new LinkedHashMap<>(of.members());
            members.put(name, new Member(value, true));
            result = Types.join(result, Type.object(members, of.rest()));
        }
        return result;
    }

    /** The value without a member. */
    public static Type without(Type of, String name) {
        Map<String, Member> members = new LinkedHashMap<>(of.members());
        members.remove(name);
        Type rest = of.rest();
        if (!rest.isNever()) {
            return Types.join(of.only(Type.NULL_KIND), Type.OBJECT);
        }
        return Types.join(of.only(Type.NULL_KIND), Type.object(members, rest));
    }

    /** Two objects made one, the members of the second in place of those of the first. */
    public static Type merge(Type first, Type second) {
        Map<String, Member> members = new LinkedHashMap<>();
        first.members()
                .forEach((name, member) -> members.put(
                        name,
                        second.rest().isNever()
                                ? member
                                : new Member(Types.join(member.type(), second.rest()), member.required())));
        second.members().forEach((name, member) -> {
            if (member.required()) {
                members.put(name, member);
                return;
            }
            Member before = first.members().get(name);
            Type otherwise = before == null ? first.rest() : before.type();
            members.put(name, new Member(Types.join(member.type(), otherwise), before != null && before.required()));
        });
        return Type.object(members, Types.join(first.rest(), second.rest()));
    }

    /** One array behind another. */
    static Type concat(Type first, Type second) {
        List<Type> left = first.elements();
        List<Type> right = second.elements();
        if (left == null || right == null) {
            return Type.arrayOf(Types.join(first.items(), second.items()));
        }
        List<Type> all = new ArrayList<>(left);
        all.addAll(right);
        return Type.tuple(all);
    }
}
