package io.flowork.store;

import java.net.URI;
import java.nio.file.Path;

/**
 * Opens stores of one kind. SQLite's is {@link io.flowork.store.sqlite.SqliteProvider}; others are plug-ins, found through
 * {@link java.util.ServiceLoader}.
 *
 * <p>Whoever writes one takes {@code StoreContract} of Flowork's own tests for what a {@link Store} promises: above all that a
 * write is durable when its future completes, and that of two writers who append to the same branch one fails.
 */
public interface StoreProvider {
    /** The scheme of the URLs it opens, such as {@code sqlite}. */
    String scheme();

    /**
     * Opens a store, and makes it if there is none.
     *
     * @param url the setting {@code serve.store}
     * @param data the engine's data folder, which is there and which this process owns
     * @throws StoreException if it cannot be opened for writing; its message says what to do
     */
    Store open(URI url, Path data);
}
