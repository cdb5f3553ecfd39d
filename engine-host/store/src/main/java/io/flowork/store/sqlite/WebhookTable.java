package io.flowork.store.sqlite;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.store.StoredWebhook;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The table of webhooks. Recordings, and older stores that are only read, have none. */
final class WebhookTable {
    private WebhookTable() {}

    static List<StoredWebhook> all(Session session) throws SQLException {
        List<StoredWebhook> found = new ArrayList<>();
        if (session.number("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'webhook'") == 0) {
            return found;
        }
        PreparedStatement query =
                session.prepare("SELECT id, url, types, secret, created FROM webhook ORDER BY created, id");
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                List<String> types = new ArrayList<>();
                for (JsonValue type : (JsonArray) JsonReader.parse(row.getString(3))) {
                    types.add(((JsonString) type).value());
                }
                found.add(
                        new StoredWebhook(row.getString(1), row.getString(2), types, row.getString(4), row.getLong(5)));
            }
        }
        return found;
    }

    static int put(Session session, StoredWebhook webhook) throws SQLException {
        PreparedStatement insert = session.prepare(
                "INSERT OR REPLACE INTO webhook (id, url, types, secret, created) VALUES (?, ?, ?, ?, ?)");
        insert.setString(1, webhook.id());
        insert.setString(2, webhook.url());
        insert.setString(
                3,
                JsonArray.of(webhook.types().stream().map(JsonString::of).toList())
                        .toString());
        insert.setString(4, webhook.secret());
        insert.setLong(5, webhook.created());
        return insert.executeUpdate();
    }

    static int delete(Session session, String id) throws SQLException {
        PreparedStatement delete = session.prepare("DELETE FROM webhook WHERE id = ?");
        delete.setString(1, id);
        return delete.executeUpdate();
    }
}
