package io.flowork.store.sqlite;

import io.flowork.store.Store;
import io.flowork.store.StoreProvider;
import java.net.URI;
import java.nio.file.Path;

/** Opens the store in an engine's data folder, or by {@code sqlite:FOLDER} in another one, relative to that. */
public final class SqliteProvider implements StoreProvider {
    /** What is opened when nothing else is said. */
    public static final URI USUAL = URI.create("sqlite:.");

    @Override
    public String scheme() {
        return "sqlite";
    }

    @Override
    public Store open(URI url, Path data) {
        return SqliteStore.open(data.resolve(url.getSchemeSpecificPart()).normalize());
    }
}
