package io.flowork.store.sqlite;

import io.flowork.core.machine.Status;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.Transfer;
import io.flowork.store.Verification;
import io.flowork.store.Write;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Saves what verifies of a damaged store: of each run the entries up to the first that is not as it was written. */
public final class Salvage {
    /**
     * What could be saved.
     *
     * @param intact the ids of the runs that are complete
     * @param cut what the others lost; they are suspended in the new store, so that a person decides how they go on
     * @param lost how many runs could not be read at all, at least
     */
    public record Saved(List<String> intact, List<Verification> cut, int lost) {
        /** Copies the lists. */
        public Saved {
            intact = List.copyOf(intact);
            cut = List.copyOf(cut);
        }
    }

    private Salvage() {}

    /**
     * Copies the last good state of every run of a damaged store, which is not changed, to another store.
     *
     * @param folder the folder of the damaged store
     * @param into an empty store
     * @throws StoreException if nothing can be read at all, or the other store cannot be written
     */
    public static Saved copy(Path folder, Store into) {
        List<String> intact = new ArrayList<>();
        List<Verification> cut = new ArrayList<>();
        int lost = 0;
        try (SqliteStore from = SqliteStore.openReadOnly(folder)) {
            List<String> ids = new ArrayList<>();
            lost = ids(from.file(), ids);
            for (String id : ids) {
                List<Write> writes = new ArrayList<>();
                Verification verification;
                try {
                    RunRecord run = from.run(id).orElseThrow(() -> StoreException.noRun(id));
                    verification = from.verify(id);
                    writes.addAll(Transfer.programWrites(from, run));
                    Status status = verification.intact() ? run.status() : Status.SUSPENDED;
                    writes.addAll(Transfer.run(from, run, status, verification.entries()));
                } catch (StoreException e) {
                    if (e.kind() != StoreException.Kind.DAMAGED && e.kind() != StoreException.Kind.NOT_FOUND) {
                        throw e;
                    }
                    lost++;
                    continue;
                }
                into.write(writes.toArray(Write[]::new));
                if (verification.intact()) {
                    intact.add(id);
                } else {
                    cut.add(verification);
                }
            }
        }
        return new Saved(intact, cut, lost);
    }

    /** Reads the ids one by one, each by its own path through the file, and counts those that cannot be read. */
    private static int ids(Path file, List<String> ids) {
        int lost = 0;
        try (Session session = Session.open(file, Opening.readOnly(file, Schema.STORE))) {
            long last = last(session);
            for (long no = 1; no <= last; no++) {
                PreparedStatement query = session.prepare("SELECT id FROM run WHERE no = ?");
                query.setLong(1, no);
                try (ResultSet row = query.executeQuery()) {
                    if (row.next()) {
                        ids.add(row.getString(1));
                    } else if (hasBranch(session, no)) { // damage can hide a row without any other sign
                        lost++;
                    }
                } catch (SQLException e) {
                    lost += damage(e, file);
                    session.forget();
                }
            }
        } catch (SQLException e) {
            throw Failures.of(e, file);
        }
        return lost;
    }

    private static boolean hasBranch(Session session, long run) throws SQLException {
        PreparedStatement query = session.prepare("SELECT 1 FROM branch WHERE run = ?");
        query.setLong(1, run);
        try (ResultSet row = query.executeQuery()) {
            return row.next();
        }
    }

    /** The number of the last run: by the runs, or by their branches where one of the two cannot be read. */
    private static long last(Session session) throws SQLException {
        long byBranches;
        try {
            byBranches = session.number("SELECT max(run) FROM branch");
        } catch (SQLException e) {
            return session.number("SELECT max(no) FROM run");
        }
        try {
            return Math.max(byBranches, session.number("SELECT max(no) FROM run"));
        } catch (SQLException e) {
            return byBranches;
        }
    }

    private static int damage(SQLException e, Path file) {
        StoreException failure = Failures.of(e, file);
        if (failure.kind() != StoreException.Kind.DAMAGED) {
            throw failure;
        }
        return 1;
    }
}
