package io.flowork.gateway;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The token of a data folder: whoever can read the file may use the engine. */
public final class TokenFile {
    /** The file's name within the data folder. */
    public static final String NAME = "token";

    private static final int BYTES = 32;

    private TokenFile() {}

    /**
     * The token in a folder; made when there is none.
     *
     * @throws IOException if the file cannot be read or written, or is empty
     */
    public static String of(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            make(file);
        }
        String token = Files.readString(file).strip();
        if (token.isEmpty()) {
            throw new IOException(file + " is empty. Delete it to have a new token made");
        }
        return token;
    }

    /** Written beside and linked, so that nobody ever reads half of it, and of two processes one makes it. */
    private static void make(Path file) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        FileAttribute<?>[] owner =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        Path beside = Files.createTempFile(file.toAbsolutePath().getParent(), NAME, ".new", owner);
        try {
            Files.writeString(beside, token + "\n");
            Files.createLink(file, beside);
        } catch (FileAlreadyExistsException e) {
            return; // another process was quicker: its token counts
        } catch (UnsupportedOperationException e) {
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
