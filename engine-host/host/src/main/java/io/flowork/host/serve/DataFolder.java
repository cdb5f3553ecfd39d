package io.flowork.host.serve;

import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.terminal.Surroundings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The folder that an engine keeps everything in: its store, its token, its socket. One process at a time owns it. */
public final class DataFolder implements AutoCloseable {
    private static final String LOCK = "engine.lock";

    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** The folder when nobody names one: among the user's data. */
    public static Path usual(Surroundings surroundings) {
        String configured = surroundings.variable("XDG_DATA_HOME");
        if (configured != null) {
            return Path.of(configured, "flowork");
        }
        String home = surroundings.variable("HOME");
        if (home == null) {
            throw CommandException.usage("there is no HOME to keep data in: name a folder with --data DIR");
        }
        return System.getProperty("os.name", "").startsWith("Mac")
                ? Path.of(home, "Library", "Application Support", "flowork")
                : Path.of(home, ".local", "share", "flowork");
    }

    /** Makes the folder if there is none; only its owner may look into it. */
    public static void make(Path folder, String name) {
        try {
            if (Files.isDirectory(folder)) {
                return;
            }
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(folder);
            }
        } catch (IOException e) {
            if (!Files.isDirectory(folder)) {
                throw new CommandException(
                        ExitCode.BROKEN,
                        "the data folder %s cannot be made (%s). Choose another with --data DIR".formatted(name, e),
                        e);
            }
        }
    }

    /**
     * Takes possession of a folder. The operating system gives it back when the process ends, however it does.
     *
     * @throws CommandException if another process has it
     */
    public static DataFolder take(Path folder, String name) {
        make(folder, name);
        Path file = folder.resolve(LOCK);
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String owner = read(channel);
                channel.close();
                throw new CommandException(
                        ExitCode.BROKEN,
                        "the data folder %s is in use by %s. Stop that one, or choose another folder with --data DIR"
                                .formatted(name, owner.isEmpty() ? "another process" : owner));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(("process " + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)), 0);
            return new DataFolder(channel, lock);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.BROKEN,
                    "the data folder %s cannot be used (%s). Choose another with --data DIR".formatted(name, e),
                    e);
        }
    }

    /** The process that has a folder, as messages call it; null if none has. The folder is not taken. */
    public static @Nullable String owner(Path folder) {
        Path file = folder.resolve(LOCK);
        if (!Files.exists(file)) {
            return null;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock trial = tryLock(channel)) {
            String owner = read(channel);
            return trial != null ? null : owner.isEmpty() ? "another process" : owner;
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this very process has it
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(64);
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            System.getLogger(DataFolder.class.getName())
                    .log(System.Logger.Level.DEBUG, "the lock ends with the process", e);
        }
    }
}
