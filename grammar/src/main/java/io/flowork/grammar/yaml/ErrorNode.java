package io.flowork.grammar.yaml;

import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;

/**
 * A place where a value should be, but the text could not be read; a diagnostic has been given for it.
 *
 * @param range the unreadable part
 */
public record ErrorNode(Range range) implements Node {
    @Override
    public JsonValue json() {
        return JsonNull.NULL;
    }

    @Override
    public long size() {
        return 1;
    }

    @Override
    public int height() {
        return 1;
    }
}
