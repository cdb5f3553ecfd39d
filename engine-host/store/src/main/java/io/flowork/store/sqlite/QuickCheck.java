package io.flowork.store.sqlite;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** SQLite's own look at a store's pages and indexes. It reads the whole file. */
public final class QuickCheck {
    private static final int MOST = 10;

    private QuickCheck() {}

    /** What is wrong with a store's file, at most ten things; empty if nothing is. */
    public static List<String> of(Path file) {
        List<String> problems = new ArrayList<>();
        try (Session session = Session.open(file, Opening.readOnly(file, Schema.STORE))) {
            PreparedStatement query = session.prepare("PRAGMA quick_check(" + MOST + ")");
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String problem = row.getString(1);
                    if (!problem.equals("ok")) {
                        problems.add(problem);
                    }
                }
            }
        } catch (SQLException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return problems;
    }
}
