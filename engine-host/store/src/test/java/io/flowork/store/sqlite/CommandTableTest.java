package io.flowork.store.sqlite;

import static io.flowork.store.Fixtures.HELLO;
import static io.flowork.store.Fixtures.createRun;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.StoredCommand;
import io.flowork.store.Write;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTableTest {
    @TempDir
    Path folder;

    private static StoredCommand command(String run, String answer) {
        return new StoredCommand(
                run,
                "c-1",
                JsonObject.of("command", JsonString.of("cancel")),
                JsonObject.of("status", JsonString.of(answer)));
    }

    @Test
    void theFirstAnswerStays() {
        try (Store store = SqliteStore.open(folder)) {
            store.write(new Write.PutProgram(HELLO), createRun("run-1"), createRun("run-2"));
            store.write(new Write.PutCommand(command("run-1", "cancelled")));
            store.write(new Write.PutCommand(command("run-1", "completed")));
        }
        try (Store store = SqliteStore.open(folder)) {
            assertThat(store.command("run-1", "c-1")).contains(command("run-1", "cancelled"));
            assertThat(store.command("run-1", "c-2")).isEmpty();
            assertThat(store.command("run-2", "c-1")).isEmpty();
            assertThatThrownBy(() -> store.write(new Write.PutCommand(command("none", "cancelled"))))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("none");
        }
    }

    @Test
    void anAnswerIsThereOnlyTogetherWithItsEffect() {
        try (Store store = SqliteStore.open(folder)) {
            store.write(new Write.PutProgram(HELLO), createRun("run-1"));
            assertThatThrownBy(
                            () -> store.write(new Write.PutCommand(command("run-1", "cancelled")), createRun("run-1")))
                    .isInstanceOf(StoreException.class);
            assertThat(store.command("run-1", "c-1")).isEmpty();
        }
    }

    @Test
    void aRunThatIsRemovedTakesItsCommandsWithIt() {
        try (Store store = SqliteStore.open(folder)) {
            store.write(new Write.PutProgram(HELLO), createRun("run-1"));
            store.write(new Write.PutCommand(command("run-1", "cancelled")));
            store.write(new Write.UpdateRun("run-1", Status.CANCELLED, 1L, 2L, null, null));
            assertThat(store.remove("run-1")).isEqualTo(1);
            store.write(createRun("run-1"));
            assertThat(store.command("run-1", "c-1")).isEmpty();
        }
    }
}
