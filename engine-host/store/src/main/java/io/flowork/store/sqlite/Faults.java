package io.flowork.store.sqlite;

import io.flowork.core.error.Fingerprint;
import io.flowork.core.error.WorkflowError;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What is kept of errors so that runs can be grouped by them. */
final class Faults {
    private static final int LONGEST = 300;

    private Faults() {}

    /** Keeps what is to be known of a run's error. */
    static void put(Session session, String run, JsonValue value) throws SQLException {
        WorkflowError error = error(value);
        if (error == null || !session.hasFaults()) {
            return;
        }
        PreparedStatement query = session.prepare(
                "SELECT r.no, p.namespace, p.name FROM run r JOIN program p ON p.hash = r.program WHERE r.id = ?");
        query.setString(1, run);
        try (ResultSet row = query.executeQuery()) {
            if (row.next()) {
                PreparedStatement insert =
                        session.prepare("INSERT OR REPLACE INTO fault (run, fingerprint, summary) VALUES (?, ?, ?)");
                insert.setLong(1, row.getLong(1));
                insert.setString(2, Fingerprint.of(row.getString(2), row.getString(3), error));
                insert.setString(3, summary(error));
                insert.executeUpdate();
            }
        }
    }

    /** The error that a value describes; null if it describes none, as a recording of a stranger may have it. */
    private static @Nullable WorkflowError error(JsonValue value) {
        try {
            return value instanceof JsonObject object ? WorkflowError.fromJson(object) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String summary(WorkflowError error) {
        String text = error.detail() == null ? error.name() : error.name() + ": " + error.detail();
        text = text.replace('\n', ' ');
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
        return text.substring(0, end) + "…";
    }
}
