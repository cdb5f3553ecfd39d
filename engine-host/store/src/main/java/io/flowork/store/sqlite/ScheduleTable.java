package io.flowork.store.sqlite;

import io.flowork.store.StoredSchedule;
import io.flowork.store.Write;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of schedules. Recordings, and older stores that are only read, have none. */
final class ScheduleTable {
    private ScheduleTable() {}

    static List<StoredSchedule> all(Session session) throws SQLException {
        List<StoredSchedule> found = new ArrayList<>();
        if (session.number("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schedule'") == 0) {
            return found;
        }
        PreparedStatement query = session.prepare(
                "SELECT namespace, name, kind, spec, next, last, run, state FROM schedule ORDER BY namespace, name, kind");
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                found.add(new StoredSchedule(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        number(row, 5),
                        number(row, 6),
                        row.getString(7),
                        row.getBytes(8)));
            }
        }
        return found;
    }

    private static @Nullable Long number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    static int put(Session session, StoredSchedule schedule) throws SQLException {
        PreparedStatement insert = session.prepare(
                "INSERT OR REPLACE INTO schedule (namespace, name, kind, spec, next, last, run, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        insert.setString(1, schedule.namespace());
        insert.setString(2, schedule.name());
        insert.setString(3, schedule.kind());
        insert.setString(4, schedule.spec());
        Session.set(insert, 5, schedule.next());
        Session.set(insert, 6, schedule.last());
        insert.setString(7, schedule.run());
        insert.setBytes(8, schedule.state());
        return insert.executeUpdate();
    }

    static int delete(Session session, Write.DeleteSchedule which) throws SQLException {
        PreparedStatement delete =
                session.prepare("DELETE FROM schedule WHERE namespace = ? AND name = ? AND kind = ?");
        delete.setString(1, which.namespace());
        delete.setString(2, which.name());
        delete.setString(3, which.kind());
        return delete.executeUpdate();
    }
}
