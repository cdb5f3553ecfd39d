package io.flowork.store;

import static io.flowork.store.Fixtures.HELLO;
import static io.flowork.store.Fixtures.append;
import static io.flowork.store.Fixtures.createRun;
import static io.flowork.store.Fixtures.entries;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.journal.JournalEntry;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EntryPagesTest {
    @TempDir
    private Path folder;

    @Test
    void whateverIsReadBeforeTheEntriesAreThoseOfTheStore() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (Store store = SqliteStore.open(folder)) {
            store.write(new Write.PutProgram(HELLO), createRun("run"));
            EntryPages pages = new EntryPages(new JournalReader(store, "run", 0));
            assertThat(pages.from(0)).isEmpty();
            long size = 0;
            for (int round = 0; round < 40; round++) { // a run that goes on
                long next = size + random.nextInt(400);
                store.write(append("run", entries(size, next)));
                size = next;
                for (int i = 0; i < 20; i++) {
                    long from = random.nextLong(size + 2);
                    List<JournalEntry> read = pages.from(from);
                    assertThat(read)
                            .as("from %d of %d, seed %d", from, size, seed)
                            .isEqualTo(store.line("run", 0, from, read.size()));
                    assertThat(read.isEmpty()).as("from %d of %d", from, size).isEqualTo(from >= size);
                }
            }
        }
    }
}
