package io.flowork.core.jq;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The {@code jq} program of the machine, whose version 1.6 our differential tests compare with. {@code -Djq.program} gives
 * the path of another, which is to be of version 1.8.
 */
public final class JqProgram {
    private static final Path PLACE = Path.of(System.getProperty("jq.program", "/usr/bin/jq"));
    private static final String VERSION = isNew() ? "jq-1.8" : "jq-1.6";

    private JqProgram() {}

    /** Whether it is of the version that ours follows, and not of 1.6. */
    static boolean isNew() {
        return System.getProperty("jq.program") != null;
    }

    /** Skips the test, and says so, where there is no such jq. */
    public static void require() {
        assumeTrue(Files.isExecutable(PLACE), () -> PLACE + " is not there; on Debian 12, apt install jq");
        String version = output(List.of(PLACE.toString(), "--version"), "").strip();
        assumeTrue(version.startsWith(VERSION), () -> PLACE + " is " + version + "; this compares with " + VERSION);
    }

    /** The outputs of a program for an input, each as compact JSON, until it ends or an error ends it. */
    public static List<String> run(String program, JsonValue input) {
        require();
        return output(List.of(PLACE.toString(), "-c", program), input.toString())
                .lines()
                .toList();
    }

    private static String output(List<String> command, String input) {
        try {
            Path in = Files.createTempFile("flowork-jq", ".json");
            try {
                Files.writeString(in, input);
                Process process = new ProcessBuilder(command)
                        .redirectInput(in.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } finally {
                Files.delete(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
