package io.flowork.store.sqlite;

import static io.flowork.store.Fixtures.HELLO;
import static io.flowork.store.Fixtures.append;
import static io.flowork.store.Fixtures.createRun;
import static io.flowork.store.Fixtures.entries;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.machine.Status;
import io.flowork.store.Store;
import io.flowork.store.StoredWorkflow;
import io.flowork.store.WorkflowQuery;
import io.flowork.store.Write;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores that older versions wrote. */
class MigrationTest {
    @TempDir
    Path folder;

    /** A store with a run, as version 1 left it. */
    private void versionOne() throws SQLException {
        try (Store store = SqliteStore.open(folder)) {
            store.write(new Write.PutProgram(HELLO), createRun("run-1"), append("run-1", entries(0, 3)));
        }
        try (Session session = Session.open(folder.resolve(SqliteStore.FILE), "?mode=rw")) {
            session.once("DROP TABLE workflow");
            session.once("DROP TABLE schedule");
            session.once("DROP INDEX run_unfinished");
            session.once("PRAGMA user_version = 1");
        }
    }

    @Test
    void aStoreOfVersionOneIsBroughtUpToDate() throws SQLException {
        versionOne();
        try (Store store = SqliteStore.open(folder)) {
            assertThat(store.entries("run-1", 0, 0, 9)).isEqualTo(entries(0, 3));
            assertThat(store.unfinished()).isEqualTo(Map.of(Status.RUNNING, 1L));
            StoredWorkflow workflow = new StoredWorkflow("examples", "hello", "1.0.0", HELLO.hash(), 5);
            store.write(new Write.PutWorkflow(workflow, false));
            assertThat(store.workflows(WorkflowQuery.all(9))).containsExactly(workflow);
        }
        try (Session session = Session.open(folder.resolve(SqliteStore.FILE), "?mode=ro")) {
            assertThat(session.number("PRAGMA user_version")).isEqualTo(Schema.MIGRATIONS.size());
            assertThat(session.number("SELECT count(*) FROM sqlite_schema WHERE name = 'run_unfinished'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aStoreOfVersionOneIsReadAsItIs() throws SQLException {
        versionOne();
        try (Store store = SqliteStore.openReadOnly(folder)) {
            assertThat(store.entries("run-1", 0, 0, 9)).isEqualTo(entries(0, 3));
            assertThat(store.workflows(WorkflowQuery.all(9))).isEmpty();
            assertThat(store.schedules()).isEmpty();
            assertThat(store.workflow("examples", "hello", "1.0.0")).isEmpty();
            assertThat(store.unfinished()).isEqualTo(Map.of(Status.RUNNING, 1L));
        }
    }
}
