package io.flowork.store.sqlite;

import io.flowork.store.RetentionContract;
import io.flowork.store.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteRetentionTest extends RetentionContract {
    @TempDir
    private Path folder;

    @Override
    protected Store open() {
        return SqliteStore.open(folder.resolve("a ? # % ü/.flowork"));
    }
}
