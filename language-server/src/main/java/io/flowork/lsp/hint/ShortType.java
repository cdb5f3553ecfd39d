package io.flowork.lsp.hint;

import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** A type in a few characters: of an object only the names of its members, such as <code>{name, tags?}</code>. */
final class ShortType {
    private static final int LONGEST = 48;
    private static final int MOST_TEXTS = 2;
    private static final int DEEPEST = 2;

    private ShortType() {}

    static String of(Type type) {
        return of(type, 0);
    }

    private static String of(Type type, int level) {
        if (type.isUnknown()) {
            return "unknown";
        }
        List<String> parts = new ArrayList<>();
        if (type.may(Type.OBJECT_KIND)) {
            parts.add(object(type));
        }
        if (type.may(Type.ARRAY_KIND)) {
            parts.add(array(type, level));
        }
        if (type.may(Type.STRING_KIND)) {
            parts.add(text(type));
        }
        if (type.may(Type.NUMBER_KIND)) {
            parts.add("number");
        }
        if (type.may(Type.BOOLEAN_KINDS)) {
            parts.add(
                    type.may(Type.TRUE_KIND) && type.may(Type.FALSE_KIND)
                            ? "boolean"
                            : type.may(Type.TRUE_KIND) ? "true" : "false");
        }
        if (type.may(Type.SECRET_KIND) && parts.isEmpty()) {
            parts.add("secret");
        }
        if (type.may(Type.NULL_KIND)) {
            parts.add("null");
        }
        return parts.isEmpty() ? "nothing" : String.join(" | ", parts);
    }

    private static String text(Type type) {
        SortedSet<String> texts = type.texts();
        if (texts == null
                || texts.size() > MOST_TEXTS
                || texts.stream().anyMatch(text -> text.length() > LONGEST / 2)) {
            return "string";
        }
        return String.join(
                " | ",
                texts.stream().map(text -> JsonString.of(text).toString()).toList());
    }

    private static String array(Type type, int level) {
        if (type.items().isNever()) {
            return "[]";
        }
        return level == DEEPEST || type.items().isUnknown() ? "[…]" : '[' + of(type.items(), level + 1) + ']';
    }

    private static String object(Type type) {
        if (type.members().isEmpty()) {
            return type.rest().isNever() ? "{}" : "object";
        }
        StringBuilder out = new StringBuilder("{");
        int left = type.members().size();
        for (Map.Entry<String, Type.Member> member : type.members().entrySet()) {
            String name = member.getKey() + (member.getValue().required() ? "" : "?");
            if (out.length() > 1 && out.length() + name.length() > LONGEST) {
                return out.append(", +").append(left).append('}').toString();
            }
            out.append(out.length() == 1 ? "" : ", ").append(name);
            left--;
        }
        return out.append(type.rest().isNever() ? "}" : ", …}").toString();
    }
}
