package io.flowork.grammar.schema;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Suggestions;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The references of a JSON Schema to itself and to files beside it. The identifier of a schema in a file names it for the
 * world; its references are relative to the file.
 */
public final class SchemaReferences {
    /** The most levels of a schema that refers to files; deeper ones are refused. */
    public static final int DEEPEST = 200;

    /** Keywords whose values are data, not schemas. */
    private static final Set<String> DATA = Set.of("const", "enum", "default", "examples");

    /** Names that stand in a fragment as they are. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.$/~-]+");

    private static final String ID = "$id";
    private static final String KNOWN = "https://json-schema.org/";

    private SchemaReferences() {}

    /**
     * A reference.
     *
     * @param text as it is written
     * @param file the path of the file it leads to, relative to where the first schema is; null for the same document, and
     *     when it leads elsewhere
     * @param fragment what follows {@code #}, as written; empty for the whole document
     * @param elsewhere whether it leads to another machine, where nobody follows it
     * @param pointer where it stands in the document: the JSON pointer of {@code $ref}
     */
    public record Reference(String text, @Nullable String file, String fragment, boolean elsewhere, String pointer) {}

    /**
     * The references of a document, each once for each place. Schemas inside of it that have an identifier of their own are
     * left alone, and so are references to schemas that every validator has.
     *
     * @param schema the document
     * @param path the path of its file; empty when it is in none
     */
    public static List<Reference> of(JsonValue schema, String path) {
        List<Reference> references = new ArrayList<>();
        if (schema.depth() > DEEPEST) {
            return references;
        }
        Set<String> inside = new HashSet<>();
        String self =
                schema instanceof JsonObject object && object.get(ID) instanceof JsonString id ? id.value() : null;
        walk(schema, "", inside, (text, pointer) -> {
            String own = self != null && text.startsWith(self + "#") ? text.substring(self.length()) : text;
            int hash = own.indexOf('#');
            String fragment = hash < 0 ? "" : own.substring(hash + 1);
            String target = hash < 0 ? own : own.substring(0, hash);
            String file = target.isEmpty() ? null : resolve(path, target);
            boolean elsewhere = !target.isEmpty() && file == null && !target.startsWith(KNOWN);
            if (file != null || elsewhere || target.isEmpty()) {
                boolean here = target.isEmpty() || path.equals(file);
                references.add(new Reference(text, here ? null : file, fragment, elsewhere, pointer));
            }
        });
        // With schemas in schemas it takes a validator to say what is elsewhere.
        references.removeIf(reference -> reference.elsewhere && !inside.isEmpty());
        return references;
    }

    private static void walk(JsonValue value, String pointer, Set<String> inside, BiConsumer<String, String> found) {
        switch (value) {
            case JsonArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    walk(array.get(i), pointer + "/" + i, inside, found);
                }
            }
            case JsonObject object -> {
                if (!pointer.isEmpty() && object.get(ID) instanceof JsonString id) {
                    inside.add(id.value());
                    return; // a schema of its own inside, with its own idea of where it is
                }
                object.forEach((key, member) -> {
                    String place = pointer + "/" + JsonPointer.escaped(key);
                    if (key.equals("$ref") && member instanceof JsonString text) {
                        found.accept(text.value(), place);
                    } else if (!DATA.contains(key)) {
                        walk(member, place, inside, found);
                    }
                });
            }
            default -> {}
        }
    }

    /** The path that a reference leads to from the folder of a file; null when it leads elsewhere than to a file. */
    public static @Nullable String resolve(String path, String target) {
        try {
            URI to = new URI(target);
            URI from = new URI(path);
            boolean local = !to.isAbsolute() && !from.isAbsolute() && to.getRawAuthority() == null;
            if (!local || to.getRawQuery() != null || to.getRawPath().isEmpty()) {
                return null;
            }
            return from.resolve(to).normalize().toString();
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Whether a fragment leads somewhere in a document, as far as can be told: names of anchors are believed. */
    public static boolean leads(JsonValue document, String fragment) {
        String pointer = fragment.startsWith("/") ? JsonPointer.ofReference("#" + fragment) : null;
        return pointer == null || JsonPointer.find(document, pointer) != null;
    }

    /**
     * The fragment that may have been meant by one that leads nowhere: with other names of members that are like those
     * written, and with {@code $defs} for its older name and the other way round.
     *
     * @return a fragment that leads somewhere; null if there is none like it
     */
    public static @Nullable String nearest(JsonValue document, String fragment) {
        String pointer = fragment.startsWith("/") ? JsonPointer.ofReference("#" + fragment) : null;
        StringBuilder meant = new StringBuilder();
        JsonValue at = document;
        for (String part : pointer == null ? List.<String>of() : JsonPointer.parts(pointer)) {
            if (!(at instanceof JsonObject object)) {
                return null;
            }
            String name = JsonPointer.unescaped(part);
            String known = object.has(name) ? name : nearest(object, name);
            at = known == null ? null : object.get(known);
            meant.append('/').append(known == null ? "" : JsonPointer.escaped(known));
        }
        return at == null || meant.isEmpty() || !PLAIN.matcher(meant).matches() ? null : meant.toString();
    }

    private static @Nullable String nearest(JsonObject object, String name) {
        String other = name.equals("definitions") ? "$defs" : name.equals("$defs") ? "definitions" : "";
        return object.has(other) ? other : Suggestions.nearest(name, object.keys());
    }
}
