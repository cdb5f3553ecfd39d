package io.flowork.store.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Keeps SQLite's native library in the user's cache folder, so that the driver does not write it anew, and search the
 * temporary folder for old ones, in each process. Where that is not possible the driver does as it always does.
 */
final class NativeLibrary {
    private static final String PATH = "org.sqlite.lib.path";
    private static boolean prepared;

    private NativeLibrary() {}

    static synchronized void prepare() {
        if (prepared || System.getProperty(PATH) != null) {
            return;
        }
        prepared = true;
        Path caches = caches();
        if (caches == null) {
            return;
        }
        // The driver's own name for the platform would cost a process: it asks uname whether this is Android.
        Path folder = caches.resolve("flowork")
                .resolve("sqlite-" + SQLiteJDBCLoader.getVersion())
                .resolve(name("os.name") + "-" + name("os.arch"));
        try {
            Path library = folder.resolve(LibraryLoaderUtil.getNativeLibName());
            if (!Files.exists(library)) {
                extract(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + library.getFileName(), library);
            }
        } catch (IOException e) {
            System.getLogger(NativeLibrary.class.getName())
                    .log(System.Logger.Level.DEBUG, "no copy of SQLite's library in " + folder, e);
            return;
        }
        System.setProperty(PATH, folder.toString());
        if (System.getProperty("org.sqlite.tmpdir") == null) {
            System.setProperty("org.sqlite.tmpdir", folder.toString());
        }
    }

    private static String name(String property) {
        return System.getProperty(property, "unknown").replaceAll("[^A-Za-z0-9_]", "_");
    }

    private static void extract(String resource, Path library) throws IOException {
        Files.createDirectories(library.getParent());
        Path part = Files.createTempFile(library.getParent(), "part", null);
        try (InputStream in = JDBC.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("the driver has no library " + resource);
            }
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static @Nullable Path caches() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String windows = System.getenv("LOCALAPPDATA");
        if (os.startsWith("windows")) {
            return windows == null ? null : Path.of(windows);
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        if (xdg != null && xdg.startsWith("/")) {
            return Path.of(xdg);
        }
        String home = System.getProperty("user.home");
        if (home == null || !home.startsWith("/")) {
            return null;
        }
        return Path.of(home).resolve(os.startsWith("mac") ? "Library/Caches" : ".cache");
    }
}
