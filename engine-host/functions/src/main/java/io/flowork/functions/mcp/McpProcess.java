package io.flowork.functions.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.functions.arguments.Failures;
import io.flowork.functions.process.Leftovers;
import io.flowork.functions.secret.Masking;
import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.DepthException;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A server that is a process: messages are lines of its standard streams.
 *
 * <p>It runs in a folder of its own, which is deleted afterwards, and of the engine's environment it sees {@code PATH},
 * {@code HOME} and {@code LANG}. Its memory and output are limited. It ends with the session: first its input is closed,
 * then it and everything it started are killed.
 */
final class McpProcess implements McpTransport {
    private static final List<String> PASSED_THROUGH = List.of("PATH", "HOME", "LANG");
    private static final String PREFIX = "call: mcp";

    /** Sets the limits and becomes the program, which cannot raise them again. */
    private static final String LIMITED = "ulimit -c 0 2>/dev/null; ulimit -d \"$0\" 2>/dev/null; exec \"$@\"";

    /** How long a server may take to end after its input was closed, in milliseconds. */
    private static final long GRACE = 1_000;

    /** How much of what a server prints as errors is kept, in bytes from its end. */
    private static final int TAIL = 2_000;

    private final Process process;
    private final Path folder;
    private final String command;
    private final int maxOutputBytes;
    private final Masking masking;
    private final BlockingQueue<Incoming> incoming = new LinkedBlockingQueue<>();
    private final Tail complaints = new Tail();
    private final Thread complaining;

    /** What comes from the process. */
    private sealed interface Incoming {}

    private record Message(JsonObject json) implements Incoming {}

    private record Ended(boolean overflowed) implements Incoming {}

    /** A server that has just started. */
    McpProcess(Command command, McpLimits limits, Map<String, String> engine, Masking masking)
            throws FunctionException {
        this.command = command.command();
        this.maxOutputBytes = limits.outputBytes();
        this.masking = masking;
        try {
            folder = Files.createTempDirectory("flowork-");
        } catch (IOException e) {
            throw Failures.runtime(PREFIX + " cannot make its working folder in the folder for temporary files.");
        }
        List<String> line = new ArrayList<>();
        if (!System.getProperty("os.name", "").startsWith("Windows")) {
            line.addAll(List.of("/bin/sh", "-c", LIMITED, Long.toString(limits.memoryBytes() >> 10)));
        }
        line.add(command.command());
        line.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        for (String name : PASSED_THROUGH) {
            String value = engine.get(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.putAll(command.environment());
        try {
            process = builder.start();
        } catch (IOException e) {
            Leftovers.delete(folder);
            throw Failures.configuration(
                    PREFIX + " cannot start the command '" + masking.text(this.command) + "' on this machine.");
        }
        Thread.ofVirtual().start(this::read);
        complaining = Thread.ofVirtual().start(() -> complaints.read(process.getErrorStream()));
    }

    /**
     * How a server is started.
     *
     * @param command its program
     * @param arguments the program's arguments
     * @param environment the variables added to its environment
     */
    record Command(String command, List<String> arguments, Map<String, String> environment) {}

    @Override
    public JsonObject request(JsonObject message, String key, Consumer<JsonObject> others)
            throws FunctionException, InterruptedException {
        JsonValue id = Objects.requireNonNull(message.get("id"), "a request has an id");
        write(message);
        while (true) {
            switch (incoming.take()) {
                case Message(JsonObject json) -> {
                    if (json.has("method")) {
                        others.accept(json);
                    } else if (id.equals(json.get("id"))) {
                        return json;
                    }
                }
                case Ended(boolean overflowed) -> throw ended(overflowed);
            }
        }
    }

    @Override
    public void send(JsonObject message) throws FunctionException, InterruptedException {
        write(message);
    }

    @Override
    public void speaks(String revision) {}

    private void write(JsonObject message) throws FunctionException, InterruptedException {
        byte[] line = (JsonWriter.compact(message) + "\n").getBytes(UTF_8);
        AtomicBoolean written = new AtomicBoolean();
        // A write to a process that does not read cannot be interrupted, waiting for it can.
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                OutputStream out = process.getOutputStream();
                out.write(line);
                out.flush();
                written.set(true);
            } catch (IOException e) {
                written.set(false);
            }
        });
        writer.join();
        if (!written.get()) {
            throw ended(false);
        }
    }

    private FunctionException ended(boolean overflowed) throws InterruptedException {
        if (overflowed) {
            return Failures.runtime("The server '" + masking.text(command) + "' was stopped: it printed more than "
                    + maxOutputBytes + " bytes.");
        }
        boolean exited = process.waitFor(GRACE, TimeUnit.MILLISECONDS);
        int code = exited ? process.exitValue() : -1;
        if (code == 127 || code == 126) {
            return Failures.configuration("The command '" + masking.text(command)
                    + "' cannot be run: there is no such program on the PATH, or it may not be executed.");
        }
        if (exited) {
            complaining.join(GRACE); // what it had started may keep the stream open
        }
        String said = masking.text(complaints.text()).strip();
        return Failures.communication("The server '" + masking.text(command) + "' "
                + (exited ? "ended with exit code " + code : "closed its output") + " before it answered"
                + (said.isEmpty() ? "." : ": " + said));
    }

    private void read() {
        boolean overflowed = false;
        try {
            overflowed = lines(process.getInputStream());
        } catch (IOException e) {
            // The process was killed while it printed.
            overflowed = false;
        } finally {
            incoming.add(new Ended(overflowed));
        }
    }

    /** Reads lines to the end; true if there was more than allowed. What is no message is read over: some servers greet. */
    private boolean lines(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[16_384];
        long all = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            all += n;
            if (all > maxOutputBytes) {
                Leftovers.kill(process);
                return true;
            }
            int start = 0;
            for (int i = 0; i < n; i++) {
                if (buffer[i] == '\n') {
                    line.write(buffer, start, i - start);
                    take(line.toString(UTF_8));
                    line.reset();
                    start = i + 1;
                }
            }
            line.write(buffer, start, n - start);
        }
        return false;
    }

    private void take(String line) {
        try {
            if (line.strip().startsWith("{") && JsonReader.parse(line) instanceof JsonObject message) {
                incoming.add(new Message(message));
            }
        } catch (JsonSyntaxException | DepthException e) {
            return;
        }
    }

    /** The end of what a process prints as errors. */
    private static final class Tail {
        private final byte[] kept = new byte[TAIL];
        private long size;

        void read(InputStream in) {
            byte[] buffer = new byte[4_096];
            try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    synchronized (this) {
                        for (int i = 0; i < n; i++) {
                            kept[(int) (size++ % TAIL)] = buffer[i];
                        }
                    }
                }
            } catch (IOException e) {
                // The process was killed while it printed.
                return;
            }
        }

        synchronized String text() {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            for (long i = Math.max(0, size - TAIL); i < size; i++) {
                text.write(kept[(int) (i % TAIL)]);
            }
            return text.toString(UTF_8);
        }
    }

    @Override
    public void close() {
        // Once the server has ended, nobody knows any more what it had started.
        List<ProcessHandle> started = process.descendants().toList();
        try {
            if (!Thread.currentThread().isInterrupted()) {
                process.getOutputStream().close();
                process.waitFor(GRACE, TimeUnit.MILLISECONDS);
            }
        } catch (IOException e) {
            // It has closed its input already.
            Leftovers.kill(process);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Leftovers.kill(process);
            started.forEach(ProcessHandle::destroyForcibly);
            Leftovers.delete(folder);
        }
    }
}
