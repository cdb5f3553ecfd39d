package io.flowork.store.sqlite;

import io.flowork.store.StoreException;
import io.flowork.store.StoreException.Kind;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** SQLite's result codes in words that help. */
final class Failures {
    private Failures() {}

    static StoreException of(SQLException e, Path file) {
        SQLiteErrorCode code =
                e instanceof SQLiteException sqlite ? sqlite.getResultCode() : SQLiteErrorCode.SQLITE_ERROR;
        return switch (code.code & 0xff) {
            case 5, 6 ->
                new StoreException(
                        Kind.LOCKED,
                        "Another process keeps %s locked. Wait for it, or end it, and try again; nothing was changed."
                                .formatted(file),
                        e);
            case 8 -> readOnly(file, e);
            case 10 ->
                new StoreException(
                        Kind.IO,
                        "The operating system failed to read or write %s (%s). Check the disk and what its log says; what was acknowledged before is still there."
                                .formatted(file, code.name()),
                        e);
            case 11 -> damaged(file, e);
            case 13 ->
                new StoreException(
                        Kind.FULL,
                        "The disk that holds %s is full. Free some space and try again; nothing that was recorded is lost."
                                .formatted(file),
                        e);
            case 14 ->
                new StoreException(
                        Kind.IO,
                        "%s cannot be opened. Check that it and its folder exist and that you may use them."
                                .formatted(file),
                        e);
            case 26 -> notAStore(file, "a Flowork store");
            default -> new StoreException(Kind.IO, "%s failed: %s".formatted(file, e.getMessage()), e);
        };
    }

    static StoreException readOnly(Path file, @Nullable Throwable cause) {
        return new StoreException(
                Kind.READ_ONLY,
                "%s cannot be written: the file, its folder or the disk is read-only. Make it writable, or choose another folder with --store."
                        .formatted(file),
                cause);
    }

    static StoreException damaged(Path file, @Nullable Throwable cause) {
        return new StoreException(
                Kind.DAMAGED,
                "%s is damaged: the disk gives back other bytes than were written. Nothing was changed. Restore a backup, or run 'flowork doctor' to see which runs are intact and save them to a new store."
                        .formatted(file),
                cause);
    }

    static StoreException notAStore(Path file, String wanted) {
        return new StoreException(
                Kind.NOT_A_STORE,
                "%s is not %s. Nothing was changed. Check the path, or move the file away.".formatted(file, wanted));
    }

    static StoreException newer(Path file, int version, int known) {
        return new StoreException(
                Kind.NEWER_VERSION,
                "%s was written by a newer Flowork (format %d, this one knows up to %d). Nothing was changed. Update Flowork to open it."
                        .formatted(file, version, known));
    }
}
