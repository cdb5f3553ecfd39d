package io.flowork.store.sqlite;

import static io.flowork.store.Fixtures.HELLO;
import static io.flowork.store.Fixtures.createRun;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.StoredSchedule;
import io.flowork.store.Write;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleTableTest {
    private static final StoredSchedule EVERY =
            new StoredSchedule("test", "tick", "every", "every 1000", 1_000L, null, null, null);

    @TempDir
    Path folder;

    private static StoredSchedule fired(long next, String run) {
        return new StoredSchedule("test", "tick", "every", "every 1000", next, next - 1_000, run, new byte[] {1, 2});
    }

    @Test
    void aScheduleIsKeptAndForgotten() {
        try (Store store = SqliteStore.open(folder)) {
            store.write(new Write.PutSchedule(EVERY));
            store.write(new Write.PutSchedule(fired(2_000, "run-1")));
        }
        try (Store store = SqliteStore.open(folder)) {
            assertThat(store.schedules()).containsExactly(fired(2_000, "run-1"));
            store.write(new Write.DeleteSchedule("test", "tick", "every"));
            assertThat(store.schedules()).isEmpty();
        }
    }

    @Test
    void aScheduleMovesOnOnlyTogetherWithTheRunItStarts() {
        try (Store store = SqliteStore.open(folder)) {
            store.write(new Write.PutProgram(HELLO), new Write.PutSchedule(EVERY));
            store.write(createRun("run-1"), new Write.PutSchedule(fired(2_000, "run-1")));
            assertThatThrownBy(() -> store.write(createRun("run-1"), new Write.PutSchedule(fired(3_000, "run-1"))))
                    .isInstanceOf(StoreException.class);
            assertThat(store.schedules()).containsExactly(fired(2_000, "run-1"));
        }
    }
}
