package io.flowork.grammar.types;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The set of values that something may have: a union of kinds, with what is known of texts, elements and members.
 *
 * <p>A type promises only what every value has. {@link #UNKNOWN} promises nothing; {@link #NEVER} has no value. Types are
 * bounded in depth and size: what is beyond the bounds is unknown, so that every operation on them ends soon.
 */
public final class Type {
    public static final int NULL_KIND = 1;
    public static final int FALSE_KIND = 1 << 1;
    public static final int TRUE_KIND = 1 << 2;
    public static final int NUMBER_KIND = 1 << 3;
    public static final int STRING_KIND = 1 << 4;
    public static final int ARRAY_KIND = 1 << 5;
    public static final int OBJECT_KIND = 1 << 6;
    public static final int SECRET_KIND = 1 << 7;
    public static final int BOOLEAN_KINDS = FALSE_KIND | TRUE_KIND;
    static final int ALL_KINDS = (1 << 8) - 1;

    private static final int DEEPEST = 14;
    private static final int LARGEST = 2_000;
    private static final int MOST_MEMBERS = 128;
    private static final int MOST_ELEMENTS = 24;
    private static final int MOST_TEXTS = 32;

    /** Any value at all. */
    public static final Type UNKNOWN = new Type(ALL_KINDS, null, null, null, Map.of(), null);

    /** No value: what can never be reached, or always fails. */
    public static final Type NEVER = new Type(0, null, null, null, Map.of(), null);

    public static final Type NULL = new Type(NULL_KIND, null, null, null, Map.of(), null);
    public static final Type FALSE = new Type(FALSE_KIND, null, null, null, Map.of(), null);
    public static final Type TRUE = new Type(TRUE_KIND, null, null, null, Map.of(), null);
    public static final Type BOOLEAN = new Type(BOOLEAN_KINDS, null, null, null, Map.of(), null);
    public static final Type NUMBER = new Type(NUMBER_KIND, null, null, null, Map.of(), null);
    public static final Type STRING = new Type(STRING_KIND, null, null, null, Map.of(), null);

    /** A secret, or a text that is built from one later. */
    public static final Type SECRET = new Type(SECRET_KIND, null, null, null, Map.of(), null);

    /** An array of which nothing more is known. */
    public static final Type ARRAY = new Type(ARRAY_KIND, null, null, null, Map.of(), null);

    /** An object of which nothing more is known. */
    public static final Type OBJECT = new Type(OBJECT_KIND, null, null, null, Map.of(), null);

    private final int kinds;
    private final @Nullable SortedSet<String> texts;
    private final @Nullable Type items;
    private final @Nullable List<Type> elements;
    private final Map<String, Member> members;
    private final @Nullable Type rest;
    private final int depth;
    private final int size;

    /**
     * A member of an object.
     *
     * @param type the member's type when it is there
     * @param required whether it is always there
     */
    public record Member(Type type, boolean required) {}

    /**
     * A type.
     *
     * @param texts which strings; null for any
     * @param items the elements of arrays; null for unknown
     * @param elements the elements by place, when the length is known
     * @param rest the members of objects that are not listed; null for unknown
     */
    private Type(
            int kinds,
            @Nullable SortedSet<String> texts,
            @Nullable Type items,
            @Nullable List<Type> elements,
            Map<String, Member> members,
            @Nullable Type rest) {
        this.kinds = kinds;
        this.texts = texts;
        this.items = items;
        this.elements = elements;
        this.members = members;
        this.rest = rest;
        int deepest = items == null ? 0 : items.depth;
        long all = items == null ? 1 : 1L + items.size;
        if (elements != null) {
            for (Type element : elements) {
                deepest = Math.max(deepest, element.depth);
                all += element.size;
            }
        }
        for (Member member : members.values()) {
            deepest = Math.max(deepest, member.type.depth);
            all += member.type.size;
        }
        if (rest != null) {
            deepest = Math.max(deepest, rest.depth);
            all += rest.size;
        }
        this.depth = deepest + 1;
        this.size = (int) Math.min(all, Integer.MAX_VALUE);
    }

    static Type make(
            int kinds,
            @Nullable Collection<String> texts,
            @Nullable Type items,
            @Nullable List<Type> elements,
            Map<String, Member> members,
            @Nullable Type rest) {
        boolean array = (kinds & ARRAY_KIND) != 0;
        boolean object = (kinds & OBJECT_KIND) != 0;
        boolean string = (kinds & STRING_KIND) != 0;
        Type inner = array && items != null && !items.isUnknown() ? items : null;
        List<Type> placed = array && elements != null && elements.size() <= MOST_ELEMENTS ? elements : null;
        Map<String, Member> named = object ? members : Map.of();
        Type others = object && rest != null && !rest.isUnknown() ? rest : null;
        SortedSet<String> words = string && texts != null && texts.size() <= MOST_TEXTS ? new TreeSet<>(texts) : null;
        if (named.size() > MOST_MEMBERS) {
            named = Map.of();
            others = null;
        }
        Type made = new Type(kinds, words, inner, placed, named, others);
        if (made.depth > DEEPEST || made.size > LARGEST) {
            return new Type(kinds, words, null, null, Map.of(), null);
        }
        return kinds == ALL_KINDS
                        && words == null
                        && inner == null
                        && placed == null
                        && named.isEmpty()
                        && others == null
                ? UNKNOWN
                : made;
    }

    static Type ofKinds(int kinds) {
        return kinds == 0 ? NEVER : kinds == ALL_KINDS ? UNKNOWN : make(kinds, null, null, null, Map.of(), null);
    }

    /** One of these strings; none of them is no value. */
    public static Type texts(Collection<String> texts) {
        return texts.isEmpty() ? NEVER : make(STRING_KIND, texts, null, null, Map.of(), null);
    }

    /** An array of any length. */
    public static Type arrayOf(Type items) {
        return make(ARRAY_KIND, null, items, items.isNever() ? List.of() : null, Map.of(), null);
    }

    /** An array with these elements. */
    public static Type tuple(List<Type> elements) {
        return make(ARRAY_KIND, null, Types.join(elements), List.copyOf(elements), Map.of(), null);
    }

    /**
     * An object.
     *
     * @param members the members that are known
     * @param rest the type of every other member; {@link #NEVER} when there is no other
     */
    public static Type object(Map<String, Member> members, Type rest) {
        return make(OBJECT_KIND, null, null, null, Collections.unmodifiableMap(new LinkedHashMap<>(members)), rest);
    }

    /**
     * An object whose members are always there, in this order.
     *
     * @param rest the type of every other member; {@link #NEVER} when there is no other
     */
    @SafeVarargs
    public static Type object(Type rest, Map.Entry<String, Type>... members) {
        Map<String, Member> required = new LinkedHashMap<>();
        for (Map.Entry<String, Type> member : members) {
            required.put(member.getKey(), new Member(member.getValue(), true));
        }
        return object(required, rest);
    }

    /** The type of exactly this value, as far as types tell values apart. */
    public static Type of(JsonValue value) {
        return switch (value) {
            case JsonNull none -> NULL;
            case JsonBoolean flag -> flag.value() ? TRUE : FALSE;
            case JsonNumber number -> NUMBER;
            case JsonString text -> text.value().length() <= 200 ? texts(List.of(text.value())) : STRING;
            case JsonSecret secret -> SECRET;
            case JsonArray array -> ofArray(array);
            case JsonObject object -> ofObject(object);
        };
    }

    private static Type ofArray(JsonArray array) {
        if (array.depth() > DEEPEST || array.size() > LARGEST) {
            return ARRAY;
        }
        List<Type> elements = new java.util.ArrayList<>();
        for (JsonValue element : array) {
            elements.add(of(element));
        }
        return tuple(elements);
    }

    private static Type ofObject(JsonObject object) {
        if (object.depth() > DEEPEST || object.size() > MOST_MEMBERS) {
            return OBJECT;
        }
        Map<String, Member> members = new LinkedHashMap<>();
        object.forEach((key, value) -> members.put(key, new Member(of(value), true)));
        return object(members, NEVER);
    }

    /** The kinds it can be, as a union of the constants here. */
    public int kinds() {
        return kinds;
    }

    /** Whether it can be one of some kinds. */
    public boolean may(int someKinds) {
        return (kinds & someKinds) != 0;
    }

    /** Whether it says nothing. */
    public boolean isUnknown() {
        return kinds == ALL_KINDS
                && texts == null
                && items == null
                && elements == null
                && members.isEmpty()
                && rest == null;
    }

    /** Whether there is no such value. */
    public boolean isNever() {
        return kinds == 0;
    }

    /** The only strings it can be; null when it can be any string, or none. */
    public @Nullable SortedSet<String> texts() {
        return texts == null ? null : Collections.unmodifiableSortedSet(texts);
    }

    /** What the elements are when it is an array; no value when it never is one, or is always empty. */
    public Type items() {
        return !may(ARRAY_KIND) ? NEVER : items == null ? UNKNOWN : items;
    }

    /** The elements by place when it is an array of known length; else null. */
    public @Nullable List<Type> elements() {
        return elements;
    }

    /** The known members when it is an object. */
    public Map<String, Member> members() {
        return members;
    }

    /** What all other members are when it is an object; no value when there are no others. */
    public Type rest() {
        return !may(OBJECT_KIND) ? NEVER : rest == null ? UNKNOWN : rest;
    }

    /** This type with only some of its kinds. */
    public Type only(int someKinds) {
        int left = kinds & someKinds;
        if (left == kinds) {
            return this;
        }
        return left == 0 ? NEVER : make(left, texts, items, elements, members, rest);
    }

    int depth() {
        return depth;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof Type type
                && kinds == type.kinds
                && size == type.size
                && Objects.equals(texts, type.texts)
                && Objects.equals(items, type.items)
                && Objects.equals(elements, type.elements)
                && members.equals(type.members)
                && Objects.equals(rest, type.rest);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kinds, texts, size);
    }

    /** How it is shown to people, such as <code>{name: string, tags?: [string]}</code>. */
    @Override
    public String toString() {
        return TypeText.of(this);
    }
}
