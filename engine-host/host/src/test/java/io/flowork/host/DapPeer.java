package io.flowork.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.host.command.Cli;
import io.flowork.host.terminal.Screen;
import io.flowork.host.terminal.Stopping;
import io.flowork.host.terminal.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A debugger's user interface: speaks with {@code flowork dap} over pipes, and waits for what it says. */
final class DapPeer implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;
    private static final JsonObject OVER = JsonObject.of("type", JsonString.of("over"));

    private final OutputStream said;
    private final BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonObject> events = new LinkedBlockingQueue<>();
    private int seq;

    /**
     * Starts {@code flowork dap}.
     *
     * @param folder its working folder
     */
    DapPeer(Path folder, Map<String, String> environment) throws IOException {
        Pipe in = Pipe.open();
        Pipe out = Pipe.open();
        said = Channels.newOutputStream(in.sink());
        PrintStream answers = new PrintStream(Channels.newOutputStream(out.sink()), false, UTF_8);
        Surroundings surroundings = new Surroundings(
                Channels.newInputStream(in.source()),
                answers,
                System.err,
                environment,
                folder,
                Screen.NONE,
                Stopping.NEVER);
        Thread.ofPlatform().daemon().name("dap").start(() -> {
            Cli.run(new String[] {"dap"}, surroundings);
            answers.close();
        });
        Thread.ofPlatform().daemon().name("dap-peer").start(() -> hear(Channels.newInputStream(out.source())));
    }

    private void hear(InputStream from) {
        try (from) {
            for (int length = length(from); length >= 0; length = length(from)) {
                heard.add((JsonObject) JsonReader.parse(new String(from.readNBytes(length), UTF_8)));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            heard.add(OVER);
        }
    }

    /** The length of the next message; -1 at the end. */
    private static int length(InputStream from) throws IOException {
        StringBuilder header = new StringBuilder();
        while (!header.toString().endsWith("\r\n\r\n")) {
            int next = from.read();
            if (next < 0) {
                return -1;
            }
            header.append((char) next);
        }
        return Integer.parseInt(header.toString().replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
    }

    private JsonObject next() throws InterruptedException {
        JsonObject message = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(message).as("a message within %s s", PATIENCE_SECONDS).isNotNull();
        assertThat(message).as("the adapter ended").isNotSameAs(OVER);
        return message;
    }

    private static boolean is(JsonObject message, String member, String value) {
        return JsonString.of(value).equals(message.get(member));
    }

    /** Sends a request and gives the whole response; events that come before it are kept. */
    JsonObject response(String command, JsonValue arguments) throws IOException, InterruptedException {
        int number = ++seq;
        byte[] json = new JsonObject.Builder()
                .put("type", "request")
                .put("seq", number)
                .put("command", command)
                .put("arguments", arguments)
                .build()
                .toString()
                .getBytes(UTF_8);
        said.write(("Content-Length: " + json.length + "\r\n\r\n").getBytes(US_ASCII));
        said.write(json);
        said.flush();
        while (true) {
            JsonObject message = next();
            if (is(message, "type", "event")) {
                events.add(message);
            } else if (message.get("request_seq") instanceof JsonInteger answered && answered.value() == number) {
                return message;
            }
        }
    }

    /** What a request is answered with. */
    JsonObject ask(String command, String arguments) throws IOException, InterruptedException {
        JsonObject response = response(command, JsonReader.parse(arguments.replace('\'', '"')));
        assertThat(response.get("success")).as("%s: %s", command, response).isEqualTo(JsonBoolean.TRUE);
        return response.get("body") instanceof JsonObject body ? body : JsonObject.EMPTY;
    }

    /** Does something that leads somewhere, and tells what is said of where one stands then. */
    JsonObject go(String command, String arguments) throws IOException, InterruptedException {
        ask(command, arguments);
        return event("stopped");
    }

    /** The next event of a kind; others are dropped. */
    JsonObject event(String kind) throws InterruptedException {
        while (true) {
            JsonObject kept = events.poll();
            JsonObject message = kept == null ? next() : kept;
            if (is(message, "type", "event") && is(message, "event", kind)) {
                return message.get("body") instanceof JsonObject body ? body : JsonObject.EMPTY;
            }
        }
    }

    /** Begins to debug: {@code attach} or {@code launch}. */
    JsonObject begin(String command, String arguments) throws IOException, InterruptedException {
        ask("initialize", "{'adapterID': 'flowork', 'linesStartAt1': true, 'columnsStartAt1': true}");
        ask(command, arguments);
        var _ = event("initialized");
        return go("configurationDone", "{}");
    }

    /** The text that an expression comes to where one stands. */
    String value(String expression) throws IOException, InterruptedException {
        return value(1, expression);
    }

    /** The text that an expression comes to where a thread stands. */
    String value(long thread, String expression) throws IOException, InterruptedException {
        JsonObject body = ask(
                "evaluate",
                new JsonObject.Builder()
                        .put("expression", expression)
                        .put("frameId", top(thread))
                        .build()
                        .toString());
        return text(body, "result");
    }

    /** The id of the innermost frame of a thread. */
    long top(long thread) throws IOException, InterruptedException {
        return number(ask("stackTrace", "{'threadId': " + thread + "}"), "stackFrames", 0, "id");
    }

    /** What is at a path of keys and places. */
    static JsonValue at(JsonValue value, Object... path) {
        JsonValue at = value;
        for (Object key : path) {
            @Nullable
            JsonValue next =
                    key instanceof Integer index ? ((JsonArray) at).get(index) : ((JsonObject) at).get((String) key);
            assertThat(next).as("%s in %s", key, value).isNotNull();
            at = next;
        }
        return at;
    }

    static String text(JsonValue value, Object... path) {
        return at(value, path) instanceof JsonString text ? text.value() : String.valueOf(at(value, path));
    }

    static long number(JsonValue value, Object... path) {
        return (long) ((JsonNumber) at(value, path)).doubleValue();
    }

    @Override
    public void close() throws IOException {
        said.close();
    }
}
