package io.flowork.store.sqlite;

import io.flowork.store.StoreException;
import io.flowork.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Opens files: makes what is absent, brings old ones up to date, refuses what is not ours or newer. */
final class Opening {
    private Opening() {}

    /** The connection that writes to a store. */
    static Session writer(Path folder, Path file, Duration patience) {
        makeFolder(folder, file);
        if (Files.isDirectory(file)) {
            throw Failures.notAStore(file, "a file, but a folder");
        }
        if (Files.exists(file) && !Files.isWritable(file)) {
            throw Failures.readOnly(file, null);
        }
        makeFile(file);
        try {
            Session session = Session.open(file, "?mode=rwc");
            try {
                session.once("PRAGMA busy_timeout = " + patience.toMillis());
                migrate(session, file);
                session.once("PRAGMA synchronous = FULL");
                session.once("PRAGMA foreign_keys = ON");
                return session;
            } catch (SQLException | StoreException e) {
                session.close();
                throw e;
            }
        } catch (SQLException e) {
            throw Files.isWritable(folder) ? Failures.of(e, file) : Failures.readOnly(file, e);
        }
    }

    /** In a folder that others may look into, a file for its owner only; SQLite's files beside it are like it. */
    private static void makeFile(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, owned(file, "rw-------"));
            }
        } catch (FileAlreadyExistsException e) {
            return; // another process was quicker
        } catch (IOException e) {
            throw Failures.readOnly(file, e);
        }
    }

    /** How a new file or folder is made whose permissions are these, where there are permissions. */
    private static FileAttribute<?>[] owned(Path made, String permissions) throws IOException {
        return Files.getFileStore(made.toAbsolutePath().getParent()).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static void makeFolder(Path folder, Path file) {
        try {
            if (Files.isDirectory(folder)) {
                return;
            }
            if (folder.getParent() != null) {
                Files.createDirectories(folder.getParent());
            }
            Files.createDirectory(folder, owned(folder, "rwx------"));
            Files.writeString(folder.resolve(".gitignore"), "*\n");
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw Failures.notAStore(folder, "a folder, so it can hold no store");
            }
        } catch (IOException e) {
            throw Failures.readOnly(file, e);
        }
    }

    private static void migrate(Session session, Path file) throws SQLException {
        if (version(session, file, Schema.STORE, Schema.MIGRATIONS.size()) == Schema.MIGRATIONS.size()) {
            return;
        }
        session.once("PRAGMA journal_mode = WAL");
        session.once("BEGIN IMMEDIATE");
        int version = version(session, file, Schema.STORE, Schema.MIGRATIONS.size());
        if (version > 0 && version < Schema.MIGRATIONS.size()) {
            Backups.beforeMigration(file, version); // nobody else can write until it is done
        }
        for (List<String> statements : Schema.MIGRATIONS.subList(version, Schema.MIGRATIONS.size())) {
            for (String statement : statements) {
                session.once(statement);
            }
        }
        session.once("PRAGMA application_id = " + Schema.STORE);
        session.once("PRAGMA user_version = " + Schema.MIGRATIONS.size());
        session.once("COMMIT");
    }

    /** The version of a file's tables: 0 for a new one. */
    private static int version(Session session, Path file, int wanted, int known) throws SQLException {
        int application = (int) session.number("PRAGMA application_id");
        int version = (int) session.number("PRAGMA user_version");
        if (application != wanted) {
            if (application == 0 && version == 0 && session.number("SELECT count(*) FROM sqlite_schema") == 0) {
                return 0;
            }
            throw notOurs(file, wanted, application);
        }
        if (version > known) {
            throw Failures.newer(file, version, known);
        }
        return version;
    }

    private static StoreException notOurs(Path file, int wanted, int application) {
        if (wanted == Schema.STORE) {
            return Failures.notAStore(
                    file, application == Schema.RECORDING ? "a store but a recording" : "a Flowork store");
        }
        return Failures.notAStore(
                file, application == Schema.STORE ? "a recording but a store" : "a Flowork recording");
    }

    /** Checks a file that is only to be read, and gives the parameters to open it with. */
    static String readOnly(Path file, int application) {
        if (!Files.exists(file)) {
            throw new StoreException(Kind.NOT_FOUND, "There is no file %s. Check the path.".formatted(file));
        }
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw Failures.notAStore(file, "a file that can be read");
        }
        boolean recording = application == Schema.RECORDING;
        try {
            return check(file, recording ? "?immutable=1" : "?mode=ro", application);
        } catch (SQLException e) {
            if (recording || Files.isWritable(file.toAbsolutePath().getParent()) || unfinished(file)) {
                throw Failures.of(e, file);
            }
        }
        try {
            return check(file, "?immutable=1", application);
        } catch (SQLException e) {
            throw Failures.of(e, file);
        }
    }

    /** As {@link #readOnly}; a store without a log is read as a file that does not change, so that nothing is put beside it. */
    static String glance(Path file) {
        if (!Files.exists(file) || unfinished(file)) {
            return readOnly(file, Schema.STORE);
        }
        try {
            return check(file, "?immutable=1", Schema.STORE);
        } catch (SQLException e) {
            throw Failures.of(e, file);
        }
    }

    /**
     * As {@link #readOnly}; SQLite takes its files away again that it needs for reading, as only those can who could write. The
     * log of a process that was killed stays as it is.
     */
    static String tidily(Path file) {
        boolean mayWrite =
                Files.isWritable(file) && Files.isWritable(file.toAbsolutePath().getParent()) && !unfinished(file);
        String parameters = readOnly(file, Schema.STORE);
        return mayWrite ? "?mode=rw" : parameters;
    }

    /** Whether there is a write-ahead log, without which the file is not up to date. */
    private static boolean unfinished(Path file) {
        return Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
    }

    private static String check(Path file, String parameters, int application) throws SQLException {
        boolean recording = application == Schema.RECORDING;
        try (Session session = Session.open(file, parameters)) {
            int known = recording ? Schema.RECORDING_VERSION : Schema.MIGRATIONS.size();
            int version = version(session, file, application, known);
            if (version == 0) {
                throw Failures.notAStore(file, recording ? "a Flowork recording" : "a Flowork store");
            }
            if (recording) {
                checkTables(session, file, version);
            }
            return parameters;
        }
    }

    /** A recording comes from strangers: it has the tables it must have and nothing that could act, like a trigger. */
    private static void checkTables(Session session, Path file, int version) throws SQLException {
        List<String> found = new ArrayList<>();
        PreparedStatement query = session.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL");
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        if (!found.equals(Schema.RECORDINGS.get(version - 1))) {
            throw Failures.notAStore(file, "a Flowork recording: its tables are not those of the format");
        }
    }
}
