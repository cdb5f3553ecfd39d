package io.flowork.host;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The client's side of a server that speaks in frames, for {@link AotTraining}: as texts, as the host knows no more of them. */
final class TrainedServer {
    private static final int PIPE = 1 << 16;
    private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)", Pattern.CASE_INSENSITIVE);

    private final OutputStream toServer;
    private final InputStream fromServer;

    private TrainedServer(OutputStream toServer, InputStream fromServer) {
        this.toServer = toServer;
        this.fromServer = new BufferedInputStream(fromServer);
    }

    /** What a server is to do with a client's side of its streams. */
    @FunctionalInterface
    interface Server {
        /** Serves until the client says goodbye. */
        void serve(InputStream in, PrintStream out);
    }

    /** What a client says, the goodbye included. */
    @FunctionalInterface
    interface Session {
        /** Says it. */
        void with(TrainedServer server) throws IOException;
    }

    /** One session with a server. */
    static void with(Server server, Session session) throws IOException {
        try (PipedOutputStream toServer = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(toServer, PIPE);
                PipedInputStream fromServer = new PipedInputStream(PIPE);
                PrintStream out = new PrintStream(new PipedOutputStream(fromServer), false, StandardCharsets.UTF_8)) {
            Thread serving = Thread.ofPlatform().start(() -> server.serve(in, out));
            session.with(new TrainedServer(toServer, fromServer));
            serving.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A text as a JSON text between its quotes. */
    static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    void send(String message) throws IOException {
        byte[] content = message.getBytes(StandardCharsets.UTF_8);
        toServer.write("Content-Length: %d\r\n\r\n".formatted(content.length).getBytes(StandardCharsets.US_ASCII));
        toServer.write(content);
        toServer.flush();
    }

    /** Reads messages up to the first that has a text, and gives that. */
    String await(String text) throws IOException {
        String message = read();
        while (!message.contains(text)) {
            message = read(); // what else comes, a notification or a question, is left open
        }
        return message;
    }

    private String read() throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = fromServer.read();
            if (next < 0) {
                throw new IOException("The server ended while it was asked");
            }
            head.append((char) next);
        }
        Matcher length = LENGTH.matcher(head);
        if (!length.find()) {
            throw new IOException("The server wrote no length: " + head);
        }
        return new String(fromServer.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8);
    }
}
