package io.flowork.functions.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the values that were used most recently. Thread-safe.
 *
 * @param <K> what values are found by
 * @param <V> what is kept
 */
public final class Recent<K, V> {
    private final int most;
    private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    };

    /**
     * An empty cache.
     *
     * @param most how many values are kept
     */
    public Recent(int most) {
        this.most = most;
    }

    /** The value of a key, or null. */
    public synchronized @Nullable V get(K key) {
        return values.get(key);
    }

    /** Keeps a value in place of the key's old one. */
    public synchronized void put(K key, V value) {
        values.put(key, value);
    }

    /** Forgets the value of a key. */
    public synchronized void remove(K key) {
        values.remove(key);
    }

    /** The value of a key, made if there is none; the maker must be quick. */
    public synchronized V getOrMake(K key, Function<? super K, ? extends V> maker) {
        V value = values.get(key);
        if (value == null) {
            value = maker.apply(key);
            values.put(key, value);
        }
        return value;
    }
}
