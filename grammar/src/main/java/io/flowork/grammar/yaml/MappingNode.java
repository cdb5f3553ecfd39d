package io.flowork.grammar.yaml;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.text.Range;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys and values, in the order they are written. */
public final class MappingNode implements Node {
    private static final int INDEXED = 12;

    /**
     * A key with its value.
     *
     * @param key the key
     * @param value the value
     */
    public record Entry(ScalarNode key, Node value) {
        /** The key's text. */
        public String name() {
            return key.text();
        }

        /** Where key and value stand. */
        public Range range() {
            Range at = value.range();
            return at.start() < key.range().start() ? key.range() : key.range().span(at);
        }
    }

    private final Range range;
    private final List<Entry> entries;
    private final boolean incomplete;
    private final @Nullable Map<String, Entry> index;
    private final long size;
    private final int height;
    private @Nullable JsonObject json;

    MappingNode(Range range, List<Entry> entries, boolean incomplete) {
        this.range = range;
        this.entries = List.copyOf(entries);
        this.incomplete = incomplete;
        Map<String, Entry> byName = entries.size() > INDEXED ? HashMap.newHashMap(entries.size()) : null;
        long nodes = 1;
        int deepest = 0;
        for (Entry entry : entries) {
            if (byName != null) {
                byName.putIfAbsent(entry.name(), entry);
            }
            nodes += 1 + entry.value.size();
            deepest = Math.max(deepest, entry.value.height());
        }
        this.index = byName;
        this.size = nodes;
        this.height = deepest + 1;
    }

    /** An object without entries that stands nowhere. */
    public static MappingNode empty() {
        return new MappingNode(Range.NONE, List.of(), false);
    }

    @Override
    public Range range() {
        return range;
    }

    /** The entries in the order they are written; a key that is written twice has two entries. */
    public List<Entry> entries() {
        return entries;
    }

    /** Whether a part of it could not be read, so that keys may be missing. */
    public boolean incomplete() {
        return incomplete;
    }

    /** The first entry with a key, if there is one. */
    public @Nullable Entry entry(String key) {
        if (index != null) {
            return index.get(key);
        }
        for (Entry entry : entries) {
            if (entry.name().equals(key)) {
                return entry;
            }
        }
        return null;
    }

    /** The value of a key, if there is one. */
    public @Nullable Node get(String key) {
        Entry entry = entry(key);
        return entry == null ? null : entry.value;
    }

    /** Whether a key is there. */
    public boolean has(String key) {
        return entry(key) != null;
    }

    @Override
    public JsonObject json() {
        JsonObject known = json;
        if (known == null) {
            JsonObject.Builder members = new JsonObject.Builder();
            for (Entry entry : entries) {
                members.put(entry.name(), entry.value.json());
            }
            known = members.build();
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
