package io.flowork.lsp.shell;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What goes to the client with something of which more can be asked, and comes back then: an array of three texts.
 *
 * @param uri the text that it is in
 * @param kind what it is
 * @param place the JSON pointer of what it is about
 */
record ResolveData(String uri, String kind, String place) {
    /** As the client keeps it. */
    Object told() {
        return List.of(uri, kind, place);
    }

    /** What a client gives back; nothing if that is not what it was given. */
    static Optional<ResolveData> of(@Nullable Object given) {
        JsonValue read;
        try {
            read = JsonReader.parse(String.valueOf(given));
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        if (read instanceof JsonArray array) {
            for (JsonValue part : array) {
                parts.add(part instanceof JsonString text ? text.value() : "");
            }
        }
        return parts.size() == 3
                ? Optional.of(new ResolveData(parts.get(0), parts.get(1), parts.get(2)))
                : Optional.empty();
    }
}
