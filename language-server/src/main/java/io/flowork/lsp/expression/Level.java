package io.flowork.lsp.expression;

import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object or list that is open while a text is read. */
final class Level {
    final boolean list;
    final boolean flow;
    final int column;

    /** Which element of a list it is, from 0. */
    int index;

    /** In brackets: a key's colon is behind, or the next element is expected. */
    boolean valued;

    private @Nullable Keys keys;

    /** Keys of an object, the last one first. They never change, so copies of a level share them. */
    private record Keys(Range last, @Nullable Keys before) {}

    /**
     * An object or list without keys.
     *
     * @param flow whether it is in brackets
     * @param column where its keys or dashes stand, from 0; in brackets that of what it is in
     */
    Level(boolean list, boolean flow, int column) {
        this.list = list;
        this.flow = flow;
        this.column = column;
        this.valued = list;
    }

    /** The same, which changes on its own. */
    Level copy() {
        Level copy = new Level(list, flow, column);
        copy.index = index;
        copy.valued = valued;
        copy.keys = keys;
        return copy;
    }

    void addKey(Range key) {
        keys = new Keys(key, keys);
    }

    /** The keys so far, in their order, without quotes. */
    List<String> keys(String text) {
        List<String> names = new ArrayList<>();
        for (Keys key = keys; key != null; key = key.before) {
            names.add(Scalars.unquoted(text, key.last));
        }
        return names.reversed();
    }
}
