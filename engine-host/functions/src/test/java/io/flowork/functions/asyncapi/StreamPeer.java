package io.flowork.functions.asyncapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A server over HTTP/1.1 that answers each connection in its turn with the next of some texts, byte for byte. After an answer
 * it closes the connection, but for those that end with {@link #STAYS}.
 */
final class StreamPeer implements AutoCloseable {
    /** What ends an answer after which the connection stays open. */
    static final String STAYS = "\0";

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    /** The headers of the requests, and {@code closed} when the other side left a connection that stayed. */
    final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    StreamPeer(List<String> answers) throws IOException {
        Thread.ofVirtual().start(() -> {
            try {
                for (String answer : answers) {
                    try (Socket socket = server.accept()) {
                        answer(socket, answer);
                    }
                }
                server.close(); // whoever comes now is refused
            } catch (IOException e) {
                seen.add("failed: " + e);
            }
        });
    }

    /** The header and the beginning of a body that goes on until the connection ends. */
    static String stream(String type, String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nConnection: close\r\n\r\n" + body;
    }

    int port() {
        return server.getLocalPort();
    }

    private void answer(Socket socket, String answer) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        while (!header.toString(UTF_8).endsWith("\r\n\r\n")) {
            header.write(in.read());
        }
        seen.add(header.toString(UTF_8));
        boolean stays = answer.endsWith(STAYS);
        socket.getOutputStream()
                .write(answer.substring(0, answer.length() - (stays ? STAYS.length() : 0))
                        .getBytes(UTF_8));
        if (stays && in.read() < 0) {
            seen.add("closed");
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
