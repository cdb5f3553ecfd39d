package io.flowork.grammar.types;

import io.flowork.grammar.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** Types as people read and write them: {@code string | null}, {@code [number]}, <code>{name: string, …}</code>. */
final class TypeText {
    private static final int MOST_PARTS = 12;
    private static final int DEEPEST = 4;

    private TypeText() {}

    static String of(Type type) {
        StringBuilder out = new StringBuilder();
        write(out, type, 0);
        return out.toString();
    }

    private static void write(StringBuilder out, Type type, int level) {
        if (type.isNever()) {
            out.append("nothing");
            return;
        }
        if (type.isUnknown()) {
            out.append("unknown");
            return;
        }
        List<String> parts = new ArrayList<>();
        if (type.may(Type.OBJECT_KIND)) {
            parts.add(object(type, level));
        }
        if (type.may(Type.ARRAY_KIND)) {
            parts.add(array(type, level));
        }
        if (type.may(Type.STRING_KIND)) {
            texts(type, parts);
        }
        if (type.may(Type.NUMBER_KIND)) {
            parts.add("number");
        }
        if (type.may(Type.TRUE_KIND) && type.may(Type.FALSE_KIND)) {
            parts.add("boolean");
        } else if (type.may(Type.TRUE_KIND)) {
            parts.add("true");
        } else if (type.may(Type.FALSE_KIND)) {
            parts.add("false");
        }
        if (type.may(Type.NULL_KIND)) {
            parts.add("null");
        }
        if (parts.isEmpty()) {
            parts.add("secret");
        }
        out.append(String.join(" | ", parts));
    }

    private static void texts(Type type, List<String> parts) {
        SortedSet<String> texts = type.texts();
        if (texts == null || texts.size() > MOST_PARTS) {
            parts.add("string");
        } else {
            texts.forEach(text -> parts.add(JsonString.of(text).toString()));
        }
    }

    private static String array(Type type, int level) {
        StringBuilder out = new StringBuilder("[");
        List<Type> elements = type.elements();
        if (level >= DEEPEST) {
            out.append('…');
        } else if (elements != null) {
            for (int i = 0; i < elements.size(); i++) {
                out.append(i == 0 ? "" : ", ");
                write(out, elements.get(i), level + 1);
            }
        } else {
            write(out, type.items(), level + 1);
            out.append(", …");
        }
        return out.append(']').toString();
    }

    private static String object(Type type, int level) {
        if (type.members().isEmpty() && type.rest().isUnknown()) {
            return "object";
        }
        if (level >= DEEPEST) {
            return "{…}";
        }
        StringBuilder out = new StringBuilder("{");
        int shown = 0;
        for (Map.Entry<String, Type.Member> member : type.members().entrySet()) {
            out.append(shown == 0 ? "" : ", ");
            if (shown++ == MOST_PARTS) {
                return out.append("…}").toString();
            }
            out.append(member.getKey()).append(member.getValue().required() ? ": " : "?: ");
            write(out, member.getValue().type(), level + 1);
        }
        if (!type.rest().isNever()) {
            out.append(shown == 0 ? "" : ", ").append("…");
            if (!type.rest().isUnknown()) {
                out.append(": ");
                write(out, type.rest(), level + 1);
            }
        }
        return out.append('}').toString();
    }
}
