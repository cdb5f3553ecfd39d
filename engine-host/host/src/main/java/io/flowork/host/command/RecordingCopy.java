package io.flowork.host.command;

import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.store.Store;
import io.flowork.store.sqlite.Recordings;
import io.flowork.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A store with what is in a recording, in a folder of its own, which is removed with the last who uses it. */
final class RecordingCopy {
    private final Path folder;
    private int users = 1;

    private RecordingCopy(Path folder) {
        this.folder = folder;
    }

    /** A copy with one user. */
    static RecordingCopy of(Path recording) {
        try {
            Path made = Files.createTempDirectory("flowork-recording-");
            RecordingCopy copy = new RecordingCopy(made);
            try (Store store = SqliteStore.open(made)) {
                var _ = Recordings.read(recording, store);
                return copy;
            } catch (RuntimeException e) {
                copy.left();
                throw e;
            }
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.BROKEN, "there is no room for a copy of the recording: " + e.getMessage(), e);
        }
    }

    /** The store's folder. */
    Path folder() {
        return folder;
    }

    /** Somebody else uses it. */
    synchronized RecordingCopy used() {
        users++;
        return this;
    }

    /** Somebody uses it no more. */
    synchronized void left() {
        users--;
        if (users > 0) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> inwards = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : inwards) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.getLogger(RecordingCopy.class.getName())
                    .log(System.Logger.Level.WARNING, "could not remove " + folder, e);
        }
    }
}
