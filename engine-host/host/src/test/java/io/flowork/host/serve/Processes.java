package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.host.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The program as processes of their own, which end with the test that starts them. */
public final class Processes {
    private static final String LISTENING = "listening on ";

    private final Path folder;
    private final List<Process> all = new ArrayList<>();

    /** Processes that work in a folder. */
    Processes(Path folder) {
        this.folder = folder;
    }

    /** What a command left. */
    record Outcome(int exit, String out, String err) {
        Outcome ended(int wanted) {
            assertThat(exit).as("%s%n%s", out, err).isEqualTo(wanted);
            return this;
        }
    }

    /**
     * A process that listens.
     *
     * @param said the lines that it wrote to its standard error
     * @param reading ends once there are no more of them
     */
    record Server(Process process, String address, List<String> said, Thread reading) {
        /** Calls it with the token of its data folder. */
        Caller caller(Path data) {
            return new Caller(URI.create(address), data);
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }

    /** The command line of the program as it was compiled for the tests. */
    public static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The program in the folder, without what the machine's environment says of ports. */
    ProcessBuilder builder(String... arguments) {
        return inFolder(command(arguments));
    }

    private ProcessBuilder inFolder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().remove("FLOWORK_SERVE_PORT");
        return builder;
    }

    /** Starts a process. */
    Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        all.add(process);
        return process;
    }

    /** Runs a command of the program to its end. */
    Outcome run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", "");
        Process process = start(builder(arguments).redirectOutput(out.toFile()));
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), Files.readString(out), err);
    }

    /** Runs a script to its end, which must be a good one; gives all that it wrote. */
    String bash(Path script, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/bash"));
        command.addAll(List.of(options));
        command.add(script.toString());
        Process process = start(inFolder(command).redirectErrorStream(true));
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }

    /** Starts an engine host, or a part of one, and waits until it listens. */
    Server serve(String... arguments) throws IOException {
        return serve(Map.of(), arguments);
    }

    /** The same with variables in its environment. */
    Server serve(Map<String, String> variables, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("serve"));
        all.addAll(List.of(arguments));
        ProcessBuilder builder = builder(all.toArray(String[]::new)).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(variables);
        Process process = start(builder);
        BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
        List<String> said = new CopyOnWriteArrayList<>();
        for (String line = err.readLine(); line != null; line = err.readLine()) {
            said.add(line);
            int at = line.indexOf(LISTENING);
            if (at >= 0) {
                Thread reading = Thread.ofVirtual().start(() -> err.lines().forEach(said::add));
                String address = line.substring(at + LISTENING.length()).replaceAll("[\"}].*", "");
                return new Server(process, address, said, reading);
            }
        }
        throw new AssertionError("it ended: " + said);
    }

    /** Ends what is still at work. */
    void end() throws InterruptedException {
        for (Process process : all) {
            process.destroyForcibly().waitFor();
        }
    }
}
