package io.flowork.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.store.Store;
import io.flowork.store.StoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreTest extends StoreContract {
    @TempDir
    private Path folder;

    @Override
    protected Store open() {
        return SqliteStore.open(folder.resolve("a ? # % ü/.flowork"));
    }

    @Test
    void inAFolderForEverybodyTheFilesAreForTheirOwner() throws IOException {
        Path shared = Files.createDirectory(
                folder.resolve("shared"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        try (Store store = SqliteStore.open(shared);
                Stream<Path> files = Files.list(shared)) {
            List<Path> made = files.toList();
            assertThat(made).contains(shared.resolve("flowork.db"), shared.resolve("flowork.db-wal"));
            for (Path file : made) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
            }
            assertThat(store.webhooks()).isEmpty();
        }
    }
}
