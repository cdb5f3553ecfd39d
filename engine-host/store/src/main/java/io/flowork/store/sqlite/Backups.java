package io.flowork.store.sqlite;

import io.flowork.store.RunQuery;
import io.flowork.store.RunRecord;
import io.flowork.store.StoreException;
import io.flowork.store.StoreException.Kind;
import io.flowork.store.Verification;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies of whole stores. A copy is one file without a write-ahead log, as the store was at one moment, however busy it is
 * meanwhile; it holds no space that the store has free.
 */
public final class Backups {
    private static final int PAGE = 1_000;
    private static final List<String> LOGS = List.of("-wal", "-shm");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** How far it has come. */
    @FunctionalInterface
    public interface Progress {
        /** About so many bytes are copied, of all of them; told every second, on a thread of its own. */
        default void copied(long bytes, long all) {}

        /** So many runs, of all of them, are intact. */
        void verified(long runs, long all);
    }

    /**
     * A copy that was made and is intact.
     *
     * @param bytes its size
     * @param runs how many runs it holds
     * @param entries how many journal entries, each of which was read and verified
     */
    public record Copy(long bytes, long runs, long entries) {}

    /**
     * A store that was put in place.
     *
     * @param copy what it holds
     * @param kept where that is which was there before, or null if nothing was
     */
    public record Restored(Copy copy, @Nullable Path kept) {}

    private Backups() {}

    /**
     * Copies a store while others use it. The file appears, or replaces an older one, when it is complete, on the disk and
     * every hash of every run was verified; only its owner may read it.
     *
     * @param folder the store's folder
     * @throws StoreException if the store is damaged, or the file cannot be written
     */
    public static Copy write(Path folder, Path file, Progress progress) {
        Path store = folder.resolve(SqliteStore.FILE);
        Path part = part(file);
        try {
            copy(store, Opening.readOnly(store, Schema.STORE), part, progress);
            Copy copy = verify(part, progress);
            put(part, file);
            return copy;
        } catch (SQLException e) {
            throw failed(e, store, file);
        } catch (StoreException e) {
            throw e.kind() == Kind.DAMAGED
                    ? damaged(store, e, "No backup was made. Restore an earlier one, or run 'flowork doctor --salvage'")
                    : e;
        } catch (IOException e) {
            throw unwritten(file, e);
        } finally {
            discard(part);
        }
    }

    /**
     * Puts a copy in place of the store of a folder that no engine uses. What was there stays beside it under another name.
     *
     * @param now part of that name
     * @throws StoreException if the copy is damaged, none, or of a newer version; then nothing was changed
     */
    public static Restored restore(Path file, Path folder, Instant now, Progress progress) {
        Path store = folder.resolve(SqliteStore.FILE);
        Path part = part(store);
        try {
            copy(file, Opening.readOnly(file, Schema.STORE), part, progress);
            Copy copy = verify(part, progress);
            Path kept = Files.exists(store) ? keep(store, now) : null;
            put(part, store);
            return new Restored(copy, kept);
        } catch (SQLException e) {
            throw failed(e, file, store);
        } catch (StoreException e) {
            throw e.kind() == Kind.DAMAGED ? damaged(file, e, "Nothing was changed. Use another backup") : e;
        } catch (IOException e) {
            throw unwritten(store, e);
        } finally {
            discard(part);
        }
    }

    /** Copies a store of an older version before it is changed. */
    static void beforeMigration(Path store, int version) {
        Path file = store.resolveSibling("%s.v%d-backup".formatted(store.getFileName(), version));
        Path part = part(file);
        try {
            copy(store, "?mode=ro", part, (runs, all) -> {});
            put(part, file);
        } catch (SQLException e) {
            throw failed(e, store, file);
        } catch (IOException e) {
            throw unwritten(file, e);
        } finally {
            discard(part);
        }
    }

    private static void copy(Path from, String parameters, Path to, Progress progress) throws SQLException {
        try (var _ = new CopyWatch(from, to, progress);
                Session session = Session.open(from, parameters)) {
            session.once("PRAGMA busy_timeout = " + SqliteStore.PATIENCE.toMillis());
            PreparedStatement copy =
                    session.prepare("VACUUM INTO ?"); // in one read transaction, which no writer waits for
            copy.setString(1, to.toAbsolutePath().toString());
            copy.execute();
        } catch (SQLException e) {
            if (Failures.of(e, from).kind() == Kind.DAMAGED) {
                throw new StoreException(Kind.DAMAGED, "its pages are not as they were written", e);
            }
            throw e;
        }
    }

    private static Copy verify(Path part, Progress progress) throws SQLException {
        try (Session session = Session.open(part, "?immutable=1")) {
            String problem = session.text("PRAGMA integrity_check(1)");
            if (!problem.equals("ok")) {
                throw new StoreException(Kind.DAMAGED, problem);
            }
        }
        try (SqliteStore copy = SqliteStore.reading(part, "?immutable=1")) {
            long all = copy.sizes().runs();
            long runs = 0;
            long entries = 0;
            RunQuery query = RunQuery.newest(PAGE);
            List<RunRecord> page;
            do {
                page = copy.runs(query);
                for (RunRecord run : page) {
                    entries += intact(copy.verify(run.id())).entries();
                    copy.data(run.id());
                    progress.verified(++runs, all);
                    query = query.withAfter(run.id());
                }
            } while (page.size() == PAGE);
            return new Copy(copy.sizes().bytes(), runs, entries);
        }
    }

    private static Verification intact(Verification verification) {
        String problem = verification.problem();
        if (problem != null) {
            throw new StoreException(Kind.DAMAGED, "run " + verification.run() + ": " + problem);
        }
        return verification;
    }

    /** Gives what is there another name. Nothing of it is away from both places at any moment. */
    private static Path keep(Path store, Instant now) throws IOException {
        Path kept = store.resolveSibling("%s.before-restore-%s".formatted(store.getFileName(), TIME.format(now)));
        fold(store);
        for (String suffix : List.of("-wal", "")) {
            Path old = beside(store, suffix);
            if (Files.exists(old)) {
                link(old, beside(kept, suffix));
            }
        }
        for (String log : LOGS) {
            Files.deleteIfExists(beside(store, log)); // else it would be taken for the new store's
        }
        return kept;
    }

    /** Brings the write-ahead log into the file, when the store is sound: then there is one file only. */
    private static void fold(Path store) {
        try (Session session = Session.open(store, "?mode=rw")) {
            session.once("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            System.getLogger(Backups.class.getName())
                    .log(System.Logger.Level.DEBUG, "what is replaced is kept with its log", e);
        }
    }

    private static void link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException | IOException e) { // not every file system can
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** A file beside another one that only its owner may read. */
    private static Path part(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            return Files.createTempFile(folder, ".", ".part");
        } catch (IOException e) {
            throw unwritten(file, e);
        }
    }

    private static void put(Path part, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Optional<FileChannel> folder = folder(file);
        if (folder.isPresent()) {
            try (FileChannel channel = folder.get()) {
                channel.force(true); // the name too
            }
        }
    }

    private static Optional<FileChannel> folder(Path file) {
        try {
            return Optional.of(FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ));
        } catch (IOException e) {
            return Optional.empty(); // a system where folders cannot be opened writes names at once
        }
    }

    private static void discard(Path part) {
        try {
            for (String suffix : List.of("", "-journal", "-wal", "-shm")) {
                Files.deleteIfExists(beside(part, suffix));
            }
        } catch (IOException e) {
            System.getLogger(Backups.class.getName()).log(System.Logger.Level.WARNING, "could not delete " + part, e);
        }
    }

    private static StoreException failed(SQLException e, Path from, Path to) {
        StoreException failure = Failures.of(e, from);
        if (failure.kind() == Kind.FULL) {
            return Failures.of(e, to);
        }
        return failure.kind() == Kind.IO || failure.kind() == Kind.READ_ONLY ? unwritten(to, e) : failure;
    }

    private static StoreException unwritten(Path file, Exception e) {
        return new StoreException(
                Kind.IO,
                "%s could not be written (%s). Nothing was changed. Check that its folder exists, can be written and has space."
                        .formatted(file, e.getMessage()),
                e);
    }

    private static StoreException damaged(Path file, StoreException e, String next) {
        return new StoreException(Kind.DAMAGED, "%s is damaged: %s. %s.".formatted(file, e.getMessage(), next), e);
    }
}
