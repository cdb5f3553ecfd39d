package io.flowork.store.sqlite;

import io.flowork.store.StoreException;
import io.flowork.store.StoreException.Kind;
import io.flowork.store.StoredWorkflow;
import io.flowork.store.WorkflowQuery;
import io.flowork.store.Write;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The table of deployed workflows. Recordings, and stores of version 1 that are only read, have none. */
final class Deployments {
    private static final String SELECT = "SELECT namespace, name, version, program, deployed FROM workflow WHERE ";
    private static final String PAGE = SELECT
            + "(?1 IS NULL OR namespace = ?1) AND (?2 IS NULL OR name = ?2) AND (namespace, name, version) > (?3, ?4, ?5)"
            + " ORDER BY namespace, name, version LIMIT ?6";

    private Deployments() {}

    static Optional<StoredWorkflow> workflow(Session session, String namespace, String name, String version)
            throws SQLException {
        if (isAbsent(session)) {
            return Optional.empty();
        }
        PreparedStatement query = session.prepare(SELECT + "namespace = ? AND name = ? AND version = ?");
        query.setString(1, namespace);
        query.setString(2, name);
        query.setString(3, version);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(workflow(row)) : Optional.empty();
        }
    }

    static List<StoredWorkflow> workflows(Session session, WorkflowQuery wanted) throws SQLException {
        List<StoredWorkflow> found = new ArrayList<>();
        if (isAbsent(session)) {
            return found;
        }
        WorkflowQuery.Key after = wanted.after();
        PreparedStatement query = session.prepare(PAGE);
        query.setString(1, wanted.namespace());
        query.setString(2, wanted.name());
        query.setString(3, after == null ? "" : after.namespace());
        query.setString(4, after == null ? "" : after.name());
        query.setString(5, after == null ? "" : after.version());
        query.setInt(6, wanted.limit());
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                found.add(workflow(row));
            }
        }
        return found;
    }

    private static boolean isAbsent(Session session) throws SQLException {
        return session.number("SELECT count(*) FROM sqlite_schema WHERE name = 'workflow'") == 0;
    }

    private static StoredWorkflow workflow(ResultSet row) throws SQLException {
        return new StoredWorkflow(
                row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getLong(5));
    }

    static int put(Session session, Write.PutWorkflow put) throws SQLException {
        StoredWorkflow workflow = put.workflow();
        PreparedStatement insert = session.prepare("""
                INSERT INTO workflow (namespace, name, version, program, deployed) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT DO UPDATE SET program = ?4, deployed = ?5 WHERE program <> ?4 AND ?6""");
        insert.setString(1, workflow.namespace());
        insert.setString(2, workflow.name());
        insert.setString(3, workflow.version());
        insert.setString(4, workflow.program());
        insert.setLong(5, workflow.deployed());
        insert.setBoolean(6, put.replace());
        int changed;
        try {
            changed = insert.executeUpdate();
        } catch (SQLiteException e) {
            if (e.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY) {
                throw new StoreException(
                        Kind.NOT_FOUND,
                        "The program %s is not stored here. Store it first.".formatted(workflow.program()),
                        e);
            }
            throw e;
        }
        if (changed == 0
                && !workflow(session, workflow.namespace(), workflow.name(), workflow.version())
                        .filter(there -> there.program().equals(workflow.program()))
                        .isPresent()) {
            throw new StoreException(
                    Kind.CONFLICT,
                    "Version %s of %s/%s is there with another text. Change the version, or replace it."
                            .formatted(workflow.version(), workflow.namespace(), workflow.name()));
        }
        return changed;
    }
}
