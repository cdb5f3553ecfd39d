package io.flowork.store.sqlite;

import io.flowork.store.Store;
import io.flowork.store.StoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreTest extends StoreContract {
    @TempDir
    private Path folder;

    @Override
    protected Store open() {
        return SqliteStore.open(folder.resolve("a ? # % ü/.flowork"));
    }
}
