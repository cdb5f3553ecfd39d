package io.flowork.host;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import picocli.CommandLine;

/**
 * The last step of the build: runs what a usual command runs, so that the JVM can put what it loaded into its AOT cache.
 *
 * <p>It also leaves beside the cache what the launcher {@code ./flowork} asks: the JDK the cache is for, and when the build
 * started, against which the launcher compares the sources.
 */
final class AotTraining {

    private AotTraining() {}

    /** Takes the folder to write to and the time at which the build started, in ISO-8601. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        run("version");
        run("help");
        Files.writeString(folder.resolve("java-home"), System.getProperty("java.home") + "\n");
        Path stamp = Files.writeString(folder.resolve("stamp"), args[1] + "\n");
        Files.setLastModifiedTime(stamp, FileTime.from(Instant.parse(args[1])));
    }

    private static void run(String... args) {
        CommandLine commandLine = Main.commandLine().setOut(new PrintWriter(Writer.nullWriter()));
        int exit = commandLine.execute(args);
        if (exit != 0) {
            throw new IllegalStateException("flowork " + String.join(" ", args) + " ended with " + exit);
        }
    }
}
