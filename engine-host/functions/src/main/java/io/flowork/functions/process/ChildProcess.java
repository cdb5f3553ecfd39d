package io.flowork.functions.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.functions.arguments.Failures;
import io.flowork.functions.secret.Masking;
import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a process in a folder of its own, which is deleted afterwards.
 *
 * <p>Of the engine's environment it sees {@code PATH}, {@code HOME} and {@code LANG}. When the call is cancelled, the
 * process and everything it started are killed. What it prints is decoded as UTF-8 and kept as it is, with the line
 * break at its end. A process that ends with another code than 0 is an error, unless the workflow asked for the code.
 */
final class ChildProcess {
    /** The most that is read of a process's output and of its errors, in bytes each. */
    static final int MOST_OUTPUT = 16 << 20;

    /** How much of what a failed process printed is kept in the error, in characters from its end. */
    private static final int TAIL = 2_000;

    /** How long output is still read after the process has ended while something it left behind holds it open, in ms. */
    private static final long STRAGGLERS = 1_000;

    private static final List<String> PASSED_THROUGH = List.of("PATH", "HOME", "LANG");

    private final String what;
    private final Map<String, String> engineEnvironment;
    private final Masking masking;

    /**
     * A process to run.
     *
     * @param what what it is, as the author wrote it, such as {@code run: shell}
     * @param engineEnvironment the engine's environment
     * @param masking the secrets it was given
     */
    ChildProcess(String what, Map<String, String> engineEnvironment, Masking masking) {
        this.what = what;
        this.engineEnvironment = engineEnvironment;
        this.masking = masking;
    }

    /** Makes the command line, once the folder is there. */
    interface CommandLine {
        /** The command with its arguments. */
        List<String> in(Path folder) throws IOException;
    }

    /** Runs a command and gives what the workflow asked for. */
    JsonValue run(CommandLine commandLine, ProcessRun run) throws FunctionException, InterruptedException {
        Path folder;
        Process process;
        try {
            folder = Files.createTempDirectory("flowork-");
        } catch (IOException e) {
            throw Failures.runtime(what + " cannot make its working folder in the folder for temporary files.");
        }
        try {
            ProcessBuilder builder = new ProcessBuilder(commandLine.in(folder)).directory(folder.toFile());
            Map<String, String> environment = builder.environment();
            environment.clear();
            for (String name : PASSED_THROUGH) {
                String value = engineEnvironment.get(name);
                if (value != null) {
                    environment.put(name, value);
                }
            }
            environment.putAll(run.environment());
            process = builder.start();
        } catch (IOException e) {
            delete(folder);
            throw Failures.configuration(what + " cannot be started on this machine.");
        }
        try {
            return finish(process, run);
        } finally {
            kill(process);
            delete(folder);
        }
    }

    private JsonValue finish(Process process, ProcessRun run) throws FunctionException, InterruptedException {
        Collector stdout = new Collector(process.getInputStream(), MOST_OUTPUT, () -> kill(process));
        Collector stderr = new Collector(process.getErrorStream(), MOST_OUTPUT, () -> kill(process));
        Thread out = Thread.ofVirtual().start(stdout);
        Thread err = Thread.ofVirtual().start(stderr);
        Thread.ofVirtual().start(() -> feed(process, run.stdin()));
        int code = process.waitFor();
        out.join(STRAGGLERS);
        err.join(STRAGGLERS);
        if (stdout.overflowed() || stderr.overflowed()) {
            throw Failures.runtime(what + " was stopped: it printed more than " + MOST_OUTPUT + " bytes.");
        }
        JsonString printed = JsonString.of(masking.text(stdout.text()));
        JsonString complained = JsonString.of(masking.text(stderr.text()));
        JsonNumber exit = JsonNumber.of((long) code);
        JsonObject all = new JsonObject.Builder()
                .put("code", exit)
                .put("stdout", printed)
                .put("stderr", complained)
                .build();
        return switch (run.result()) {
            case CODE -> exit;
            case ALL -> all;
            case STDOUT -> succeeded(code, complained, all, printed);
            case STDERR -> succeeded(code, complained, all, complained);
            case NONE -> succeeded(code, complained, all, JsonNull.NULL);
        };
    }

    private JsonValue succeeded(int code, JsonString complained, JsonObject all, JsonValue result)
            throws FunctionException {
        if (code == 0) {
            return result;
        }
        String tail = tail(complained.value()).strip();
        JsonObject data = all;
        for (String stream : List.of("stdout", "stderr")) {
            if (data.get(stream) instanceof JsonString text) {
                data = data.with(stream, JsonString.of(tail(text.value())));
            }
        }
        throw new FunctionException(
                Failures.runtime(what + " ended with exit code " + code + (tail.isEmpty() ? "." : ": " + tail))
                        .error()
                        .with(data));
    }

    private static String tail(String text) {
        return text.length() <= TAIL ? text : "…" + text.substring(text.length() - TAIL);
    }

    /** Writes the standard input. A process need not read it: that it closed it is no error. */
    private static void feed(Process process, @Nullable String stdin) {
        try (OutputStream in = process.getOutputStream()) {
            if (stdin != null) {
                in.write(stdin.getBytes(UTF_8));
            }
        } catch (IOException e) {
            return;
        }
    }

    private static void kill(Process process) {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    /** Deletes a folder; what something left behind still writes to is left to the system's own cleaning. */
    private static void delete(Path folder) {
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            folder.toFile().deleteOnExit();
        }
    }
}
