package io.flowork.grammar.analysis;

import io.flowork.grammar.types.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Types in messages. */
final class Words {
    private static final int MOST = 6;

    private Words() {}

    /** Kinds with their articles: {@code a number or a string}. */
    static String kinds(Type type) {
        List<String> kinds = new ArrayList<>();
        if (type.may(Type.NULL_KIND)) {
            kinds.add("null");
        }
        if (type.may(Type.BOOLEAN_KINDS)) {
            kinds.add("a boolean");
        }
        if (type.may(Type.NUMBER_KIND)) {
            kinds.add("a number");
        }
        if (type.may(Type.STRING_KIND)) {
            kinds.add("a string");
        }
        if (type.may(Type.ARRAY_KIND)) {
            kinds.add("an array");
        }
        if (type.may(Type.OBJECT_KIND)) {
            kinds.add("an object");
        }
        if (type.may(Type.SECRET_KIND) && !type.may(Type.STRING_KIND)) {
            kinds.add("a secret");
        }
        return String.join(" or ", kinds);
    }

    /** A type if it is short, else its kinds. */
    static String brief(Type type) {
        if (type.equals(Type.TRUE) || type.equals(Type.FALSE)) {
            return type.toString();
        }
        String text = type.toString();
        return type.texts() != null && text.length() <= 60 ? text : kinds(type);
    }

    /** The first of some names. */
    static String list(Collection<String> names) {
        List<String> first =
                names.stream().limit(MOST).map(name -> "'" + name + "'").toList();
        return String.join(", ", first) + (names.size() > MOST ? ", …" : "");
    }
}
