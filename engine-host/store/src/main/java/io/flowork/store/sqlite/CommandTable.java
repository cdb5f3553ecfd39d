package io.flowork.store.sqlite;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.store.StoreException;
import io.flowork.store.StoredCommand;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The table of commands that were given to runs. Recordings, and older stores that are only read, have none. */
final class CommandTable {
    private CommandTable() {}

    static Optional<StoredCommand> find(Session session, String run, String id) throws SQLException {
        if (session.number("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'command'") == 0) {
            return Optional.empty();
        }
        PreparedStatement query = session.prepare(
                "SELECT c.request, c.answer FROM run r JOIN command c ON c.run = r.no WHERE r.id = ? AND c.id = ?");
        query.setString(1, run);
        query.setString(2, id);
        try (ResultSet row = query.executeQuery()) {
            return row.next()
                    ? Optional.of(
                            new StoredCommand(run, id, (JsonObject) JsonReader.parse(row.getString(1)), (JsonObject)
                                    JsonReader.parse(row.getString(2))))
                    : Optional.empty();
        }
    }

    /** Keeps a command. One that is there already stays: what was answered once is the answer. */
    static int put(Session session, StoredCommand command) throws SQLException {
        PreparedStatement insert = session.prepare("""
                INSERT INTO command (run, id, request, answer) SELECT no, ?, ?, ? FROM run WHERE id = ?
                ON CONFLICT DO NOTHING""");
        insert.setString(1, command.id());
        insert.setString(2, command.request().toString());
        insert.setString(3, command.answer().toString());
        insert.setString(4, command.run());
        int changed = insert.executeUpdate();
        if (changed == 0 && find(session, command.run(), command.id()).isEmpty()) {
            throw StoreException.noRun(command.run());
        }
        return changed;
    }
}
