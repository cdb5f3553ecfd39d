package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files that a {@code .proto} document imports. They are fetched and recorded as the document is; their names are
 * relative to its folder, those in imported files too. Files that come with protobuf are not fetched.
 */
final class ProtoImports {
    private static final String KNOWN = "google/protobuf/";
    private static final int MOST_FILES = 200;

    /** Comments and strings, so that an import in one is not taken for one; and statements of import. */
    private static final Pattern PARTS = Pattern.compile("//[^\\n]*+|/\\*(?s:.*?)(?:\\*/|\\z)"
            + "|(?<![\\w.])import\\s++(?:(?:public|weak)\\s++)?+(?:\"([^\"\\n]*+)\"|'([^'\\n]*+)')\\s*+;"
            + "|\"(?:[^\"\\\\\\n]|\\\\.)*+\"|'(?:[^'\\\\\\n]|\\\\.)*+'");

    private ProtoImports() {}

    /** The names that a file imports, in order. */
    static List<String> of(String text) {
        List<String> names = new ArrayList<>();
        Matcher parts = PARTS.matcher(text);
        while (parts.find()) {
            String name = parts.group(1) == null ? parts.group(2) : parts.group(1);
            if (name != null && !name.startsWith(KNOWN) && !names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    /**
     * A document with all it imports, as its member {@code imports}; null while one of them is being fetched.
     *
     * @param endpoint where the document is: a URI, or an object with {@code uri} and {@code authentication}
     * @param document what was fetched there
     */
    static @Nullable JsonObject with(Resources resources, Frame frame, JsonValue endpoint, JsonObject document) {
        JsonObject imports = JsonObject.EMPTY;
        Queue<String> left = new ArrayDeque<>(of(text(document)));
        while (!left.isEmpty()) {
            String name = left.remove();
            if (imports.has(name)) {
                continue;
            }
            if (imports.size() == MOST_FILES) {
                throw new Fault(WorkflowError.of(
                        Kind.CONFIGURATION, "The proto document imports more than " + MOST_FILES + " files"));
            }
            JsonValue imported = resources.document(frame, beside(endpoint, name), frame.detail());
            if (imported == null) {
                return null;
            }
            String text = text(imported);
            imports = imports.with(name, JsonString.of(text));
            left.addAll(of(text));
        }
        return imports.isEmpty() ? document : document.with("imports", imports);
    }

    private static String text(JsonValue document) {
        return document instanceof JsonObject object && object.get("content") instanceof JsonString text
                ? text.value()
                : "";
    }

    /** The endpoint of a file in the same folder, with the same authentication. */
    private static JsonValue beside(JsonValue endpoint, String name) {
        if (endpoint instanceof JsonObject object && object.get("uri") instanceof JsonString uri) {
            return object.with("uri", JsonString.of(beside(uri.value(), name)));
        }
        return JsonString.of(beside(endpoint instanceof JsonString uri ? uri.value() : "", name));
    }

    private static String beside(String uri, String name) {
        int end = uri.length();
        for (char stop : new char[] {'?', '#'}) {
            int at = uri.indexOf(stop);
            end = at < 0 ? end : Math.min(end, at);
        }
        return uri.substring(0, uri.lastIndexOf('/', end - 1) + 1) + name;
    }
}
