package io.flowork.grammar.yaml;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of nodes. */
public final class SequenceNode implements Node {
    private final Range range;
    private final List<Node> items;
    private final boolean incomplete;
    private final long size;
    private final int height;
    private @Nullable JsonArray json;

    SequenceNode(Range range, List<Node> items, boolean incomplete) {
        this.range = range;
        this.items = List.copyOf(items);
        this.incomplete = incomplete;
        long nodes = 1;
        int deepest = 0;
        for (Node item : items) {
            nodes += item.size();
            deepest = Math.max(deepest, item.height());
        }
        this.size = nodes;
        this.height = deepest + 1;
    }

    @Override
    public Range range() {
        return range;
    }

    /** The elements in order. */
    public List<Node> items() {
        return items;
    }

    /** Whether a part of it could not be read, so that elements may be missing. */
    public boolean incomplete() {
        return incomplete;
    }

    @Override
    public JsonArray json() {
        JsonArray known = json;
        if (known == null) {
            JsonValue[] elements = new JsonValue[items.size()];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = items.get(i).json();
            }
            known = JsonArray.of(elements, elements.length);
            json = known;
        }
        return known;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int height() {
        return height;
    }
}
