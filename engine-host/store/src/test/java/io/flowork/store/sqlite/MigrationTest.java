package io.flowork.store.sqlite;

import static io.flowork.store.Fixtures.HELLO;
import static io.flowork.store.Fixtures.append;
import static io.flowork.store.Fixtures.createRun;
import static io.flowork.store.Fixtures.entries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.flowork.core.machine.Status;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.StoredWorkflow;
import io.flowork.store.WorkflowQuery;
import io.flowork.store.Write;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores that older versions wrote. */
class MigrationTest {
    /** Enough for the files beside a store that is opened, not for its copy. */
    private static final int LEFT = 48 * 1024;

    @TempDir
    Path folder;

    /** A store with a run, made by the statements of version 1. */
    private void versionOne() throws SQLException {
        try (Store store = SqliteStore.open(folder.resolve("new"))) {
            store.write(new Write.PutProgram(HELLO), createRun("run-1"), append("run-1", entries(0, 3)));
        }
        try (Session session = Session.open(folder.resolve(SqliteStore.FILE), "?mode=rwc")) {
            for (String statement : Schema.MIGRATIONS.getFirst()) {
                session.once(statement);
            }
            session.once("PRAGMA application_id = " + Schema.STORE);
            session.once("PRAGMA user_version = 1");
            session.once("ATTACH '" + folder.resolve("new").resolve(SqliteStore.FILE) + "' AS new");
            for (String table : List.of("program", "run", "branch")) {
                session.once("INSERT INTO %s SELECT * FROM new.%s".formatted(table, table));
            }
            String columns = "key, t, time, kind, state_hash, payload, payload_level, salt, commitment, chain";
            session.once("INSERT INTO event (%s) SELECT %s FROM new.event".formatted(columns, columns));
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
    void aStoreIsCopiedBeforeItIsChanged() throws Exception {
        versionOne();
        SqliteStore.open(folder).close();
        Path copy = folder.resolve("flowork.db.v1-backup");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
        Path old = Files.createDirectory(folder.resolve("old"));
        Files.copy(copy, old.resolve(SqliteStore.FILE));
        try (Session session = Session.open(copy, "?immutable=1")) {
            assertThat(session.number("PRAGMA user_version")).isEqualTo(1);
        }
        try (Store store = SqliteStore.openReadOnly(old)) {
            assertThat(store.entries("run-1", 0, 0, 9)).isEqualTo(entries(0, 3));
        }
        Files.delete(copy);
        SqliteStore.open(folder).close();
        assertThat(copy).as("a store that is up to date is not copied").doesNotExist();
    }

    @Test
    void aStoreThatCannotBeCopiedIsLeftAsItWas() throws Exception {
        versionOne();
        Path occupied = Files.createDirectory(folder.resolve("flowork.db.v1-backup"));
        Files.writeString(occupied.resolve("something"), "else");
        assertThatThrownBy(() -> SqliteStore.open(folder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("flowork.db.v1-backup");
        try (Session session = Session.open(folder.resolve(SqliteStore.FILE), "?mode=ro")) {
            assertThat(session.number("PRAGMA user_version")).isEqualTo(1);
            assertThat(session.number("SELECT count(*) FROM sqlite_schema WHERE name = 'workflow'"))
                    .isZero();
        }
    }

    @Test
    void aFullDiskLeavesTheOldStore() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeThat(FailureTest.run("mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", disk.toString()))
                .as("a small disk can be mounted here; run this test as root to see it")
                .isZero();
        try {
            versionOne();
            Path inside = Files.createDirectory(disk.resolve("store"));
            Files.copy(folder.resolve(SqliteStore.FILE), inside.resolve(SqliteStore.FILE));
            long free = Files.getFileStore(disk).getUsableSpace();
            Files.write(disk.resolve("filler"), new byte[(int) (free - LEFT)]);
            assertThatThrownBy(() -> SqliteStore.open(inside))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL))
                    .hasMessageContaining("flowork.db.v1-backup");
            assertThat(FailureTest.run("mount", "-o", "remount,size=8m", disk.toString()))
                    .isZero();
            try (Store store = SqliteStore.open(inside)) {
                assertThat(store.entries("run-1", 0, 0, 9)).isEqualTo(entries(0, 3));
            }
        } finally {
            FailureTest.run("umount", disk.toString());
        }
    }

    @Test
    void aStoreOfVersionOneIsReadAsItIs() throws SQLException {
        versionOne();
        try (Store store = SqliteStore.openReadOnly(folder)) {
            assertThat(store.entries("run-1", 0, 0, 9)).isEqualTo(entries(0, 3));
            assertThat(store.workflows(WorkflowQuery.all(9))).isEmpty();
            assertThat(store.schedules()).isEmpty();
            assertThat(store.webhooks()).isEmpty();
            assertThat(store.workflow("examples", "hello", "1.0.0")).isEmpty();
            assertThat(store.unfinished()).isEqualTo(Map.of(Status.RUNNING, 1L));
        }
    }
}
