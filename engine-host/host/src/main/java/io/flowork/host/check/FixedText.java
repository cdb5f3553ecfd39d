package io.flowork.host.check;

import io.flowork.host.exit.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import org.jspecify.annotations.Nullable;

/** Puts a file's new text in the place of its old one: all of it or nothing, with the same permissions. */
final class FixedText {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private FixedText() {}

    /**
     * Writes a text in UTF-8; a byte order mark that the file has stays.
     *
     * @param path the file; a link stays one
     * @param name how messages call it
     * @throws CommandException if it cannot be written; then the file is as it was
     */
    static void write(Path path, String name, String text) {
        @Nullable Path draft = null;
        try {
            Path file = path.toRealPath();
            if (!Files.isWritable(file)) {
                throw CommandException.usage(name + ": it cannot be fixed, because you may not write it");
            }
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".flowork-", ".tmp");
            try (var out = Files.newOutputStream(draft)) {
                if (hasMark(file)) {
                    out.write(BYTE_ORDER_MARK);
                }
                out.write(body);
            }
            copyPermissions(file, draft);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            discard(draft, e);
            throw CommandException.usage("%s: it cannot be fixed: %s".formatted(name, e.getMessage()));
        }
    }

    private static boolean hasMark(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return java.util.Arrays.equals(in.readNBytes(BYTE_ORDER_MARK.length), BYTE_ORDER_MARK);
        }
    }

    private static void copyPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView target = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (target != null) {
            PosixFileAttributes source = Files.readAttributes(from, PosixFileAttributes.class);
            target.setPermissions(source.permissions());
        }
    }

    private static void discard(@Nullable Path draft, IOException because) {
        if (draft != null) {
            try {
                Files.deleteIfExists(draft);
            } catch (IOException e) {
                because.addSuppressed(e);
            }
        }
    }
}
