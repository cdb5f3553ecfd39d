package io.flowork.functions.asyncapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** One connection of a WebSocket server, RFC 6455: greets with texts, then takes in texts until it is closed. */
final class WebSocketPeer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    /** The header of the request, then each text that came, then {@code closed}. */
    final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    WebSocketPeer(List<String> greetings, boolean stays) throws IOException {
        Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept()) {
                serve(socket, greetings, stays);
            } catch (IOException e) {
                seen.add("closed");
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve(Socket socket, List<String> greetings, boolean stays) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        while (!header.toString(UTF_8).endsWith("\r\n\r\n")) {
            header.write(in.readUnsignedByte());
        }
        seen.add(header.toString(UTF_8));
        OutputStream out = socket.getOutputStream();
        out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accepted(header.toString(UTF_8)) + "\r\n\r\n")
                .getBytes(UTF_8));
        for (String greeting : greetings) {
            byte[] text = greeting.getBytes(UTF_8);
            out.write(0x81);
            out.write(text.length);
            out.write(text);
        }
        out.flush();
        while (stays) {
            int kind = in.readUnsignedByte() & 0x0f;
            int length = in.readUnsignedByte() & 0x7f;
            byte[] mask = in.readNBytes(4);
            byte[] data = in.readNBytes(length);
            for (int i = 0; i < data.length; i++) {
                data[i] ^= mask[i % 4];
            }
            if (kind == 8) {
                seen.add("closed");
                return;
            }
            seen.add(new String(data, UTF_8));
        }
    }

    private static String accepted(String header) {
        String key = header.replaceAll("(?is).*sec-websocket-key: *([^\r\n]+).*", "$1");
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1")
                            .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
