package io.flowork.functions.resource;

import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads files inside a folder; what leads out of it, by {@code ..}, an absolute path or a symbolic link, is refused.
 *
 * @param maxBytes the largest file, in bytes
 */
record LocalFiles(int maxBytes) {

    /**
     * A file.
     *
     * @param bytes its content
     * @param mediaType its type, guessed by its name
     */
    record Found(byte[] bytes, String mediaType) {}

    Found read(URI uri, Path base) throws FunctionException {
        String shown = uri.getPath() == null ? uri.getSchemeSpecificPart() : uri.getPath();
        try {
            Path folder = base.toRealPath();
            Path path = folder.resolve(shown).normalize();
            if (!path.startsWith(folder)) {
                throw outside(shown);
            }
            Path file = path.toRealPath();
            if (!file.startsWith(folder)) {
                throw outside(shown);
            }
            if (Files.size(file) > maxBytes) {
                throw Failures.configuration("The file '" + shown + "' is larger than " + maxBytes + " bytes.");
            }
            return new Found(Files.readAllBytes(file), mediaType(file));
        } catch (NoSuchFileException e) {
            throw Failures.configuration("There is no file '" + shown + "' beside the workflow.");
        } catch (IOException | InvalidPathException e) {
            throw Failures.configuration("The file '" + shown + "' cannot be read.");
        }
    }

    private static FunctionException outside(String shown) {
        return Failures.authorization("The file '" + shown
                + "' is outside the workflow's folder. A workflow may read the files in its folder and below.");
    }

    private static String mediaType(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return switch (extension) {
            case "json" -> "application/json";
            case "yaml", "yml" -> "application/yaml";
            case "js", "mjs", "cjs" -> "text/javascript";
            case "xml" -> "application/xml";
            default -> "text/plain";
        };
    }
}
