package io.flowork.functions.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.secret.Masking;
import io.flowork.functions.spi.FunctionException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a process in a folder of its own, which is its {@code HOME} too and is deleted afterwards.
 *
 * <p>Of the engine's environment it sees only what the owner names. Its time, memory and output are limited. When the
 * call is cancelled, or a limit is reached, the process and everything it started are killed. What it prints is decoded
 * as UTF-8 and kept as it is, with the line break at its end.
 */
final class ChildProcess {
    /** How long output is still read after the process has ended while something it left behind holds it open, in ms. */
    private static final long STRAGGLERS = 1_000;

    /** Sets the limits and becomes the program: a process cannot raise them again. */
    private static final String LIMITED = "ulimit -c 0 2>/dev/null; ulimit -d \"$0\" 2>/dev/null; exec \"$@\"";

    private final String what;
    private final ProcessSettings settings;
    private final Masking masking;

    /**
     * A process to run.
     *
     * @param what what it is, as the author wrote it, such as {@code run: shell}
     * @param settings what the owner decides
     * @param masking the secrets it was given
     */
    ChildProcess(String what, ProcessSettings settings, Masking masking) {
        this.what = what;
        this.settings = settings;
        this.masking = masking;
    }

    /** Makes the command line, once the folder is there. */
    interface CommandLine {
        /** The command with its arguments. */
        List<String> in(Path folder) throws IOException;
    }

    /**
     * Runs a command and waits for its end.
     *
     * @param commandLine the command
     * @param environment its variables besides those the owner names
     * @param stdin its standard input; null for none
     */
    Ended run(CommandLine commandLine, Map<String, String> environment, @Nullable String stdin)
            throws FunctionException, InterruptedException {
        Path folder;
        Process process;
        try {
            folder = Files.createTempDirectory("flowork-");
        } catch (IOException e) {
            throw Failures.runtime(what + " cannot make its working folder in the folder for temporary files.");
        }
        try {
            List<String> command = new ArrayList<>();
            if (!System.getProperty("os.name", "").startsWith("Windows")) {
                command.addAll(List.of("/bin/sh", "-c", LIMITED, Long.toString(settings.memoryBytes() >> 10)));
            }
            command.addAll(commandLine.in(folder));
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            Map<String, String> variables = builder.environment();
            variables.clear();
            for (String name : settings.passedOn()) {
                String value = settings.environment().get(name);
                if (value != null) {
                    variables.put(name, value);
                }
            }
            variables.put("HOME", folder.toString());
            variables.putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            Leftovers.delete(folder);
            throw Failures.configuration(what + " cannot be started on this machine.");
        }
        try {
            return finish(process, stdin);
        } finally {
            Leftovers.kill(process);
            Leftovers.delete(folder);
        }
    }

    private Ended finish(Process process, @Nullable String stdin) throws FunctionException, InterruptedException {
        Collector stdout =
                new Collector(process.getInputStream(), settings.outputBytes(), () -> Leftovers.kill(process));
        Collector stderr =
                new Collector(process.getErrorStream(), settings.outputBytes(), () -> Leftovers.kill(process));
        Thread out = Thread.ofVirtual().start(stdout);
        Thread err = Thread.ofVirtual().start(stderr);
        Thread.ofVirtual().start(() -> feed(process, stdin));
        if (!process.waitFor(settings.time().toMillis(), TimeUnit.MILLISECONDS)) {
            throw new FunctionException(WorkflowError.of(
                    Kind.TIMEOUT,
                    what + " was stopped: it ran longer than " + settings.time()
                            + ". The setting 'process.time' says how long a process may run."));
        }
        out.join(STRAGGLERS);
        err.join(STRAGGLERS);
        String problem = stdout.problem() != null ? stdout.problem() : stderr.problem();
        if (problem != null) {
            throw Failures.runtime(what + " was stopped: " + problem + ".");
        }
        return new Ended(what, process.exitValue(), masking.text(stdout.text()), masking.text(stderr.text()));
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
}
