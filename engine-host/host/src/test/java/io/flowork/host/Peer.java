package io.flowork.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that talks a protocol, for tests to talk to; it ends with the test. */
final class Peer implements AutoCloseable {
    private final Process process;

    private Peer(Process process) {
        this.process = process;
    }

    static boolean isInstalled(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of((path + File.pathSeparator + "/usr/sbin").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Starts a program; the test is skipped when it is not there. */
    static Peer start(String... command) throws IOException {
        if (!isInstalled(Path.of(command[0]).getFileName().toString())) {
            skip(command[0] + " is not installed");
        }
        return new Peer(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Starts a program for Node.js from {@code testdata/peers}, with its packages; skipped when they cannot be had. */
    static Peer node(String name, String script, String... arguments) throws IOException, InterruptedException {
        if (!isInstalled("npm") || !isInstalled("node")) {
            skip("Node.js is not installed");
        }
        Path source = Workbench.root().resolve("testdata/peers").resolve(name);
        Path folder = Files.createDirectories(Path.of("target/peers", name).toAbsolutePath());
        for (String file : new String[] {script, "package.json"}) {
            Files.copy(source.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.isDirectory(folder.resolve("node_modules"))) {
            Process install = new ProcessBuilder("npm", "install", "--no-audit", "--no-fund")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("install.log").toFile())
                    .start();
            if (!install.waitFor(120, TimeUnit.SECONDS) || install.exitValue() != 0) {
                install.destroyForcibly();
                skip("its packages could not be installed, see " + folder.resolve("install.log"));
            }
        }
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        return new Peer(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    private static void skip(String why) {
        System.err.println("SKIPPED, no peer to talk to: " + why);
        abort("no peer to talk to: " + why);
    }

    /** The next line that it prints and that has a text in it. */
    String lineWith(String text) throws IOException {
        BufferedReader out = process.inputReader(UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains(text)) {
                return line.strip();
            }
        }
        throw new IOException("the peer has ended without a line with " + text);
    }

    @Override
    public void close() throws IOException {
        process.outputWriter(UTF_8).close();
        process.destroy();
        process.onExit().join();
    }
}
