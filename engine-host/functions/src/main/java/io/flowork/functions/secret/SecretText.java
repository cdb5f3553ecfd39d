package io.flowork.functions.secret;

import io.flowork.grammar.json.DepthException;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;

/** Reads secrets that are kept as texts. */
final class SecretText {
    private SecretText() {}

    /** A JSON object is one, anything else is a text, without the line break at its end. */
    static JsonValue read(String kept) {
        String text = kept.endsWith("\r\n")
                ? kept.substring(0, kept.length() - 2)
                : kept.endsWith("\n") ? kept.substring(0, kept.length() - 1) : kept;
        if (text.stripLeading().startsWith("{")) {
            try {
                if (JsonReader.parse(text) instanceof JsonObject object) {
                    return object;
                }
            } catch (JsonSyntaxException | DepthException notJson) {
                return JsonString.of(text);
            }
        }
        return JsonString.of(text);
    }
}
