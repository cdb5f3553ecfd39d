package io.flowork.functions.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.SecretSource;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Secrets from a folder with one file for each, which nobody but its owner may read or write. Without a setting it is the
 * folder of systemd's credentials, {@code CREDENTIALS_DIRECTORY}.
 */
public final class FileSecrets implements SecretSource {
    /** The largest file, in bytes. */
    private static final int MOST = 1 << 20;

    private static final Pattern NAME = Pattern.compile("[\\w-][\\w.-]*");
    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /** The source. */
    public FileSecrets() {}

    @Override
    public String name() {
        return "files";
    }

    @Override
    public @Nullable JsonValue value(String secret, Settings settings) throws FunctionException {
        Path file = file(secret, settings);
        if (file == null || !Files.exists(file)) {
            return null;
        }
        try {
            requireOwnersOnly(file, secret);
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(MOST + 1);
                if (bytes.length > MOST) {
                    throw Failures.configuration("The file of the secret '" + secret + "' is larger than 1 MiB.");
                }
                return SecretText.read(new String(bytes, UTF_8));
            }
        } catch (IOException e) {
            throw Failures.configuration("The file of the secret '" + secret + "' cannot be read: " + file + ".");
        }
    }

    private static void requireOwnersOnly(Path file, String secret) throws IOException, FunctionException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            throw Failures.configuration("The file of the secret '" + secret
                    + "' can be read or written by others than its owner, so it is not used. Run: chmod 600 " + file);
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE)) {
            throw Failures.configuration("The folder of the secret '" + secret
                    + "' can be written by everybody, so it is not used. Run: chmod 700 " + folder);
        }
    }

    @Override
    public @Nullable String where(String secret, Settings settings) {
        Path file = file(secret, settings);
        return file == null ? null : "the file " + file;
    }

    private static @Nullable Path file(String secret, Settings settings) {
        String configured = settings.configured();
        String folder = configured == null ? settings.environment().get("CREDENTIALS_DIRECTORY") : configured;
        return folder == null || !NAME.matcher(secret).matches()
                ? null
                : settings.folder().resolve(folder).resolve(secret);
    }
}
