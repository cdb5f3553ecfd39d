package io.flowork.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A step of the build before {@link AotTraining}: takes the signatures off the libraries beside the program. Maven has compared
 * their checksums; at run time a signature only costs, as the JVM checks each class of such a jar and keeps none in its AOT cache.
 */
final class UnsignedLibraries {
    private static final List<String> SIGNATURES = List.of(".sf", ".rsa", ".dsa", ".ec");

    private UnsignedLibraries() {}

    /** Takes the folder with the libraries. */
    public static void main(String[] args) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".jar")).toList()) {
                takeOff(file);
            }
        }
    }

    /** A jar without signatures stays as it is, with its time. */
    private static void takeOff(Path jar) throws IOException {
        try (FileSystem content = FileSystems.newFileSystem(jar)) {
            Path meta = content.getPath("META-INF");
            if (!Files.isDirectory(meta)) {
                return;
            }
            try (Stream<Path> files = Files.list(meta)) {
                files.filter(UnsignedLibraries::isSignature).toList().forEach(UnsignedLibraries::delete);
            }
        }
    }

    private static boolean isSignature(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return SIGNATURES.stream().anyMatch(name::endsWith);
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
