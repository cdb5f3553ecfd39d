package io.flowork.bench;

import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A debug adapter as a process, and an editor's side of it, for one thread. */
final class DapClient implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)", Pattern.CASE_INSENSITIVE);
    private static final int MOST_MINUTES = 10;
    private static final long LOOK_NANOS = 250_000_000;

    private final Process process;
    private final OutputStream toAdapter;
    private final InputStream fromAdapter;
    private final Deque<JsonObject> events = new ArrayDeque<>();
    private final List<String> said = new ArrayList<>();
    private int sent;

    /**
     * Starts an adapter. It is ended after {@value #MOST_MINUTES} minutes, so that nobody waits for it forever.
     *
     * @param command the adapter's command
     * @param folder where it works
     */
    DapClient(List<String> command, Path folder) throws IOException {
        process = new ProcessBuilder(command).directory(folder.toFile()).start();
        toAdapter = process.getOutputStream();
        fromAdapter = new BufferedInputStream(process.getInputStream());
        Thread.ofVirtual()
                .start(() -> process.errorReader().lines().forEach(line -> {
                    synchronized (said) {
                        said.add(line);
                    }
                }));
        Thread.ofVirtual().start(() -> {
            try {
                if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Asks, and gives the body of the answer. Events that come before it are kept. */
    JsonObject ask(String command, String arguments) throws IOException {
        int id = send(command, arguments);
        while (true) {
            JsonObject message = read();
            if (isEvent(message)) {
                events.add(message);
            } else if (number(message, "request_seq") == id) {
                if (message.get("success") != JsonBoolean.TRUE) {
                    throw new IOException("The adapter refuses '" + command + "': " + message);
                }
                return message.get("body") instanceof JsonObject body ? body : JsonObject.EMPTY;
            }
        }
    }

    /** Asks, and does not wait for the answer. */
    int send(String command, String arguments) throws IOException {
        sent++;
        byte[] content = "{\"seq\": %d, \"type\": \"request\", \"command\": \"%s\", \"arguments\": %s}"
                .formatted(sent, command, arguments)
                .getBytes(StandardCharsets.UTF_8);
        toAdapter.write("Content-Length: %d\r\n\r\n".formatted(content.length).getBytes(StandardCharsets.US_ASCII));
        toAdapter.write(content);
        toAdapter.flush();
        return sent;
    }

    /** Waits for the next event of a kind, and drops what comes before it. */
    JsonObject event(String kind) throws IOException {
        while (true) {
            JsonObject next = events.isEmpty() ? read() : events.remove();
            if (isEvent(next) && text(next, "event").equals(kind)) {
                return next.get("body") instanceof JsonObject body ? body : JsonObject.EMPTY;
            }
        }
    }

    private static boolean isEvent(JsonObject message) {
        return text(message, "type").equals("event");
    }

    private JsonObject read() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            int next = fromAdapter.read();
            if (next < 0) {
                synchronized (said) {
                    throw new IOException("The adapter ended while it was asked: " + said);
                }
            }
            head.append((char) next);
        }
        Matcher length = LENGTH.matcher(head);
        if (!length.find()) {
            throw new IOException("The adapter wrote no length: " + head);
        }
        byte[] content = fromAdapter.readNBytes(Integer.parseInt(length.group(1)));
        return JsonReader.parse(new String(content, StandardCharsets.UTF_8)) instanceof JsonObject message
                ? message
                : JsonObject.EMPTY;
    }

    /** A text in an object; empty if there is none. */
    static String text(JsonObject object, String key) {
        return object.get(key) instanceof JsonString text ? text.value() : "";
    }

    /** A number in an object; 0 if there is none. */
    static long number(JsonObject object, String key) {
        JsonValue found = object.get(key);
        return found == null ? 0 : Long.parseLong(found.toString());
    }

    /** Waits until the adapter has nothing to do of its own, and says for how much processor time it had. */
    double idleSeconds() {
        Duration begun = cpu();
        Duration before = begun;
        Duration now = begun;
        do {
            before = now;
            LockSupport.parkNanos(LOOK_NANOS);
            now = cpu();
        } while (now.minus(before).toMillis() > 20);
        return now.minus(begun).toMillis() / 1e3;
    }

    /** How much processor time the adapter has had. */
    double cpuSeconds() {
        return cpu().toMillis() / 1e3;
    }

    private Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /**
     * How much memory the adapter has, in MiB.
     *
     * @param what {@code VmRSS} for now, {@code VmHWM} for the most it had
     */
    double memory(String what) throws IOException {
        Matcher found = Pattern.compile(Pattern.quote(what) + ":\\s+(\\d+) kB")
                .matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
        return found.find() ? Long.parseLong(found.group(1)) / 1024.0 : Double.NaN;
    }

    @Override
    public void close() throws IOException {
        try {
            send("disconnect", "{}");
            toAdapter.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
