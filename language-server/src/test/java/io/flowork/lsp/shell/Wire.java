package io.flowork.lsp.shell;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.lsp.workspace.WorkspaceFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client that writes and reads the protocol's frames itself, so that it can also write wrong ones. */
final class Wire implements AutoCloseable {
    private final PipedOutputStream toServer = new PipedOutputStream();
    private final Map<String, CompletableFuture<JsonObject>> asked = new ConcurrentHashMap<>();
    private final BlockingQueue<JsonObject> diagnostics = new LinkedBlockingQueue<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private int requests;

    /** A server, and a connection to it. */
    Wire() throws IOException {
        PipedInputStream in = new PipedInputStream(toServer, 1 << 16);
        PipedOutputStream out = new PipedOutputStream();
        PipedInputStream fromServer = new PipedInputStream(out, 1 << 16);
        Thread.ofPlatform().daemon().start(() -> {
            try {
                ended.complete(Serving.serve(
                        in, out, new ServerContext("test", FunctionSignatures.NONE, WorkspaceFiles.NONE)));
            } catch (InterruptedException e) {
                ended.completeExceptionally(e);
            }
        });
        Thread.ofPlatform().daemon().start(() -> listen(fromServer));
    }

    private void listen(InputStream in) {
        try {
            while (true) {
                int length = -1;
                for (String line = line(in); !line.isEmpty(); line = line(in)) {
                    if (line.startsWith("Content-Length:")) {
                        length = Integer.parseInt(
                                line.substring("Content-Length:".length()).strip());
                    }
                }
                take((JsonObject) JsonReader.parse(new String(in.readNBytes(length), StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            asked.values().forEach(answer -> answer.completeExceptionally(e));
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server has ended");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private void take(JsonObject message) throws IOException {
        JsonValue id = message.get("id");
        JsonValue method = message.get("method");
        if (method == null && id != null) {
            CompletableFuture<JsonObject> answer = asked.remove(text(id));
            if (answer != null) {
                answer.complete(message);
            }
        } else if (id != null) {
            send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":null}");
        } else if (JsonString.of("textDocument/publishDiagnostics").equals(method)) {
            diagnostics.add((JsonObject) message.get("params"));
        }
    }

    private static String text(JsonValue id) {
        return id instanceof JsonString text ? text.value() : id.toString();
    }

    /** Writes a message in its frame. */
    void send(String json) throws IOException {
        byte[] content = json.getBytes(StandardCharsets.UTF_8);
        raw("Content-Length: " + content.length + "\r\n\r\n", content);
    }

    /** Writes bytes as they are. */
    synchronized void raw(String head, byte[] content) throws IOException {
        toServer.write(head.getBytes(StandardCharsets.UTF_8));
        toServer.write(content);
        toServer.flush();
    }

    /** Tells the server something. */
    void tell(String method, String params) throws IOException {
        send("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    /** Asks the server something and waits for its answer, a result or an error. */
    JsonObject ask(String method, String params) throws Exception {
        String id = "q" + ++requests;
        return sent(
                id,
                "{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\",\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    /** Writes a message and waits for the answer to an id. */
    JsonObject sent(String id, String message) throws Exception {
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        asked.put(id, answer);
        send(message);
        try {
            return answer.get(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer to " + message, e);
        }
    }

    /** Says hello; the client counts in an encoding. */
    JsonObject hello(String encoding) throws Exception {
        JsonObject answer =
                ask("initialize", "{\"capabilities\":{\"general\":{\"positionEncodings\":[\"" + encoding + "\"]}}}");
        tell("initialized", "{}");
        return answer;
    }

    /** Opens a text and waits for what is said about it. */
    JsonArray open(String uri, String text) throws Exception {
        tell(
                "textDocument/didOpen",
                "{\"textDocument\":{\"uri\":\"" + uri + "\",\"languageId\":\"yaml\",\"version\":1,\"text\":"
                        + JsonString.of(text) + "}}");
        while (true) {
            JsonObject told = diagnostics.poll(60, TimeUnit.SECONDS);
            if (told == null) {
                throw new AssertionError("nothing is said about " + uri);
            }
            if (JsonString.of(uri).equals(told.get("uri"))) {
                return (JsonArray) told.get("diagnostics");
            }
        }
    }

    /** Whether the server has ended in order; completes when it ends. */
    CompletableFuture<Boolean> ended() {
        return ended;
    }

    @Override
    public void close() throws IOException {
        toServer.close();
    }
}
